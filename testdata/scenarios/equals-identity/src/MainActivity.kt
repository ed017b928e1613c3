package fixture.equalsidentity

import android.app.Activity
import android.os.Bundle
import reads.Read

sealed class Consent {
  object Unknown : Consent()
  object Denied : Consent()
  class Given(val at: Long) : Consent()
}

class MainActivity : Activity() {
  override fun onCreate(state: Bundle?) {
    super.onCreate(state)
    val prefs = getSharedPreferences("app", MODE_PRIVATE)
    val now: Consent = if (prefs.contains("at")) Consent.Given(prefs.getLong("at", 0)) else Consent.Unknown
    when (now) {
      Consent.Unknown -> Read.imei(this)
      Consent.Denied -> Read.imsi(this)
      is Consent.Given -> Read.androidId(this)
    }
  }
}
