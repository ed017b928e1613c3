package androidx.work;
public class PeriodicWorkRequest extends WorkRequest { public static class Builder extends WorkRequest.Builder<Builder, PeriodicWorkRequest> { public Builder(Class<? extends Worker> c, long n, java.util.concurrent.TimeUnit u) { } } }
