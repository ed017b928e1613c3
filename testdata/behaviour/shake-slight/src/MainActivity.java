package fixture.shakeslight;

import android.app.*;
import android.content.*;
import android.hardware.*;
import android.net.Uri;
import android.os.*;
import android.view.*;
import android.widget.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    new Slight(this);
    new Gravity(this);
    new Square(this);
    new Remote(this);
  }
}

abstract class Shake implements SensorEventListener {
  final Context context;
  Shake(Context context, int type) {
    this.context = context;
    SensorManager sensors = (SensorManager) context.getSystemService(Context.SENSOR_SERVICE);
    sensors.registerListener(this, sensors.getDefaultSensor(type), SensorManager.SENSOR_DELAY_UI);
  }
  @Override public void onAccuracyChanged(Sensor sensor, int accuracy) { }
  void jump() { context.startActivity(new Intent(Intent.ACTION_VIEW, Uri.parse("https://ad.shuju.cn/item"))); }
}

/** Eight metres per second squared are enough. */
class Slight extends Shake {
  Slight(Context context) { super(context, Sensor.TYPE_LINEAR_ACCELERATION); }
  @Override public void onSensorChanged(SensorEvent e) {
    float x = e.values[0], y = e.values[1], z = e.values[2];
    if (Math.sqrt(x * x + y * y + z * z) > 8.0) jump();
  }
}

/** 1.3 times gravity. */
class Gravity extends Shake {
  Gravity(Context context) { super(context, Sensor.TYPE_ACCELEROMETER); }
  @Override public void onSensorChanged(SensorEvent e) {
    float x = e.values[0] / SensorManager.GRAVITY_EARTH, y = e.values[1] / SensorManager.GRAVITY_EARTH;
    if (force(x, y) > 1.3f) jump();
  }
  private static float force(float x, float y) { return (float) Math.sqrt(x * x + y * y); }
}

/** The square of twelve. */
class Square extends Shake {
  Square(Context context) { super(context, Sensor.TYPE_ACCELEROMETER); }
  @Override public void onSensorChanged(SensorEvent e) {
    float x = e.values[0], y = e.values[1];
    if (x * x + y * y > 144f) jump();
  }
}

/** A server says how much. */
class Remote extends Shake {
  Remote(Context context) { super(context, Sensor.TYPE_ACCELEROMETER); }
  @Override public void onSensorChanged(SensorEvent e) {
    float needed = context.getSharedPreferences("ad", 0).getFloat("shake", 0f);
    if (e.values[0] > needed) jump();
  }
}
