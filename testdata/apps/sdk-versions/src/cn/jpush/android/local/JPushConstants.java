package cn.jpush.android.local;

/** A version in a field that is not final, beside other texts. */
public class JPushConstants {
    public static String SDK_NAME = "jpush_sdk";
    public static String SDK_VERSION_NAME = "4.8.1";
    public static int SDK_VERSION_CODE = 481;
}
