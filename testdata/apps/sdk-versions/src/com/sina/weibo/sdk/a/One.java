package com.sina.weibo.sdk.a;

/** One of two things with a version: whose is the SDK's is not known. */
public class One {
    public static final String SDK_VERSION = "1.2.3";
}
