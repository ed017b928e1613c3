import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** One of everything that a class file can hold; {@code javac --release 17 -g Shapes.java}. */
public class Shapes<T extends Comparable<T>> implements Runnable {
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @interface Mark { String[] value() default {"a", "b"}; Inner inner() default @Inner(3); }
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @interface Inner { int value(); }
    static final int NUMBER = 42;
    static final long BIG = 1L << 40;
    static final String TEXT = "constant";
    static boolean flag;
    long total; double share; int[][] table = new int[3][4]; String[] words = {"x", "y"};

    @Mark(value = {"run"}, inner = @Inner(7)) public void run() { total += NUMBER; flag = !flag; }

    static String concat(String a, int b, long c, Object d, char e) { return a + "=" + b + ", " + c + d + e + TEXT; }

    static int dense(int i) { switch (i) { case 1: return 10; case 2: return 20; case 3: return 30; case 5: return 50; default: return -1; } }
    static int sparse(int i) { switch (i) { case -1000: return 1; case 77: return 2; case 1000000: return 3; default: return 0; } }
    static int words(String s) { switch (s) { case "one": return 1; case "two": return 2; default: return 0; } }

    static int finals(String s) {
        int i = 0;
        try { i = Integer.parseInt(s); } catch (NumberFormatException | NullPointerException e) { i = -1; } finally { i++; }
        return i;
    }

    List<Supplier<String>> lambdas(String captured, long wide) {
        List<Supplier<String>> all = new ArrayList<>();
        all.add(() -> captured + wide + total);
        all.add(captured::trim);
        Function<String, Integer> length = String::length;
        IntFunction<int[]> make = int[]::new;
        Supplier<ArrayList<String>> fresh = ArrayList::new;
        Runnable both = (Runnable & java.io.Serializable) () -> run();
        both.run();
        all.add(() -> "" + length.apply(captured) + make.apply(2).length + fresh.get().size());
        return all;
    }

    static synchronized double numbers(long a, double b, float c, int d) {
        long x = a * d - (long) b; double y = c / b + x; d += 300; d++;
        return x > 3 && y < 5.5 ? -x : ~d >>> 2 | d << 3;
    }

    T max(T a, T b) { T m = a.compareTo(b) > 0 ? a : b; total = share > 0 ? (long) share : total; return m; }
    int chained() { int[] a = new int[2]; int i = 0; a[i++] += a[i] = 5; table[1][2]++; return a[0] + (words = new String[] {"z"}).length; }
    Object cast(Object o) { return o instanceof String s ? s.length() : Arrays.asList((Object[]) o); }
}
