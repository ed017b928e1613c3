package com.shangcheng.mall;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;
import android.webkit.JavascriptInterface;
import android.webkit.WebView;
import android.webkit.WebViewClient;

public class Main extends Activity {
    class Bridge {
        @JavascriptInterface
        public String device() {
            return DeviceUtils.imei(Main.this);
        }
    }

    private WebViewClient spare;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        WebView web = new WebView(this);
        web.getSettings().setJavaScriptEnabled(true);
        web.addJavascriptInterface(new Bridge(), "app");
        web.setWebViewClient(new WebViewClient() {
            @Override
            public void onPageFinished(WebView v, String url) {
                DeviceUtils.androidId(Main.this);
            }
        });
        web.loadUrl("https://m.example.com/");
        spare = new WebViewClient() {
            @Override
            public void onPageFinished(WebView v, String url) {
                DeviceUtils.imsi(Main.this);
            }
        };
        web.setOnClickListener(v -> {
            WebView other = new WebView(this);
            other.setWebViewClient(new WebViewClient() {
                @Override
                public void onPageStarted(WebView w, String url, android.graphics.Bitmap icon) {
                    DeviceUtils.iccid(Main.this);
                }
            });
            other.loadUrl("https://m.example.com/mine");
        });
        setContentView(web);
    }
}
