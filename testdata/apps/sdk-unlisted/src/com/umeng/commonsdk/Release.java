package com.umeng.commonsdk;

/** Written for the fixture: a catalogued SDK that tells its version in a constant. */
public class Release {
    public static final String SDK_VERSION = "9.6.1";
    public static final String PROTOCOL_VERSION = "2.0.0";
}
