package fixture.purposecoroutinekt
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
  private var pending: CancellableContinuation<Boolean>? = null

  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    setContentView(Button(this).apply {
      setOnClickListener { scope.launch { find() } }
      setOnLongClickListener { scope.launch { if (asked(Manifest.permission.READ_CALENDAR)) title = "Asked" }; true }
    })
    scope.launch { if (chosen("Hello", "Welcome back?")) title = "Welcome" }
  }

  private suspend fun find() {
    if (!explained(Manifest.permission.ACCESS_FINE_LOCATION, "用于查找同城书友，仅在您点击时使用一次")) title = "No friends"
  }

  private suspend fun explained(name: String, why: String): Boolean {
    if (checkSelfPermission(name) == PackageManager.PERMISSION_GRANTED) return true
    if (!chosen("One moment", why)) return false
    return asked(name)
  }

  private suspend fun asked(name: String): Boolean = suspendCancellableCoroutine {
    pending = it
    requestPermissions(arrayOf(name), 1)
  }

  private suspend fun chosen(title: String, what: String): Boolean = suspendCancellableCoroutine { waiting ->
    AlertDialog.Builder(this).setTitle(title).setMessage(what)
      .setPositiveButton("Yes") { _, _ -> waiting.resume(true) }
      .setNegativeButton("No") { _, _ -> waiting.resume(false) }.show()
  }

  override fun onRequestPermissionsResult(code: Int, names: Array<out String>, results: IntArray) {
    pending?.resume(results.firstOrNull() == PackageManager.PERMISSION_GRANTED)
    pending = null
  }

  override fun onDestroy() { scope.cancel(); super.onDestroy() }
}
