package fixture.purposenone;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    Button dates = new Button(this);
    dates.setOnClickListener(view -> new AlertDialog.Builder(this).setMessage("用于检查日程是否冲突").show());
    setContentView(dates);
    requestPermissions(new String[] {"android.permission.CAMERA"}, 1);
  }
}
