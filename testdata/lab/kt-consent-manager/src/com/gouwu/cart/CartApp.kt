package com.gouwu.cart

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class CartApp : Application(), Consent.Listener {
    override fun onCreate() {
        super.onCreate()
        Consent.attach(this)
        Consent.whenAgreed { DeviceUtils.imei(this) }
        Consent.now { DeviceUtils.androidId(this) }
        Consent.whenNotAgreed { DeviceUtils.mac(this) }
        Consent.listen(this)
    }

    override fun agreed() {
        DeviceUtils.imsi(this)
    }
}
