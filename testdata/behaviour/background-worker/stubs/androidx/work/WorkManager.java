package androidx.work;
public class WorkManager { public static WorkManager getInstance(android.content.Context c) { return null; } public Object enqueue(WorkRequest r) { return null; } }
