package fixture.refuseproperties;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;

public class GuideActivity extends Activity implements View.OnClickListener {
  private Button yes, no;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    LinearLayout all = new LinearLayout(this);
    TextView text = new TextView(this);
    text.setText("使用前请阅读《隐私政策》");
    yes = new Button(this);
    yes.setText("同意");
    yes.setOnClickListener(this);
    no = new Button(this);
    no.setText("暂不同意");
    no.setOnClickListener(this);
    all.addView(text);
    all.addView(yes);
    all.addView(no);
    setContentView(all);
  }

  @Override public void onClick(View v) {
    App.container.get(Answer.class).set(v == yes ? "yes" : "visitor");
    startActivity(new Intent(this, HomeActivity.class));
    finish();
  }
}
