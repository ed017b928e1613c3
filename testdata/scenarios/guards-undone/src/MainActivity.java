package fixture.guardsundone;

import android.app.Activity;
import android.content.SharedPreferences;
import android.os.Bundle;
import android.preference.PreferenceManager;
import java.io.*;
import org.json.*;
import reads.Read;

public class MainActivity extends Activity {
  static class NotAgreed extends Exception { }

  static class NotReady extends Exception { }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    try {
      demand(false);
      Read.androidId(this);
    } catch (NotReady e) {
      Read.androidId(this);
    } catch (NotAgreed e) {
      Read.imei(this);
    }
    flags();
    files();
    texts();
  }

  private void demand(boolean agreed) throws NotAgreed, NotReady {
    if (!agreed) throw new NotAgreed();
    throw new NotReady();
  }

  private void flags() {
    SharedPreferences kept = getSharedPreferences("kept", 0);
    kept.edit().putBoolean("agreed", true).apply();
    kept.edit().remove("agreed").apply();
    if (kept.getBoolean("agreed", false)) Read.phone(this);
    PreferenceManager.getDefaultSharedPreferences(this).edit().putInt("level", 2).apply();
    if (getSharedPreferences(getPackageName() + "_preferences", MODE_PRIVATE).getInt("level", 0) == 2) Read.iccid(this);
  }

  private void files() {
    try {
      File mark = new File(getFilesDir(), "agreed");
      if (mark.createNewFile()) new File(getFilesDir(), "agreed").delete();
      if (mark.exists()) Read.location(this);
    } catch (IOException e) {
      setTitle("full");
    }
  }

  private void texts() {
    try {
      JSONArray jobs = new JSONArray("[\"core\", \"shop\"]");
      for (int i = 0; i < jobs.length(); i++) {
        if (jobs.getString(i).equals("shop")) Read.imsi(this);
        if (jobs.getString(i).equals("ads")) Read.mac(this);
      }
    } catch (JSONException e) {
      setTitle("none");
    }
    try {
      setTitle("" + Integer.parseInt("12"));
    } catch (NumberFormatException e) {
      Read.apps(this);
    }
    try {
      new JSONObject("none");
      Read.mac(this);
    } catch (JSONException e) {
      setTitle("none");
    }
  }
}
