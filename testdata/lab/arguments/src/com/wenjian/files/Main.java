package com.wenjian.files;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.database.Cursor;
import android.net.Uri;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        Key.secure(this, "android_id");
        Key.readSystem(this, "screen_brightness");
        query("com.android.contacts", "/data");
        path("/sys/class/net", "wlan0");
        shell();
        Button ok = new Button(this);
        ok.setText("call_log");
        ok.setOnClickListener(v -> {
            Key.readSystem(this, "bluetooth_address");
            queryLater("sms");
        });
        setContentView(ok);
    }

    private void query(String authority, String path) {
        Cursor c = getContentResolver().query(Uri.parse("content://" + authority + path), null, null, null, null);
        if (c != null) c.close();
    }

    private void queryLater(String authority) {
        Cursor c = getContentResolver().query(Uri.parse("content://" + authority), null, null, null, null);
        if (c != null) c.close();
    }

    private void path(String root, String device) {
        try (FileInputStream in = new FileInputStream(new File(root, device + "/address"))) {
            in.read();
        } catch (IOException e) {
            setTitle("");
        }
    }

    private void shell() {
        try {
            Runtime.getRuntime().exec(new String[] {"pm", "list", "packages"});
        } catch (IOException e) {
            setTitle("");
        }
    }
}
