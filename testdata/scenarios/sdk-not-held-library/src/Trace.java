package okhttp3.internal;

import android.content.Context;
import com.umeng.commonsdk.UMConfigure;

public class Trace {
  public static void start(Context context) { try { UMConfigure.init(context, "key", "channel", 1, null); } catch (NoClassDefFoundError absent) { } }
}
