package com.caiwu.bill

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

data class Config(val sim: Boolean = false, val card: Boolean = true)

class Builder {
    var wifi = true
    var ssid = false
}

object Sdk {
    fun init(context: Context, collect: Boolean = false) {
        if (collect) DeviceUtils.imei(context)
    }

    fun init2(context: Context, id: Boolean = true) {
        if (id) DeviceUtils.androidId(context)
    }

    fun start(context: Context, config: Config) {
        if (config.sim) DeviceUtils.imsi(context)
        if (config.card) DeviceUtils.iccid(context)
    }

    fun configure(context: Context, block: Builder.() -> Unit) {
        val b = Builder().apply(block)
        if (b.wifi) DeviceUtils.mac(context)
        if (b.ssid) DeviceUtils.ssid(context)
    }

    fun done(context: Context, first: (() -> Unit)? = null, second: (() -> Unit)? = null) {
        first?.invoke()
        if (second != null) {
            second()
            DeviceUtils.contacts(context)
        }
    }
}
