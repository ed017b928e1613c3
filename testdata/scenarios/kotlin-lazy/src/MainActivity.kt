package fixture.kotlinlazy

import android.app.Activity
import android.content.Context
import android.os.Bundle
import reads.Read

class Facts(private val c: Context) {
  val imei by lazy { Read.imei(c) }
  val imsi by lazy { Read.imsi(c) }
}
class Services(c: Context) { val facts = Facts(c) }
class MainActivity : Activity() {
  private lateinit var services: Services
  override fun onCreate(b: Bundle?) { super.onCreate(b); services = Services(this); title = services.facts.imei }
  override fun onBackPressed() { title = services.facts.imsi }
}
