package fixture.permissionobfuscated;

import android.bluetooth.BluetoothAdapter;

/** Kept by a rule, called by nothing: BLUETOOTH_SCAN stays unused. */
public class Legacy {
    public boolean discover() {
        return BluetoothAdapter.getDefaultAdapter().startDiscovery();
    }
}
