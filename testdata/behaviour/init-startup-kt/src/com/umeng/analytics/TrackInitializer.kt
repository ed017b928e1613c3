package com.umeng.analytics

class TrackInitializer : androidx.startup.Initializer<Unit> {
    override fun create(context: android.content.Context) {
        reads.Read.imei(context)
    }

    override fun dependencies(): List<Class<out androidx.startup.Initializer<*>>> = emptyList()
}
