package com.acme.period;

import android.content.Context;
import android.content.pm.PackageManager;
import android.location.LocationManager;
import android.os.Handler;
import android.os.Looper;
import android.os.Message;

public final class Locator extends Handler {
    private static final int LOCATE = 5;
    private static final int LOOK = 6;
    private final Context context;
    private final Options options;
    private Object last;

    public Locator(Context context, Options options) {
        super(Looper.getMainLooper());
        this.context = context;
        this.options = options;
    }

    public void start() { send(LOCATE, null, 0); }

    public void look(String answer) {
        options.setPause(Long.parseLong(answer));
        send(LOOK, null, 0);
    }

    private void send(int what, Object with, long delay) {
        Message message = obtainMessage();
        message.what = what;
        message.obj = with;
        sendMessageDelayed(message, delay);
    }

    @Override public void handleMessage(Message message) {
        switch (message.what) {
            case LOCATE:
                last = ((LocationManager) context.getSystemService("location")).getLastKnownLocation("gps");
                send(LOCATE, null, options.getInterval() < 1000L ? 1000L : options.getInterval());
                break;
            case LOOK:
                last = context.getPackageManager().getInstalledPackages(PackageManager.GET_META_DATA);
                send(LOOK, null, options.getPause());
                break;
            default:
                break;
        }
    }
}
