package fixture.kotlincoroutineschannels

import android.app.Activity
import android.os.Bundle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import reads.Read

class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

  override fun onCreate(state: Bundle?) {
    super.onCreate(state)
    val first = Channel<Int>(Channel.UNLIMITED)
    first.trySend(1)
    first.trySend(2)
    scope.launch {
      first.receive()
      when (first.receive()) {
        2 -> Read.imei(this@MainActivity)
        5 -> Read.phone(this@MainActivity)
      }
    }
  }
}
