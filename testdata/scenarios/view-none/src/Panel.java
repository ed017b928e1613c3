package fixture.viewnone;

import android.app.Dialog;
import android.content.Context;
import reads.Read;

/** No view, though somebody says so of what may be one. */
public class Panel extends Dialog {
  public Panel(Context context) {
    super(context);
    Read.imei(context);
  }
}
