package fixture.switchlatekt

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import java.util.*
import java.util.concurrent.*
import reads.Read

import com.umeng.commonsdk.UMConfigure

class App : Application() {
    override fun onCreate() {
        super.onCreate()
        UMConfigure.init(this, "key", "store", 1, null)
    }
}

class MainActivity : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val agree = Button(this)
        agree.setOnClickListener { UMConfigure.submitPolicyGrantResult(this, true) }
        setContentView(agree)
    }
}
