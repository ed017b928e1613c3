package fixture.kotlinvalues

import android.app.Activity
import android.content.Context
import android.os.Bundle
import kotlin.reflect.KClass
import reads.Read

interface Task { fun run(c: Context) }
class First : Task { override fun run(c: Context) { Read.imei(c) } }
class Second : Task { override fun run(c: Context) { Read.imsi(c) } }
class Other : Task { override fun run(c: Context) { Read.androidId(c) } }
data class Key(val name: String, val level: Int)
class Phone(c: Context) { val number: String? = Read.phone(c) }
class Place(c: Context) { val last: Any? = Read.location(c) }
object Locator {
  private val made = HashMap<KClass<*>, Any>()
  private val factories = HashMap<KClass<*>, () -> Any>()
  private val named = HashMap<Key, Runnable>()
  fun <T : Any> register(k: KClass<T>, f: () -> T) { factories[k] = f }
  @Suppress("UNCHECKED_CAST")
  fun <T : Any> get(k: KClass<T>): T = made.getOrPut(k) { factories.getValue(k)() } as T
  fun name(k: Key, r: Runnable) { named[k] = r }
  fun run(k: Key) { named[k]?.run() }
}
class MainActivity : Activity() {
  private val tasks = mutableListOf<Task>(First()).apply { add(Second()) }
  private val later = mutableListOf<Task>(Other())
  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    for (task in tasks.toTypedArray()) task.run(this)
    Locator.register(Phone::class) { Phone(this) }
    Locator.register(Place::class) { Place(this) }
    title = Locator.get(Phone::class).number
    Locator.name(Key("mac", 1)) { Read.mac(this) }
    Locator.name(Key("mac", 2)) { title = "none" }
    Locator.run(Key("mac", 2))
  }
  override fun onBackPressed() {
    for (task in later) task.run(this)
    title = Locator.get(Place::class).last.toString()
    Locator.run(Key("mac", 1))
  }
}
