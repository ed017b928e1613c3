package fixture.toldapart;

import android.app.Activity;
import android.content.IntentFilter;
import android.net.wifi.WifiManager;
import android.os.Bundle;
import android.provider.Settings;
import android.telephony.TelephonyManager;
import android.util.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

public class MainActivity extends Activity {
    interface Step {
        void go();
    }

    interface Factory {
        Step make();
    }

    static class Quiet implements Step {
        @Override
        public void go() {
            Log.d("step", "quiet");
        }
    }

    class Imei implements Step {
        @Override
        public void go() {
            Log.d("step", telephony().getDeviceId());
        }
    }

    class Imsi implements Step {
        @Override
        public void go() {
            Log.d("step", telephony().getSubscriberId());
        }
    }

    class Number implements Step {
        @Override
        public void go() {
            Log.d("step", telephony().getLine1Number());
        }
    }

    class Mac implements Step {
        @Override
        public void go() {
            WifiManager wifi = (WifiManager) getSystemService(WIFI_SERVICE);
            Log.d("step", wifi.getConnectionInfo().getMacAddress());
        }
    }

    class AndroidId implements Step {
        @Override
        public void go() {
            Log.d("step", Settings.Secure.getString(getContentResolver(), "android_id"));
        }
    }

    class Iccid implements Step {
        @Override
        public void go() {
            Log.d("step", telephony().getSimSerialNumber());
        }
    }

    class Packages implements Step {
        @Override
        public void go() {
            Log.d("step", "" + getPackageManager().getInstalledPackages(0).size());
        }
    }

    /** Known to others before it has its step. */
    static class Holder {
        private Step step;

        Holder(List<Holder> all, boolean tell) {
            all.add(this);
            if (tell) {
                Log.d("holder", "made");
            }
            step = new Quiet();
        }
    }

    static class QuietFactory implements Factory {
        @Override
        public Step make() {
            return new Quiet();
        }
    }

    static class Box {
        static final AtomicReferenceFieldUpdater<Box, Step> STEP =
                AtomicReferenceFieldUpdater.newUpdater(Box.class, Step.class, "step");

        volatile Step step;
    }

    /** Steps that nobody takes. */
    private final List<Step> spare = new ArrayList<>();

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        boolean even = System.currentTimeMillis() % 2 == 0;
        spare.add(new Number());
        tested(even);
        held(even);
        made(even ? 0 : 1);
        swapped(even);
        asked(Quiet.class, new Iccid());
        filtered();
    }

    private static void asked(Class<?> kind, Step step) {
        if (kind.isInstance(step)) {
            step.go();
        }
    }

    private static final String READY = "fixture.READY";

    private void filtered() {
        IntentFilter filter = new IntentFilter("fixture.OTHER");
        Map<String, Step> steps = new HashMap<>();
        steps.put(READY, new Quiet());
        steps.put(filter.getAction(0), new Packages());
        steps.get(READY).go();
    }

    private void tested(boolean even) {
        Step first = even ? new Imsi() : new Quiet();
        if (!(first instanceof Imsi)) {
            first.go();
        }
        Step second = even ? new Imei() : new Quiet();
        if (!(second instanceof Quiet)) {
            second.go();
        }
    }

    private void held(boolean even) {
        List<Holder> all = new ArrayList<>();
        Holder holder = new Holder(all, even);
        run(holder.step);
    }

    private static void run(Step step) {
        step.go();
    }

    private void made(int index) {
        Object[] parts = {String.class, new QuietFactory()};
        Factory factory = (Factory) parts[index];
        factory.make().go();
    }

    private void swapped(boolean even) {
        Box quiet = even ? new Box() : new Box();
        Box loud = even ? new Box() : new Box();
        swap(Box.STEP, quiet, null, even ? new Quiet() : new Quiet());
        swap(Box.STEP, loud, null, even ? new Mac() : new AndroidId());
        Step step = quiet.step;
        if (step != null) {
            step.go();
        }
    }

    /** What a compiler puts in the place of an atomic update that old devices do not have. */
    private static boolean swap(
            AtomicReferenceFieldUpdater<Box, Step> updater, Box box, Step old, Step now) {
        do {
            if (updater.compareAndSet(box, old, now)) {
                return true;
            }
        } while (updater.get(box) == old);
        return false;
    }

    private TelephonyManager telephony() {
        return (TelephonyManager) getSystemService(TELEPHONY_SERVICE);
    }
}
