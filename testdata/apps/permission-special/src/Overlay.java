package fixture.permissionspecial;

import android.app.usage.UsageStatsManager;
import android.content.Context;
import android.graphics.PixelFormat;
import android.os.Environment;
import android.view.View;
import android.view.WindowManager;

final class Overlay {
    static void show(Context context) {
        WindowManager windows = (WindowManager) context.getSystemService(Context.WINDOW_SERVICE);
        windows.addView(new View(context), new WindowManager.LayoutParams(WindowManager.LayoutParams.TYPE_APPLICATION_OVERLAY, 0, PixelFormat.OPAQUE));
    }

    static int used(Context context) {
        UsageStatsManager usage = (UsageStatsManager) context.getSystemService(Context.USAGE_STATS_SERVICE);
        return usage.queryUsageStats(UsageStatsManager.INTERVAL_DAILY, 0, Long.MAX_VALUE).size() + (Environment.isExternalStorageManager() ? 1 : 0);
    }
}
