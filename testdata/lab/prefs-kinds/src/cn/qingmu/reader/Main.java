package cn.qingmu.reader;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    private static final int POLICY_VERSION = 3;
    private static final int VERSION_CODE = 30200;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        SharedPreferences sp = getSharedPreferences("user_state", 0);
        upgraded(sp);
        collectIfAgreed(sp);
        String policy = sp.getString("policy", "");
        if ("agree".equals(policy)) DeviceUtils.imsi(this);
        if (policy.isEmpty()) DeviceUtils.iccid(this);
        if (sp.contains("agree_time")) DeviceUtils.mac(this);
        if (!sp.contains("guide_shown")) DeviceUtils.ssid(this);
        Map<String, ?> all = getSharedPreferences("grants", 0).getAll();
        if (!all.isEmpty()) DeviceUtils.apps(this);
        Set<String> grants = sp.getStringSet("grants", new HashSet<String>());
        if (grants.contains("contacts")) DeviceUtils.contacts(this);
        if (sp.getLong("agreed_at", 0L) > 0L) DeviceUtils.callLog(this);
        if (sp.getLong("installed_at", 0L) == 0L) DeviceUtils.processes(this);
        Button ok = new Button(this);
        ok.setOnClickListener(v -> sp.edit().putInt("agreed_version", POLICY_VERSION).putString("policy", "agree").apply());
        setContentView(ok);
    }

    private void collectIfAgreed(SharedPreferences sp) {
        if (sp.getInt("agreed_version", 0) < POLICY_VERSION) return;
        DeviceUtils.imei(this);
    }

    private void upgraded(SharedPreferences sp) {
        if (sp.getInt("last_version", 0) != VERSION_CODE) DeviceUtils.androidId(this);
    }
}
