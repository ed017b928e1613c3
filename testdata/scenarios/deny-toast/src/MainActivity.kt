package fixture.denytoast

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
    setContentView(button)
    button.setOnClickListener { requestPermissions(arrayOf("android.permission.RECORD_AUDIO"), 9) }
  }
  override fun onRequestPermissionsResult(code: Int, names: Array<String>, results: IntArray) {
    if (code == 9 && results.all { it == 0 }) Read.imsi(this) else Toast.makeText(this, "录音不可用", Toast.LENGTH_SHORT).show()
  }
  override fun onBackPressed() { finish() }
}
