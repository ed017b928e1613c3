package fixture.refusekotlinfilestate

import android.app.*
import android.content.*
import android.os.*
import java.io.*
import org.json.JSONObject
import reads.Read

class Flags(context: Context) {
    private val file = File(context.filesDir, "flags.json")
    private val json by lazy { if (file.exists()) JSONObject(file.readText()) else JSONObject() }
    val agreed get() = json.optInt("privacy") == 1
    val browse get() = json.optInt("privacy") == 2
    fun choose(value: Int) { json.put("privacy", value); file.writeText(json.toString()) }
}

class MainActivity : Activity() {
    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        load()
        with(Flags(this)) { if (!agreed && !browse) ask() }
    }

    private fun load() {
        if (Flags(this).agreed) Read.imei(this)
        if (Flags(this).browse) Read.androidId(this)
    }

    private fun ask() {
        AlertDialog.Builder(this).setTitle("隐私政策").setMessage("详见《隐私政策》")
            .setPositiveButton("同意") { _, _ -> Flags(this).choose(1); load() }
            .setNegativeButton("仅浏览") { _, _ -> Flags(this).choose(2); load() }
            .show()
    }
}
