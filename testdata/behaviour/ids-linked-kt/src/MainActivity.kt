package fixture.idslinkedkt

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import java.util.*
import java.util.concurrent.*
import reads.Read

class MainActivity : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        Thread { report(params()) }.start()
    }

    private fun params(): Map<String, String?> {
        val params = HashMap<String, String?>()
        val info = com.google.android.gms.ads.identifier.AdvertisingIdClient.getAdvertisingIdInfo(this)
        params["gaid"] = info.id
        params["mac"] = Read.mac(this)
        return params
    }

    private fun report(params: Map<String, String?>) {
        title = params.size.toString()
    }
}
