package com.jingji.stock

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

interface Ids {
    fun read(context: Context)
}

class RealIds : Ids {
    override fun read(context: Context) {
        DeviceUtils.androidId(context)
    }
}

class Service(ids: Ids) : Ids by ids

interface Phone {
    fun call(context: Context)
}

class RealPhone : Phone {
    override fun call(context: Context) {
        DeviceUtils.imei(context)
    }
}

class NoPhone : Phone {
    override fun call(context: Context) = Unit
}

interface Listener {
    fun onStart()

    fun onAgree() {}
}
