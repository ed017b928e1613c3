package fixture.kotlinsealed

import android.app.Activity
import android.content.Context
import android.os.Bundle
import reads.Read
sealed class State { object None : State(); data class Agreed(val at: Long) : State() }
class Sdk private constructor(private val full: Boolean) { fun start(c: Context) { if (full) Read.androidId(c) else Read.imei(c) }
  companion object { fun create(full: Boolean = false) = Sdk(full) } }
class MainActivity : Activity() {
  private var state: State = State.None
  override fun onCreate(b: Bundle?) { super.onCreate(b); go() }
  private fun go() { when (state) { is State.None -> Sdk.create().start(this); is State.Agreed -> Sdk.create(full = true).start(this) } }
  override fun onBackPressed() { state = State.Agreed(1); go() }
}
