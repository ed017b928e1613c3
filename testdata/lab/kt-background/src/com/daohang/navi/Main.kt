package com.daohang.navi

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class Main : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        setContentView(Button(this).apply {
            setOnClickListener {
                DeviceUtils.mac(context)
                startService(Intent(context, Track::class.java).putExtra("full", true))
            }
        })
    }
}
