package fixture.kotlinhigherorder

import android.app.Activity
import android.content.Context
import android.os.Bundle
import reads.Read
class Tasks { val list = mutableListOf<(Context) -> Unit>(); fun task(f: (Context) -> Unit) { list += f } }
fun tasks(f: Tasks.() -> Unit) = Tasks().apply(f)
class MainActivity : Activity() {
  private val later = tasks { task { Read.androidId(it) } }
  override fun onCreate(b: Bundle?) { super.onCreate(b)
    tasks { task { Read.imei(it) } }.list.forEach { it(this) }
    getSharedPreferences("x", 0).getString("a", null)?.let { Read.androidId(this) } ?: Read.imsi(this) }
  override fun onBackPressed() { later.list.forEach { it(this) } }
}
