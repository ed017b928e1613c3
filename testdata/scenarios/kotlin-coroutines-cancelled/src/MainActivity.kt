package fixture.kotlincoroutinescancelled

import android.app.Activity
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.widget.Button
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.*
import reads.Read

class OnMain : CoroutineDispatcher() {
  private val handler = Handler(Looper.getMainLooper())

  override fun dispatch(context: CoroutineContext, block: Runnable) { handler.post(block) }
}

class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + OnMain())
  private val closed = CoroutineScope(SupervisorJob() + OnMain())
  private val pool = CoroutineScope(Job() + Dispatchers.IO)
  private val emptied = CoroutineScope(SupervisorJob() + OnMain())

  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    val gone = scope.launch { Read.imei(this@MainActivity) }
    gone.cancel()
    val kept = scope.launch { Read.imsi(this@MainActivity) }
    setContentView(Button(this).apply { setOnClickListener { kept.cancel() } })
    closed.cancel()
    closed.launch { Read.iccid(this@MainActivity) }
    pool.cancel()
    pool.launch { Read.phone(this@MainActivity) }
    emptied.coroutineContext.cancelChildren()
    emptied.launch { Read.mac(this@MainActivity) }
  }
}
