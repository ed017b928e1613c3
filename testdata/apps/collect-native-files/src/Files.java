package fixture.collectnativefiles;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStreamReader;

/** The same without native code: system files and a shell command. */
final class Files {
    static String mac() throws IOException {
        try (BufferedReader in = new BufferedReader(new FileReader("/sys/class/net/wlan0/address"))) {
            return in.readLine();
        }
    }

    static String serial() throws IOException {
        Process p = Runtime.getRuntime().exec("getprop ro.serialno");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(p.getInputStream()))) {
            return in.readLine();
        }
    }

    static String boot() throws IOException {
        try (BufferedReader in = new BufferedReader(new FileReader("/proc/sys/kernel/random/boot_id"))) {
            return in.readLine();
        }
    }
}
