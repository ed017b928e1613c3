package fixture.kotlincoroutineswaits

import android.app.Activity
import android.app.AlertDialog
import android.os.Bundle
import kotlinx.coroutines.*
import kotlin.coroutines.resume
import reads.Read

class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    scope.launch { if (ask()) Read.iccid(this@MainActivity) else Read.phone(this@MainActivity) }
    scope.launch { delay(100); Read.mac(this@MainActivity) }
    scope.launch { withContext(Dispatchers.IO) { title }; Read.apps(this@MainActivity) }
  }

  private suspend fun ask(): Boolean = suspendCancellableCoroutine { waiting ->
    AlertDialog.Builder(this).setMessage("Scan this device?").setPositiveButton("Scan") { _, _ -> waiting.resume(true) }.show()
  }
}
