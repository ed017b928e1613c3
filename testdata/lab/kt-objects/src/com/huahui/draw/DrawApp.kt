package com.huahui.draw

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class DrawApp : Application() {
    val sim: String? by lazy { DeviceUtils.imsi(this) }
    private val card: String? by lazy { DeviceUtils.iccid(this) }

    override fun onCreate() {
        super.onCreate()
        instance = this
        Analytics.track("start")
        sim?.length
        network()
    }

    fun unusedCard() = card

    companion object {
        lateinit var instance: DrawApp

        fun mac() = DeviceUtils.mac(instance)
    }
}

object Analytics {
    init {
        DeviceUtils.androidId(DrawApp.instance)
    }

    fun track(event: String) = event.length
}

object Ads {
    private val id = DeviceUtils.imei(DrawApp.instance)

    fun show() = id
}

fun network(context: Context = DrawApp.instance, really: Boolean = true) {
    if (really) DeviceUtils.ssid(context)
}
