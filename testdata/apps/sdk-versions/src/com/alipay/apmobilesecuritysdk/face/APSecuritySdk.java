package com.alipay.apmobilesecuritysdk.face;

/** The version of what rides along. */
public class APSecuritySdk {
    public String getSDKVersion() {
        return "3.2.2-20160830";
    }
}
