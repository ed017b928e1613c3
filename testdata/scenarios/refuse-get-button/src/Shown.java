package fixture.refusegetbutton;

import android.app.*;
import android.content.*;
import reads.Read;

/** Nothing here names the policy. */
final class Shown implements DialogInterface.OnShowListener {
  private final Activity page;
  private final AlertDialog dialog;

  Shown(Activity page, AlertDialog dialog) { this.page = page; this.dialog = dialog; }

  @Override public void onShow(DialogInterface shown) {
    dialog.getButton(AlertDialog.BUTTON_POSITIVE).setOnClickListener(v -> Read.imei(page));
    dialog.getButton(AlertDialog.BUTTON_NEGATIVE).setOnClickListener(v -> Read.androidId(page));
  }
}
