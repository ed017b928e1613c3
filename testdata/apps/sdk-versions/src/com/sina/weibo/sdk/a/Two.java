package com.sina.weibo.sdk.a;

/** See {@link One}. */
public class Two {
    public static final String SDK_VERSION = "4.5.6";
}
