package com.umeng.ccg;

/** Written for the fixture: a module's own number, which is not the SDK's. */
public class BuildConfig {
    public static final String VERSION_NAME = "1.0";
}
