package androidx.work;
public abstract class Worker { public static class Result { } public Worker(android.content.Context c) { } public android.content.Context getApplicationContext() { return null; } public abstract Result doWork(); }
