package cn.shuju.stat;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import android.content.pm.PackageManager;

public class Startup extends InitProvider {
    public interface Initializer {
        void create(Context context);
    }

    @Override
    public boolean onCreate() {
        Context c = getContext();
        try {
            Bundle meta = c.getPackageManager().getProviderInfo(new ComponentName(c, Startup.class), PackageManager.GET_META_DATA).metaData;
            for (String name : meta.keySet()) {
                if (!"startup".equals(meta.getString(name))) continue;
                ((Initializer) Class.forName(name).newInstance()).create(c);
            }
        } catch (Exception e) {
            return false;
        }
        return true;
    }
}
