package fixture.nagincallback

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*

import reads.Read

class MainActivity : Activity() {
  override fun onCreate(state: Bundle?) {
    super.onCreate(state)
    val button = Button(this)
    button.setOnClickListener { ask() }
    setContentView(button)
  }
  private fun ask() {
    if (checkSelfPermission(CAMERA) != 0) requestPermissions(arrayOf(CAMERA), 1) else open()
  }
  private fun open() { Read.androidId(this) }
  override fun onRequestPermissionsResult(code: Int, names: Array<String>, results: IntArray) {
    if (results.isNotEmpty() && results[0] == 0) open() else ask()
  }
  companion object { const val CAMERA = "android.permission.CAMERA" }
}
