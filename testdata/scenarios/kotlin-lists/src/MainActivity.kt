package fixture.kotlinlists

import android.app.Activity
import android.content.Context
import android.os.Bundle
import reads.Read

private const val P = "android.permission."

class MainActivity : Activity() {
  private val must = listOf("READ_CONTACTS", "READ_SMS").map { P + it }
  private val pages: List<Pair<String, (Context) -> Unit>> = listOf(
    "first" to { c -> println(Read.imei(c)) },
    "second" to { c -> println(Read.androidId(c)) },
  )
  private val steps = arrayListOf<(Context) -> Unit>({ println(Read.imsi(it)) }, { println(Read.mac(it)) })
  // Which is first after this is not told.
  private val turned = mutableListOf<(Context) -> Unit>({ println(Read.iccid(it)) }, { println(Read.phone(it)) }).apply { reverse() }

  override fun onCreate(b: Bundle?) {
    super.onCreate(b)
    show(b?.getInt("tab") ?: 0)
    steps.first()(this)
    turned[0](this)
    val missing = must.filterNot { checkSelfPermission(it) == 0 }
    if (missing.isNotEmpty()) requestPermissions(missing.toTypedArray(), 1) else Read.location(this)
  }

  private fun show(i: Int) = pages[i].second(this)

  override fun onBackPressed() {
    show(1)
    steps.last()(this)
    Read.location(this)
  }
}
