package com.lvtu.travel;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.database.Cursor;
import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteOpenHelper;

class Store extends SQLiteOpenHelper {
    Store(Context context) {
        super(context, "state.db", null, 1);
    }

    @Override
    public void onCreate(SQLiteDatabase db) {
        db.execSQL("CREATE TABLE consent (time INTEGER)");
    }

    @Override
    public void onUpgrade(SQLiteDatabase db, int from, int to) {}

    boolean agreed() {
        Cursor c = getReadableDatabase().query("consent", null, null, null, null, null, null);
        boolean found = c.moveToFirst();
        c.close();
        return found;
    }

    int rows() {
        Cursor c = getReadableDatabase().rawQuery("SELECT * FROM consent", null);
        int n = c.getCount();
        c.close();
        return n;
    }

    void agree() {
        getWritableDatabase().execSQL("INSERT INTO consent VALUES (1)");
    }
}
