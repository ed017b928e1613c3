package androidx.work;
public abstract class WorkRequest { public static abstract class Builder<B, W> { public W build() { return null; } } }
