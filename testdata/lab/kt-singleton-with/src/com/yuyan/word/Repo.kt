package com.yuyan.word

import android.app.*
import android.content.*
import android.os.*
import android.view.*
import android.widget.*
import cn.lanqiao.device.DeviceUtils

typealias Handle = (Context) -> Unit

open class Holder<T, A>(private val make: (A) -> T) {
    @Volatile
    private var instance: T? = null

    fun get(arg: A): T = instance ?: synchronized(this) { instance ?: make(arg).also { instance = it } }
}

class Repo private constructor(context: Context) {
    init {
        DeviceUtils.androidId(context)
    }

    companion object : Holder<Repo, Context>(::Repo)
}

class ReadPhone(private val context: Context) {
    operator fun invoke() = DeviceUtils.imei(context)
}

class ReadSim(private val context: Context) {
    operator fun invoke() = DeviceUtils.imsi(context)
}

object Router {
    private val map = hashMapOf<String, Handle>()

    fun on(name: String, handle: Handle) {
        map[name] = handle
    }

    fun go(name: String, context: Context) = map[name]?.invoke(context)
}
