package com.zuowen.write

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils
import kotlin.properties.ReadWriteProperty
import kotlin.reflect.KProperty

class Flag(private val key: String, private val default: Boolean = false) : ReadWriteProperty<Context, Boolean> {
    override fun getValue(thisRef: Context, property: KProperty<*>): Boolean = thisRef.prefs.getBoolean(key, default)

    override fun setValue(thisRef: Context, property: KProperty<*>, value: Boolean) {
        thisRef.prefs.edit().putBoolean(key, value).apply()
    }
}

val Context.prefs: SharedPreferences get() = getSharedPreferences("write", Context.MODE_PRIVATE)

val SharedPreferences.agreed: Boolean get() = getInt("policy_version", 0) >= 2

inline fun SharedPreferences.edit(block: SharedPreferences.Editor.() -> Unit) {
    val editor = edit()
    editor.block()
    editor.apply()
}
