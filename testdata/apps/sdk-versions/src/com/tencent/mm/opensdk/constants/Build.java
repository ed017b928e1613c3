package com.tencent.mm.opensdk.constants;

/** A version behind a word. */
public class Build {
    public static final String SDK_VERSION_NAME = "android 5.4.3";
}
