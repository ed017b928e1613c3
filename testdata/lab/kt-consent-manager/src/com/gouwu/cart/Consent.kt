package com.gouwu.cart

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

object Consent {
    private val queue = ArrayDeque<() -> Unit>()
    private val listeners = mutableListOf<Listener>()
    private lateinit var prefs: SharedPreferences

    interface Listener {
        fun agreed()
    }

    fun attach(context: Context) {
        prefs = context.getSharedPreferences("consent", 0)
    }

    private val agreed get() = prefs.getBoolean("agreed", false)

    fun whenAgreed(block: () -> Unit) {
        if (agreed) block() else queue.addLast(block)
    }

    fun whenNotAgreed(block: () -> Unit) {
        if (!agreed) block()
    }

    fun now(block: () -> Unit) = block()

    fun listen(listener: Listener) {
        listeners += listener
    }

    fun agree() {
        prefs.edit().putBoolean("agreed", true).apply()
        while (queue.isNotEmpty()) queue.removeFirst()()
        listeners.forEach { it.agreed() }
    }
}
