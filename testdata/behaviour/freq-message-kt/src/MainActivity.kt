package fixture.freqmessagekt

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import java.util.*
import java.util.concurrent.*
import reads.Read

class MainActivity : Activity() {
    private val handler = object : Handler(Looper.getMainLooper()) {
        override fun handleMessage(msg: Message) {
            when (msg.what) {
                POLL -> {
                    Read.location(this@MainActivity)
                    sendEmptyMessageDelayed(POLL, 5_000)
                }
                ONCE -> Read.imei(this@MainActivity)
            }
        }
    }

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val agree = Button(this)
        agree.setOnClickListener {
            handler.sendEmptyMessage(POLL)
            handler.sendEmptyMessageDelayed(ONCE, 1_000)
        }
        setContentView(agree)
    }

    companion object {
        const val POLL = 1
        const val ONCE = 2
    }
}
