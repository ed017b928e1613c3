package fixture.wakeproviderkt

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import java.util.*
import java.util.concurrent.*
import reads.Read

class BootReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        context.contentResolver.call(android.net.Uri.parse("content://com.sina.weibo.provider.wake"), "wake", null, null)
        context.contentResolver.query(android.net.Uri.parse("content://fixture.wakeproviderkt.items/all"), null, null, null, null)
        context.packageManager.getLaunchIntentForPackage("com.kugou.android")?.let {
            it.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
            context.startActivity(it)
        }
    }
}

class MainActivity : Activity()
