package fixture.freqcoroutinequeuekt

import android.app.Activity
import android.os.Bundle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import reads.Read

class MainActivity : Activity() {
    private val scope = CoroutineScope(Dispatchers.Default)
    private val events = Channel<String>(Channel.UNLIMITED)
    private var shown: Any? = null

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        scope.launch {
            while (isActive) {
                shown = withContext(Dispatchers.IO) { Read.location(this@MainActivity) }
                delay(2000)
            }
        }
        scope.launch {
            val batch = ArrayList<String>()
            for (event in events) {
                batch += event + Read.mac(this@MainActivity)
                if (batch.size >= 20) {
                    send(batch)
                    batch.clear()
                }
            }
        }
        events.trySend("start")
    }

    private suspend fun send(batch: List<String>) {
        delay(10)
        shown = batch.size
    }
}
