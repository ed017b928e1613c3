package fixture.kotlincoroutinesgates

import android.app.Activity
import android.app.AlertDialog
import android.os.Bundle
import kotlinx.coroutines.*
import kotlinx.coroutines.flow.*
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import reads.Read

class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
  private val agreed = MutableStateFlow(false)
  private val shut = Mutex(locked = true)

  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    scope.launch { agreed.first { it }; Read.iccid(this@MainActivity) }
    scope.launch { agreed.collect { if (!it) Read.mac(this@MainActivity) } }
    scope.launch { shut.withLock { Read.phone(this@MainActivity) } }
    scope.launch { Read.apps(this@MainActivity) }
    AlertDialog.Builder(this).setMessage("Scan this device?").setPositiveButton("Scan") { _, _ -> agreed.value = true; shut.unlock() }.show()
  }
}
