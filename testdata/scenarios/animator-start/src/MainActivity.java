package fixture.animatorstart;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  android.animation.Animator play(Runnable then) {
    android.animation.ValueAnimator fade = android.animation.ValueAnimator.ofFloat(0, 1);
    fade.addListener(new android.animation.AnimatorListenerAdapter() {
      @Override public void onAnimationEnd(android.animation.Animator of) { then.run(); }
    });
    return fade;
  }
  android.animation.Animator later;
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    play(() -> Read.imei(this)).start();
    android.animation.AnimatorSet set = new android.animation.AnimatorSet();
    set.playTogether(play(() -> Read.imsi(this)));
    set.start();
    later = play(() -> Read.androidId(this));
  }
  @Override public void onBackPressed() { later.start(); }
}
