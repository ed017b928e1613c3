package com.baidu.mapapi;

/** A version that a method gives. */
public class VersionInfo {
    public static String getApiVersion() {
        return "6_0_0";
    }
}
