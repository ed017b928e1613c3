package com.yuyan.word

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class Main : Activity() {
    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        Repo.get(this)
        val phone = ReadPhone(this)
        val sim = ReadSim(this)
        sim()
        val steps: List<Handle> = listOf({ c -> DeviceUtils.iccid(c) })
        steps.forEach { it(this) }
        Router.on("net") { DeviceUtils.mac(it) }
        Router.on("wifi") { DeviceUtils.ssid(it) }
        Router.go("wifi", this)
        setContentView(Button(this).apply {
            setOnClickListener {
                phone()
                Router.go("net", this@Main)
            }
        })
    }
}
