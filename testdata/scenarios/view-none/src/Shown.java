package fixture.viewnone;

import android.content.Context;
import android.view.View;
import reads.Read;

public class Shown extends View {
  public Shown(Context context) { super(context); }
  @Override protected void onAttachedToWindow() { Read.androidId(getContext()); }
}
