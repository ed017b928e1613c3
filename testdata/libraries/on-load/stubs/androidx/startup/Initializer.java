package androidx.startup;

public interface Initializer<T> {
    T create(android.content.Context c);
    java.util.List<Class<? extends Initializer<?>>> dependencies();
}
