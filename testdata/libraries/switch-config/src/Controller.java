package com.acme.config;

/** The host overrides what it does not want. */
public abstract class Controller {
    public boolean canReadAndroidId() { return true; }
}
