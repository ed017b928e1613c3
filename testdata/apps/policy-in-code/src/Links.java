package fixture.policyincode;

import android.content.Context;
import android.content.Intent;
import android.net.Uri;

/** The link stands in code alone, put together from a host and a path; R8 makes one constant of it. */
final class Links {
    private static final String HOST = "https://h5.example.com.cn";

    static String page() {
        return "《隐私政策》";
    }

    static void open(Context context) {
        context.startActivity(new Intent(Intent.ACTION_VIEW, Uri.parse(HOST + "/agreement/privacy-policy.html")));
    }
}
