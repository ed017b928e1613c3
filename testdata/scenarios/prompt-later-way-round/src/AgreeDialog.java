package fixture.promptlaterwayround;

import android.app.*;
import android.content.*;
import android.os.*;
import android.widget.*;

class AgreeDialog extends Dialog {
  interface Answer { void on(boolean yes); }

  private final Answer answer;

  AgreeDialog(Context c, Answer answer) {
    super(c);
    this.answer = answer;
  }

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setTitle("隐私政策");
    LinearLayout all = new LinearLayout(getContext());
    Button yes = new Button(getContext());
    yes.setText("同意");
    yes.setOnClickListener(v -> reply(true));
    Button no = new Button(getContext());
    no.setText("不同意");
    no.setOnClickListener(v -> reply(false));
    all.addView(yes);
    all.addView(no);
    setContentView(all);
    setCancelable(false);
  }

  private void reply(boolean yes) {
    dismiss();
    answer.on(yes);
  }
}
