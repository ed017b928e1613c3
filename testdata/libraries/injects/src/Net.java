package com.acme.injects;

public final class Net {
    private Net() {}
    public static String greet() { return "hello"; }
}
