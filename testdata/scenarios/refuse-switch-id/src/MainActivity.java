package fixture.refuseswitchid;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class MainActivity extends Activity implements View.OnClickListener {
  private Dialog prompt;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    prompt = new Dialog(this);
    View content = LayoutInflater.from(this).inflate(R.layout.dialog_privacy, null);
    prompt.setContentView(content);
    content.findViewById(R.id.btn_left).setOnClickListener(this);
    content.findViewById(R.id.btn_right).setOnClickListener(this);
    prompt.show();
  }
  @Override public void onClick(View v) {
    int id = v.getId();
    if (id == R.id.btn_right) {
      getSharedPreferences("p", 0).edit().putBoolean("ok", true).apply();
      Read.imei(this);
    } else if (id == R.id.btn_left) {
      Read.androidId(this);
      prompt.dismiss();
    }
  }
}
