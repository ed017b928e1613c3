package com.youxi.box;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

final class Tasks {
    private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

    abstract static class Task implements Runnable {
        final Context context;

        Task(Context context) {
            this.context = context;
        }

        @Override
        public final void run() {
            work();
        }

        abstract void work();
    }

    static void submit(Task task) {
        POOL.execute(task);
    }
}
