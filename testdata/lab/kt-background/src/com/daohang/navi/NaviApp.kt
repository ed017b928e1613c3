package com.daohang.navi

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

class NaviApp : Application() {
    override fun onCreate() {
        super.onCreate()
        startService(Intent(this, Track::class.java))
    }
}

class Track : Service() {
    override fun onStartCommand(intent: Intent?, flags: Int, id: Int): Int {
        DeviceUtils.androidId(this)
        if (intent?.getBooleanExtra("full", false) == true) DeviceUtils.imei(this)
        return START_STICKY
    }

    override fun onBind(intent: Intent?): IBinder? = null
}

class Net : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        DeviceUtils.imsi(context)
    }
}
