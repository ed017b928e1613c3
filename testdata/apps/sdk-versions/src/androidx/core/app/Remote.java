package androidx.core.app;

/** A part of a library whose parts have versions of their own (META-INF). */
public class Remote {}
