package com.acme.given;

/** The host overrides what it does not want. */
public class Controller {
    public boolean canReadAndroidId() { return true; }
    public boolean canReadSsid() { return true; }
}
