package fixture.kotlinlazy

import android.app.Activity
import android.content.Context
import android.os.Bundle
import reads.Read

class Facts(private val c: Context) {
  val imei by lazy { Read.imei(c) }
  val imsi by lazy { Read.imsi(c) }
}
class MainActivity : Activity() {
  private lateinit var facts: Facts
  override fun onCreate(b: Bundle?) { super.onCreate(b); facts = Facts(this); title = facts.imei }
  override fun onBackPressed() { title = facts.imsi }
}
