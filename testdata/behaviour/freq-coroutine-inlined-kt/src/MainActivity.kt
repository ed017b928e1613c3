package fixture.freqcoroutineinlinedkt

import android.app.Activity
import android.os.Bundle
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.launchIn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import reads.Read

fun CoroutineScope.every(gap: Duration, block: suspend () -> Unit) = launch {
    while (isActive) {
        block()
        delay(gap)
    }
}

fun ticks(gap: Duration): Flow<Int> = flow {
    var n = 0
    while (true) {
        emit(n++)
        delay(gap)
    }
}

class MainActivity : Activity() {
    private val scope = CoroutineScope(Dispatchers.Default)
    private var shown: Any? = null

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        loop(seconds = 2) { shown = Read.location(this) }
        loop(seconds = 1800) { shown = Read.imei(this) }
        scope.every(1500.milliseconds) { shown = Read.imsi(this) }
        scope.every(6.hours) { shown = Read.iccid(this) }
        ticks(3.seconds).map { Read.phone(this) }.filterNotNull().onEach { shown = it }
            .flowOn(Dispatchers.Default).launchIn(scope)
        ticks(2.hours).onEach { shown = Read.androidId(this) }.launchIn(scope)
    }

    private fun loop(seconds: Int, body: () -> Unit) = scope.launch {
        while (isActive) {
            body()
            delay(seconds * 1000L)
        }
    }
}
