package com.jiayou.gas;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class ConsentDialog extends Dialog {
    public interface Listener {
        void onAgree();
    }

    private final Listener listener;

    ConsentDialog(Context context, Listener listener) {
        super(context);
        this.listener = listener;
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        DeviceUtils.androidId(getContext());
        Button ok = new Button(getContext());
        ok.setOnClickListener(v -> {
            listener.onAgree();
            dismiss();
        });
        setContentView(ok);
    }
}
