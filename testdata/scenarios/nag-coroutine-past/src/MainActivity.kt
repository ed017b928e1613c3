package fixture.nagcoroutinepast

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
    scope.launch { if (agreed()) title = "Welcome" }
  }

  private suspend fun locate() {
    if (!agreed()) return
    if (!granted(Manifest.permission.ACCESS_FINE_LOCATION, "The location is used to find shops nearby.")) title = "No shops"
  }

  private suspend fun agreed(): Boolean {
    val prefs = getSharedPreferences("policy", MODE_PRIVATE)
    if (prefs.getBoolean("agreed", false)) return true
    val yes = chosen("Please read our privacy policy.")
    if (yes) withContext(Dispatchers.IO) { prefs.edit().putBoolean("agreed", true).commit() }
    return yes
  }

  private suspend fun granted(name: String, why: String): Boolean {
    if (checkSelfPermission(name) == PackageManager.PERMISSION_GRANTED) return true
    if (!chosen(why)) return false
    val answer = CompletableDeferred<Boolean>().also { pending = it }
    requestPermissions(arrayOf(name), 1)
    return answer.await()
  }

  private suspend fun chosen(what: String): Boolean = suspendCancellableCoroutine { waiting ->
    AlertDialog.Builder(this).setMessage(what)
      .setPositiveButton("Yes") { _, _ -> waiting.resume(true) }
      .setNegativeButton("No") { _, _ -> waiting.resume(false) }.show()
  }

  override fun onRequestPermissionsResult(code: Int, names: Array<out String>, results: IntArray) {
    pending?.complete(results.firstOrNull() == PackageManager.PERMISSION_GRANTED)
    pending = null
  }

  override fun onDestroy() { scope.cancel(); super.onDestroy() }
}
