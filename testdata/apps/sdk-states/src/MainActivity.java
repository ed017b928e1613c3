package fixture.sdkstates;

import android.app.Activity;
import android.os.Bundle;
import com.google.firebase.crashlytics.FirebaseCrashlytics;
import com.huawei.hms.push.HmsMessaging;
import com.tencent.bugly.crashreport.CrashReport;
import com.umeng.commonsdk.UMConfigure;

public class MainActivity extends Activity {
    private static final String POLICY = "https://www.example.com/privacy.html";

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        CrashReport.initCrashReport(this, "id", false);
        FirebaseCrashlytics.prepare(this);
        HmsMessaging.prepare(this);
        UMConfigure.preInit(this, "key", "channel");
        setTitle(POLICY);
    }
}
