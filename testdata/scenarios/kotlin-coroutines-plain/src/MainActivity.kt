package fixture.kotlincoroutinesplain

import android.app.Activity
import android.content.Context
import android.os.Bundle
import kotlinx.coroutines.*
import kotlinx.coroutines.flow.*
import reads.Read
class Repo(private val c: Context) { suspend fun load(): String { delay(5); Read.imei(c); return "" } ; suspend fun full() { delay(5); Read.androidId(c) } ; fun items(): Flow<Int> = flow { emit(1); emit(2) }.flowOn(Dispatchers.IO) ; fun cold(): Flow<String> = flow { emit(Read.phone(c)) } }
class MainActivity : Activity() {
  private val scope = MainScopeLike()
  private val repo by lazy { Repo(this) }
  override fun onCreate(b: Bundle?) { super.onCreate(b)
    val cold = repo.cold().map { it.trim() }; title = cold.toString()
    scope.launch { repo.load(); repo.items().collect { Read.imsi(this@MainActivity) } } }
  override fun onBackPressed() { scope.launch { repo.full(); repo.cold().collect { title = it } } }
}
class MainScopeLike : CoroutineScope { override val coroutineContext = SupervisorJob() + Dispatchers.IO }
