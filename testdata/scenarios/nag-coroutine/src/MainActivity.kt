package fixture.nagcoroutine

import android.Manifest
import android.app.Activity
import android.app.AlertDialog
import android.content.pm.PackageManager
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.widget.Button
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.resume
import kotlinx.coroutines.*

class OnMain : CoroutineDispatcher() {
  private val handler = Handler(Looper.getMainLooper())
  override fun dispatch(context: CoroutineContext, block: Runnable) { handler.post(block) }
}

class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + OnMain())
  private var pending: CompletableDeferred<Boolean>? = null

  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    setContentView(Button(this).apply { setOnClickListener { scope.launch { locate() } } })
  }

  private suspend fun locate() {
    if (!explained()) return
    if (!granted()) {
      title = "Please allow it"
      delay(1_000)
      granted()
    }
  }

  private suspend fun explained(): Boolean = suspendCancellableCoroutine { waiting ->
    AlertDialog.Builder(this).setMessage("The location is used to find shops nearby.")
      .setPositiveButton("Go on") { _, _ -> waiting.resume(true) }
      .setNegativeButton("Not now") { _, _ -> waiting.resume(false) }.show()
  }

  private suspend fun granted(): Boolean {
    val answer = CompletableDeferred<Boolean>()
    pending = answer
    requestPermissions(arrayOf(Manifest.permission.ACCESS_FINE_LOCATION), 1)
    return answer.await()
  }

  override fun onRequestPermissionsResult(code: Int, names: Array<out String>, results: IntArray) {
    pending?.complete(results.firstOrNull() == PackageManager.PERMISSION_GRANTED)
  }

  override fun onDestroy() { scope.cancel(); super.onDestroy() }
}
