package fixture.kotlincoroutinesvalues

import android.app.Activity
import android.content.Context
import android.os.Bundle
import kotlinx.coroutines.*
import kotlinx.coroutines.flow.*
import reads.Read
sealed class State { object Idle : State(); object Ask : State(); class Ready(val name: String) : State() }
class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default + CoroutineExceptionHandler { _, _ -> })
  private val state = MutableStateFlow<State>(State.Idle)
  private fun flag(name: String) = getSharedPreferences("p", Context.MODE_PRIVATE).getBoolean(name, false)
  private suspend fun agreed(): Boolean = withContext(Dispatchers.IO) { flag("agreed") }
  private suspend fun level(full: Boolean = false): Int { delay(20); return if (full) 2 else 1 }
  private var lazy: Job? = null
  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    scope.launch { if (agreed()) Read.androidId(this@MainActivity) }
    scope.launch { Read.imei(this@MainActivity) }
    lazy = scope.launch(start = CoroutineStart.LAZY) { Read.imsi(this@MainActivity) }
    scope.launch {
      val pair = coroutineScope { val a = async { "a" }; val n = async { level() }; Pair(a.await(), n.await()) }
      if (pair.second > 1) Read.iccid(this@MainActivity)
    }
    scope.launch { state.collect { s -> when (s) { is State.Idle -> {}; is State.Ask -> Read.mac(this@MainActivity); is State.Ready -> Read.phone(this@MainActivity) } } }
    scope.launch { state.value = if (flag("agreed")) State.Ready("x") else State.Ask }
  }
  override fun onBackPressed() { scope.launch { state.value = State.Ready("y"); lazy?.start(); if (level(true) > 1) Read.iccid(this@MainActivity); Read.apps(this@MainActivity) } }
}
