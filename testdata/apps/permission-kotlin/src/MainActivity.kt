
package fixture.permissionkotlin

import android.app.Activity
import android.content.Context
import android.hardware.Sensor
import android.hardware.SensorEvent
import android.hardware.SensorEventListener
import android.hardware.SensorManager
import android.os.Bundle
import android.telephony.TelephonyManager
import android.widget.TextView

private const val POLICY = "https://www.example.com.cn/privacy.html"

object Device {
    private var kept: String? = null

    /** READ_PHONE_STATE, in a lambda handed to an inline function. */
    fun number(context: Context): String = kept ?: runCatching {
        (context.getSystemService(Context.TELEPHONY_SERVICE) as TelephonyManager).line1Number.orEmpty()
    }.getOrDefault("").also { kept = it }
}

class MainActivity : Activity(), SensorEventListener {
    private val sensors by lazy { getSystemService(Context.SENSOR_SERVICE) as SensorManager }
    private val text by lazy { TextView(this) }

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        setContentView(text)
        text.text = listOf("步数", "隐私政策：$POLICY").joinToString("，")
        text.setOnClickListener { text.text = Device.number(this) }
    }

    override fun onResume() {
        super.onResume()
        sensors.getDefaultSensor(Sensor.TYPE_STEP_COUNTER)?.let { sensors.registerListener(this, it, SensorManager.SENSOR_DELAY_UI) }
    }

    override fun onSensorChanged(event: SensorEvent) {
        text.text = "${event.values[0].toInt()}"
    }

    override fun onAccuracyChanged(sensor: Sensor, accuracy: Int) = Unit
}
