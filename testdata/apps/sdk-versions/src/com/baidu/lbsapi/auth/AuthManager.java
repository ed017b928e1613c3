package com.baidu.lbsapi.auth;

/** The version of a part. */
public class AuthManager {
    public static final String VERSION = "1.0.20";
}
