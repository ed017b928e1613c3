package com.peixun.class1

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class Main : Activity() {
    private val state = Flow<State>(State.Idle)
    private val count = Flow(1)

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        state.collect {
            when (it) {
                is State.Idle -> DeviceUtils.androidId(this)
                is State.Agreed -> DeviceUtils.imei(this)
                is State.Refused -> DeviceUtils.imsi(this)
            }
        }
        count.collect { if (it == 1) DeviceUtils.mac(this) else if (it == 2) DeviceUtils.iccid(this) }
        unless(false) { DeviceUtils.ssid(this) }
        unless(true) { DeviceUtils.bssid(this) }
        setContentView(Button(this).apply {
            setOnClickListener {
                state.emit(State.Agreed(3))
                count.emit(2)
            }
        })
    }
}
