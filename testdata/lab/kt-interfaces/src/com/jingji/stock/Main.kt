package com.jingji.stock

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class Main : Activity() {
    private lateinit var tracker: Ids
    private val phone: Phone = NoPhone()

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        Service(RealIds()).read(this)
        phone.call(this)
        val listener = object : Listener {
            override fun onStart() {
                DeviceUtils.imsi(this@Main)
            }

            override fun onAgree() {
                DeviceUtils.iccid(this@Main)
            }
        }
        start(listener)
        listOf("wlan0").map { DeviceUtils.ssid(this) }
        emptyList<String>().forEach { DeviceUtils.bssid(this) }
        setContentView(Button(this).apply {
            setOnClickListener {
                listener.onAgree()
                tracker = RealIds()
            }
        })
    }

    private fun start(listener: Listener) = listener.onStart()

    override fun onResume() {
        super.onResume()
        if (::tracker.isInitialized) DeviceUtils.mac(this)
    }
}
