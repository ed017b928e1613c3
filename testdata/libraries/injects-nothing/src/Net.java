package com.acme.tidy;

public final class Net {
    private Net() {}
    public static String greet() { return "hello"; }
}
