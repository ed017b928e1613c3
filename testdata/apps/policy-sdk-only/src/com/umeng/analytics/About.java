package com.umeng.analytics;

import android.content.Context;

/** A vendor's own policy, as its SDK may hold it. */
public final class About {
    private About() {
    }

    public static String policy(Context context) {
        return context.getPackageName().isEmpty() ? null : "https://vendor.fixture.test/privacy-policy.html";
    }
}
