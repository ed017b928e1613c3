package cn.shuju.stat;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.content.ContentProvider;
import android.database.Cursor;
import android.net.Uri;
import android.provider.Settings;

public class InitProvider extends ContentProvider {
    @Override
    public boolean onCreate() {
        Settings.Secure.getString(getContext().getContentResolver(), "android_id");
        return true;
    }

    @Override
    public Cursor query(Uri uri, String[] p, String s, String[] a, String o) {
        cn.lanqiao.device.DeviceUtils.mac(getContext());
        return null;
    }

    @Override
    public String getType(Uri uri) {
        return null;
    }

    @Override
    public Uri insert(Uri uri, ContentValues v) {
        return null;
    }

    @Override
    public int delete(Uri uri, String s, String[] a) {
        return 0;
    }

    @Override
    public int update(Uri uri, ContentValues v, String s, String[] a) {
        return 0;
    }
}
