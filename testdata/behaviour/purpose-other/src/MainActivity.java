package fixture.purposeother;

import android.app.*;
import android.content.*;
import android.content.pm.PackageManager;
import android.os.*;
import android.widget.*;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    TextView greeting = new TextView(this);
    greeting.setText("Welcome");
    setContentView(greeting);
    // Asked for at once, whatever a dialog says of it later.
    dates();
    new AlertDialog.Builder(this).setTitle("Welcome").setMessage("Read our Privacy Policy and tap Agree").setCancelable(false)
        .setPositiveButton("Agree", (d, w) -> ask("android.permission.READ_PHONE_STATE"))
        .setNegativeButton("No", (d, w) -> greeting.setText("Guest"))
        .show();
    greeting.setOnClickListener(v -> {
      told();
      titled();
      received();
      drawn();
      new Why(this).show();
      helped("Look up friends in your contacts?", () -> ask("android.permission.READ_CONTACTS"));
      helped("Shall we go on?", () -> ask("android.permission.BODY_SENSORS"));
      new AlertDialog.Builder(this).setMessage("Shown with the calendar").setPositiveButton("OK", (d, w) -> dates()).show();
      both();
      steps(greeting);
    });
  }

  void told() {
    new AlertDialog.Builder(this).setPositiveButton("OK", (d, w) -> ask("android.permission.CAMERA")).setMessage("The camera opens next").show();
  }

  void titled() {
    new AlertDialog.Builder(this).setTitle("Your voice is recorded").setMessage("All right?").setPositiveButton("OK", (d, w) -> ask("android.permission.RECORD_AUDIO")).show();
  }

  void received() {
    String words = getIntent().getStringExtra("words");
    new AlertDialog.Builder(this).setMessage(words).setPositiveButton("OK", (d, w) -> ask("android.permission.READ_SMS")).show();
  }

  void drawn() {
    new AlertDialog.Builder(this).setTitle("Hello").setView(new ImageView(this)).setPositiveButton("OK", (d, w) -> ask("android.permission.READ_CALL_LOG")).show();
  }

  void both() {
    new AlertDialog.Builder(this).setMessage("Publish now?").setPositiveButton("Yes", (d, w) -> ask("android.permission.READ_EXTERNAL_STORAGE")).show();
    new AlertDialog.Builder(this).setMessage("Bluetooth is needed to find your printer. Your steps stay with you.").setPositiveButton("Yes", (d, w) -> ask("android.permission.BLUETOOTH_CONNECT")).show();
  }

  // What a view is set to is a value, no reason.
  void steps(TextView view) {
    if (checkSelfPermission("android.permission.ACTIVITY_RECOGNITION") == PackageManager.PERMISSION_GRANTED) view.setText("" + System.currentTimeMillis());
    else ask("android.permission.ACTIVITY_RECOGNITION");
  }

  void helped(String words, Runnable then) {
    new AlertDialog.Builder(this).setMessage(words).setPositiveButton("OK", (d, w) -> then.run()).show();
  }

  void dates() { ask("android.permission.READ_CALENDAR"); }

  void ask(String name) {
    if (checkSelfPermission(name) != PackageManager.PERMISSION_GRANTED) requestPermissions(new String[] {name}, 1);
  }

  static class Why extends Dialog {
    private final MainActivity page;

    Why(MainActivity page) {
      super(page);
      this.page = page;
    }

    @Override protected void onCreate(Bundle state) {
      Button go = new Button(getContext());
      go.setText("Go on");
      go.setOnClickListener(v -> go());
      setContentView(go);
    }

    void go() { page.ask("android.permission.ACCESS_FINE_LOCATION"); }
  }
}
