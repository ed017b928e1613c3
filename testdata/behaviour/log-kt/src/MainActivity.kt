package fixture.logkt

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import java.util.*
import java.util.concurrent.*
import reads.Read

class Device(val id: String?, val imsi: String?)

class MainActivity : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val device = Device(Read.androidId(this), Read.imsi(this))
        device.id?.let { android.util.Log.w("Device", "id is $it") }
        println("imsi ${device.imsi}")
    }
}
