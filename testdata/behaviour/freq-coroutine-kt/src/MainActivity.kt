package fixture.freqcoroutinekt

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import java.util.*
import java.util.concurrent.*
import kotlinx.coroutines.delay
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import reads.Read

class MainActivity : Activity() {
    private val scope = kotlinx.coroutines.CoroutineScope(kotlinx.coroutines.Dispatchers.Default)

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        scope.launch {
            while (isActive) {
                Read.apps(this@MainActivity)
                delay(5_000)
            }
        }
        scope.launch {
            delay(2_000)
            Read.imei(this@MainActivity)
        }
    }
}
