package fixture.kotlincoroutinesshared

import android.app.Activity
import android.os.Bundle
import android.widget.Button
import kotlinx.coroutines.*
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.*
import reads.Read

class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
  private val orders = Channel<Int>(Channel.UNLIMITED)
  private val eager by lazy { flow { emit(Read.mac(this@MainActivity)) }.stateIn(scope, SharingStarted.Eagerly, "") }
  private val lazily by lazy { flow { emit(Read.imei(this@MainActivity)) }.stateIn(scope, SharingStarted.Lazily, "") }
  private val watched by lazy { flow { emit(Read.iccid(this@MainActivity)) }.shareIn(scope, SharingStarted.WhileSubscribed(), 1) }

  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    title = "" + eager.value + lazily.value + watched.replayCache.size
    scope.launch { for (order in orders) if (order == 1) Read.apps(this@MainActivity) }
    orders.trySend(1)
    setContentView(Button(this).apply {
      setOnClickListener {
        scope.launch { lazily.collect { title = it } }
        scope.launch { watched.collect { title = it } }
      }
    })
  }
}
