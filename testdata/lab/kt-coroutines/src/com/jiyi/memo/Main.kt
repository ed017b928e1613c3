package com.jiyi.memo

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils
import kotlin.coroutines.Continuation
import kotlin.coroutines.createCoroutine

class Main : Activity() {
    private var idle: Continuation<Unit>? = null

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val prefs = getSharedPreferences("m", 0)
        Scope.launch {
            DeviceUtils.androidId(this)
            Scope.delay(200)
            DeviceUtils.imsi(this)
            if (prefs.getBoolean("agreed", false)) DeviceUtils.iccid(this)
            wifi()
        }
        idle = suspend { DeviceUtils.mac(this); Unit }.createCoroutine(Done)
        setContentView(Button(this).apply {
            setOnClickListener {
                prefs.edit().putBoolean("agreed", true).apply()
                Scope.launch { DeviceUtils.imei(this@Main) }
            }
        })
    }

    private suspend fun wifi() {
        Scope.delay(100)
        DeviceUtils.ssid(this)
    }
}
