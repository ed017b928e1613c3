package com.jiayou.gas;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    static class Spare extends Dialog {
        Spare(Context c) {
            super(c);
        }

        @Override
        protected void onCreate(Bundle state) {
            DeviceUtils.imsi(getContext());
        }
    }

    static class Now implements ConsentDialog.Listener {
        private final Context context;

        Now(Context context) {
            this.context = context;
        }

        @Override
        public void onAgree() {
            DeviceUtils.ssid(context);
        }
    }

    private Dialog spare;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        spare = new Spare(this);
        ConsentDialog dialog = new ConsentDialog(this, () -> DeviceUtils.imei(this));
        dialog.setOnDismissListener(d -> DeviceUtils.iccid(this));
        dialog.show();
        ConsentDialog.Listener now = new Now(this);
        now.onAgree();
        Button ok = new Button(this);
        setContentView(ok);
        Button inside = new Button(this);
        inside.setOnClickListener(v -> DeviceUtils.mac(this));
        PopupWindow popup = new PopupWindow(inside, 100, 100);
        ok.post(() -> popup.showAtLocation(ok, Gravity.CENTER, 0, 0));
    }
}
