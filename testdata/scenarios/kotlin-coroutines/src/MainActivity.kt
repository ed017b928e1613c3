package fixture.kotlincoroutines

import android.app.Activity
import android.os.Bundle
import android.widget.Button
import kotlinx.coroutines.*
import reads.Read
class MainActivity : Activity() {
  private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
  override fun onCreate(b: Bundle?) { super.onCreate(b)
    scope.launch { delay(100); val x = withContext(Dispatchers.IO) { Read.imei(this@MainActivity); 1 }; println(x) }
    Button(this).setOnClickListener { scope.launch { Read.androidId(this@MainActivity) } }
  }
}
