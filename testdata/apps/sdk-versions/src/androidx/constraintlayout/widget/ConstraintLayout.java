package androidx.constraintlayout.widget;

/** Another part. */
public class ConstraintLayout {
    public static final String VERSION = "ConstraintLayout-2.1.4";
}
