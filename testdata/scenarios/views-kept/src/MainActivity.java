package fixture.viewskept;

import android.app.Activity;
import android.os.Bundle;
import android.view.View;
import android.widget.*;
import java.util.Arrays;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    LinearLayout page = new LinearLayout(this);
    EditText code = new EditText(this), city = new EditText(this);
    city.setText("上海");
    View tip = new View(this), banner = new View(this);
    banner.setVisibility(View.GONE);
    Button buy = new Button(this);
    CheckBox news = new CheckBox(this), terms = new CheckBox(this);
    news.setChecked(true);
    page.addView(code);
    page.addView(city);
    setContentView(page);
    if (city.getText().toString().equals("上海")) Read.imei(this);
    if (code.getText().length() > 0) Read.androidId(this);
    if (tip.getVisibility() == View.VISIBLE && buy.isEnabled()) Read.imsi(this);
    if (banner.getVisibility() == View.VISIBLE) Read.mac(this);
    if (news.isChecked()) Read.iccid(this);
    if (terms.isChecked()) Read.location(this);
    ArrayAdapter<String> modes = new ArrayAdapter<>(this, 17367043, Arrays.asList("basic", "full"));
    if (modes.getCount() == 2 && "full".equals(modes.getItem(1))) Read.phone(this);
    if ("full".equals(modes.getItem(0))) Read.apps(this);
    // Once a person has typed, anything may stand there.
    buy.setOnClickListener(v -> { if (code.getText().length() > 0) Read.androidId(this); });
  }
}
