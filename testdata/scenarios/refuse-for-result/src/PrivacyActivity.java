package fixture.refuseforresult;

import android.app.*;
import android.os.*;
import android.view.View;
import android.widget.*;

public class PrivacyActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    LinearLayout all = new LinearLayout(this);
    TextView text = new TextView(this);
    text.setText("请阅读《隐私政策》，选择是否同意");
    all.addView(text);
    Button yes = new Button(this), no = new Button(this);
    yes.setText("同意");
    no.setText("不同意");
    all.addView(yes);
    all.addView(no);
    setContentView(all);
    yes.setOnClickListener(v -> { setResult(RESULT_OK); finish(); });
    no.setOnClickListener(v -> { setResult(RESULT_CANCELED); finish(); });
  }
}
