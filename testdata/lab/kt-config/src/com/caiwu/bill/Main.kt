package com.caiwu.bill

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class Main : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val config = Config()
        Sdk.init(this)
        Sdk.init2(this)
        Sdk.start(this, config)
        Sdk.configure(this) {
            wifi = false
            ssid = true
        }
        Sdk.done(this, first = { DeviceUtils.bssid(this) })
        setContentView(Button(this).apply {
            setOnClickListener {
                Sdk.init(this@Main, collect = true)
                Sdk.start(this@Main, config.copy(sim = true))
                Sdk.configure(this@Main) { ssid = false }
            }
        })
    }
}
