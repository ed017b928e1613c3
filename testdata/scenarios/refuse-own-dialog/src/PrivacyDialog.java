package fixture.refuseowndialog;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class PrivacyDialog extends Dialog implements View.OnClickListener {
  interface Listener { void onAgree(); void onRefuse(); }
  private final Listener listener;
  PrivacyDialog(Context context, Listener listener) { super(context); this.listener = listener; }
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    setContentView(R.layout.dialog_privacy);
    setCanceledOnTouchOutside(false);
    findViewById(R.id.btn_left).setOnClickListener(this);
    findViewById(R.id.btn_right).setOnClickListener(this);
  }
  @Override public void onClick(View v) {
    dismiss();
    if (v.getId() == R.id.btn_right) listener.onAgree(); else if (v.getId() == R.id.btn_left) listener.onRefuse();
  }
}
