package fixture.kotlinprefs

import android.app.Activity
import android.content.Context
import android.os.Bundle
import reads.Read
object Prefs { lateinit var ctx: Context
  var agreed: Boolean
    get() = ctx.getSharedPreferences("a", 0).getBoolean("agreed", false)
    set(v) { ctx.getSharedPreferences("a", 0).edit().putBoolean("agreed", v).apply() }
}
class MainActivity : Activity() {
  private var later: (() -> Unit)? = null
  private val reader by lazy { Reader(this) }
  override fun onCreate(b: Bundle?) { super.onCreate(b); Prefs.ctx = applicationContext
    when { Prefs.agreed -> reader.full() else -> reader.basic() }
    later = { Prefs.agreed = true; reader.full() } }
  override fun onBackPressed() { later?.invoke() }
}
class Reader(private val c: Context) { fun basic() { Read.imei(c) } ; fun full() { Read.androidId(c) } }
