package com.alipay.sdk.app;

/** The SDK's own version, under a name that other things' versions have too. */
public class PayTask {
    public String getVersion() {
        return "15.4.1";
    }
}
