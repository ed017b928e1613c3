package androidx.work;
public abstract class WorkRequest { public static abstract class Builder<B, W extends WorkRequest> { public W build() { return null; } } }
