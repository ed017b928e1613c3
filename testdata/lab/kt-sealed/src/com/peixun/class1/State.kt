package com.peixun.class1

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

sealed class State {
    object Idle : State()
    data class Agreed(val version: Int) : State()
    class Refused(val why: String) : State()
}

class Flow<T>(private var value: T) {
    private val subscribers = mutableListOf<(T) -> Unit>()

    fun collect(block: (T) -> Unit) {
        subscribers += block
        block(value)
    }

    fun emit(next: T) {
        value = next
        subscribers.forEach { it(next) }
    }
}

inline fun unless(condition: Boolean, block: () -> Unit) {
    if (!condition) block()
}
