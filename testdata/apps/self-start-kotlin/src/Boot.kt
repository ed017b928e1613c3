
package fixture.selfstartkotlin

import android.app.Service
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.os.IBinder

class Boot : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val wanted = setOf(Intent.ACTION_BOOT_COMPLETED, Intent.ACTION_MY_PACKAGE_REPLACED)
        intent.action?.takeIf { it in wanted }?.let { context.start<Tracker> { putExtra("from", it) } }
    }
}

/** The class comes as a reified type parameter; after R8 the call stands in the receiver itself. */
inline fun <reified T : Service> Context.start(extras: Intent.() -> Unit) = startService(Intent(this, T::class.java).apply(extras))

class Tracker : Service() {
    override fun onStartCommand(intent: Intent?, flags: Int, id: Int): Int {
        getSharedPreferences("tracker", MODE_PRIVATE).edit().putString("from", intent?.getStringExtra("from")).apply()
        return START_NOT_STICKY
    }

    override fun onBind(intent: Intent?): IBinder? = null
}
