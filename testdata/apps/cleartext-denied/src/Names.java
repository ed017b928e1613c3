package fixture.cleartextdenied;

/** Addresses that nothing is sent to: XML namespaces and a licence. */
final class Names {
    static final String[] ALL = {"http://schemas.android.com/apk/res/android", "http://www.w3.org/2000/svg", "http://www.apache.org/licenses/LICENSE-2.0"};

    static String of(int i) {
        return ALL[i];
    }
}
