package com.zuowen.write

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class Main : Activity() {
    private var agree by Flag("agree")
    private var fresh by Flag("fresh", true)

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        if (agree) DeviceUtils.imei(this)
        if (fresh) DeviceUtils.androidId(this)
        if (prefs.agreed) DeviceUtils.imsi(this)
        when (prefs.getString("state", "none")) {
            "agreed" -> DeviceUtils.iccid(this)
            "none" -> DeviceUtils.mac(this)
        }
        prefs.getString("user", null)?.let { DeviceUtils.ssid(this) } ?: run { DeviceUtils.apps(this) }
        this.takeIf { prefs.agreed }?.let { DeviceUtils.bssid(it) }
        setContentView(Button(this).apply {
            setOnClickListener {
                agree = true
                fresh = false
                prefs.edit {
                    putInt("policy_version", 2)
                    putString("state", "agreed")
                    putString("user", "u")
                }
            }
        })
    }
}
