package fixture.refusecoroutines

import android.app.Activity
import android.app.AlertDialog
import android.os.Bundle
import android.os.Handler
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.*
import reads.Read

class OnMain : CoroutineDispatcher() {
  private val handler = Handler()

  override fun dispatch(context: CoroutineContext, block: Runnable) { handler.post(block) }
}

class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + OnMain())

  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    scope.launch { title = greeting() }
    AlertDialog.Builder(this).setMessage("《隐私政策》")
      .setPositiveButton("同意") { _, _ -> scope.launch { title = greeting() } }
      .setNegativeButton("拒绝") { _, _ -> scope.launch { title = local() } }.show()
  }

  private suspend fun greeting() = withContext(Dispatchers.IO) { "" + Read.imsi(this@MainActivity) }

  private suspend fun local() = withContext(Dispatchers.IO) { "" + Read.mac(this@MainActivity) }
}
