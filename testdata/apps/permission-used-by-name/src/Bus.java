package fixture.permissionusedbyname;

import java.lang.reflect.Method;

/** Calls every method with the annotation, as event buses do. */
final class Bus {
    private Bus() {
    }

    static void post(Object to, Object event) {
        for (Method method : to.getClass().getMethods()) {
            if (method.getAnnotation(Listen.class) != null) {
                try {
                    method.invoke(to, event);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
