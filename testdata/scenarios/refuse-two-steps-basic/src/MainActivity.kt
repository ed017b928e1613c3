package fixture.refusetwostepsbasic

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*

import reads.Read

class MainActivity : Activity() {
  private val prefs by lazy { getSharedPreferences("consent", 0) }
  override fun onCreate(state: Bundle?) {
    super.onCreate(state)
    when (prefs.getInt("mode", 0)) { 0 -> ask(); 1 -> full(); else -> basic() }
  }
  private fun ask() {
    AlertDialog.Builder(this).setTitle("隐私政策提示").setMessage("点击同意即表示您已阅读《隐私政策》")
      .setPositiveButton("同意") { _, _ -> choose(1) }
      .setNegativeButton("不同意") { _, _ -> again() }.show()
  }
  private fun again() {
    AlertDialog.Builder(this).setMessage("您可以使用仅浏览模式")
      .setPositiveButton("同意") { _, _ -> choose(1) }
      .setNegativeButton("仅浏览") { _, _ -> choose(2) }.show()
  }
  private fun choose(mode: Int) { prefs.edit().putInt("mode", mode).apply(); if (mode == 1) full() else basic() }
  private fun full() { Read.imei(this) }
  private fun basic() { setContentView(TextView(this)) }
}
