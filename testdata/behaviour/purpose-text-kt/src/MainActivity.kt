package fixture.purposetextkt

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
        val scan = Button(this)
        scan.setOnClickListener {
            val banner = TextView(this)
            banner.setText(R.string.camera_why)
            addContentView(banner, ViewGroup.LayoutParams(-1, -2))
            requestPermissions(arrayOf("android.permission.CAMERA"), 1)
        }
        setContentView(scan)
    }
}
