package com.example.weather;

import android.app.Activity;
import android.os.Bundle;
import android.webkit.WebView;

public class PolicyActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView page = new WebView(this);
        page.loadUrl(getString(R.string.privacy_policy_url));
        setContentView(page);
    }
}
