package fixture.freqcoroutinefoldedkt

import android.app.Activity
import android.os.Bundle
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import reads.Read

/** All pauses are the same, so R8 writes them into the library and takes the argument away. */
class MainActivity : Activity() {
    private val scope = CoroutineScope(Dispatchers.Default)
    private var shown: Any? = null

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        scope.launch {
            while (isActive) {
                shown = Read.location(this@MainActivity)
                delay(2000)
            }
        }
        scope.launch {
            delay(2000)
            shown = Read.imei(this@MainActivity)
        }
    }
}
