package fixture.resultlaunchermap;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

import androidx.activity.result.ActivityResultLauncher;
import androidx.activity.result.contract.ActivityResultContracts;
import androidx.appcompat.app.AppCompatActivity;

public class MainActivity extends AppCompatActivity {
  private final ActivityResultLauncher<String[]> ask = registerForActivityResult(
      new ActivityResultContracts.RequestMultiplePermissions(), this::answered);
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    ask.launch(new String[]{"android.permission.CAMERA", "android.permission.READ_CONTACTS", "android.permission.ACCESS_FINE_LOCATION"});
  }
  private void answered(Map<String, Boolean> answers) {
    if (Boolean.TRUE.equals(answers.get("android.permission.CAMERA"))) Read.imsi(this);
    else Toast.makeText(this, "no camera", Toast.LENGTH_SHORT).show();
  }
}
