package fixture.shakestrong;

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
    new Strong(this);
    new Dice(this);
    new Steps(this);
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

/** Twenty metres per second squared. */
class Strong extends Shake {
  Strong(Context context) { super(context, Sensor.TYPE_LINEAR_ACCELERATION); }
  @Override public void onSensorChanged(SensorEvent e) {
    float x = e.values[0], y = e.values[1], z = e.values[2];
    if (Math.sqrt(x * x + y * y + z * z) > 20.0) jump();
  }
}

/** A game that is played by shaking: its own page. */
class Dice extends Shake {
  Dice(Context context) { super(context, Sensor.TYPE_ACCELEROMETER); }
  @Override public void onSensorChanged(SensorEvent e) {
    if (Math.abs(e.values[0]) > 8f) context.startActivity(new Intent(context, MainActivity.class));
  }
}

/** Counts; the advertisement opens on a click. */
class Steps extends Shake {
  int count;
  Steps(Context context) { super(context, Sensor.TYPE_ACCELEROMETER); }
  @Override public void onSensorChanged(SensorEvent e) {
    if (e.values[0] > 8f) count++;
    Button more = new Button(context);
    more.setOnClickListener(v -> jump());
  }
}
