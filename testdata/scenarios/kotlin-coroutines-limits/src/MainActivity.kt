package fixture.kotlincoroutineslimits

import android.app.Activity
import android.os.Bundle
import android.widget.Button
import kotlinx.coroutines.*
import kotlinx.coroutines.flow.*
import reads.Read

class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO)
  private val agreed = MutableStateFlow(false)

  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    scope.launch { patient() }
    setContentView(Button(this).apply { setOnClickListener { agreed.value = true } })
  }

  private suspend fun patient() {
    try {
      withTimeout(60_000) { agreed.first { it } }
    } catch (e: Exception) {
      Read.imei(this)
      return
    }
    Read.imsi(this)
  }
}
