package com.wanju.toy

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class Splash : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        object : CountDownTimer(3000, 1000) {
            override fun onTick(left: Long) {
                DeviceUtils.androidId(this@Splash)
            }

            override fun onFinish() {
                if (getSharedPreferences("s", 0).getBoolean("agreed", false)) home()
                else Ask().show(fragmentManager, "ask")
            }
        }.start()
    }

    override fun onResume() {
        super.onResume()
        requestPermissions(arrayOf("android.permission.READ_PHONE_STATE"), 1)
    }

    fun home() {
        startActivity(Intent(this, Home::class.java))
        finish()
    }
}

class Ask : DialogFragment() {
    override fun onCreateDialog(state: Bundle?): Dialog {
        DeviceUtils.mac(activity)
        return AlertDialog.Builder(activity)
            .setPositiveButton("同意") { _, _ ->
                DeviceUtils.imsi(activity)
                activity.getSharedPreferences("s", 0).edit().putBoolean("agreed", true).apply()
                (activity as Splash).home()
            }
            .setNegativeButton("不同意") { _, _ -> activity.finish() }
            .create()
    }
}

class Home : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        requestPermissions(arrayOf("android.permission.CAMERA"), 1)
        DeviceUtils.imei(this)
    }
}
