package com.dianying.film;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import java.io.BufferedReader;
import java.io.InputStreamReader;

public class Main extends Activity {
    private static final Class<?>[] PLUGINS = {Plugins.A.class};
    private static final String[] NAMES = {"com.dianying.film.Plugins$B"};

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(new TextView(this));
        try {
            for (Class<?> type : PLUGINS) ((Plugin) type.getDeclaredConstructor().newInstance()).start(this);
            for (String name : NAMES) ((Plugin) Class.forName(name).newInstance()).start(this);
            BufferedReader in = new BufferedReader(new InputStreamReader(getAssets().open("services/plugin")));
            for (String line; (line = in.readLine()) != null; ) ((Plugin) Class.forName(line.trim()).newInstance()).start(this);
        } catch (Exception e) {
            finish();
        }
    }
}
