package fixture.resultlauncherexit;

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
  private ActivityResultLauncher<String> camera;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    camera = registerForActivityResult(new ActivityResultContracts.RequestPermission(), granted -> {
      if (granted) Read.androidId(this);
      else finish();
    });
    Button b = new Button(this);
    b.setOnClickListener(v -> camera.launch("android.permission.CAMERA"));
    setContentView(b);
  }
}
