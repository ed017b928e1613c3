package fixture.viewsshown;

import android.app.Activity;
import android.os.Bundle;
import android.text.*;
import android.view.*;
import android.view.animation.*;
import android.webkit.*;
import android.widget.*;
import reads.Read;

public class MainActivity extends Activity {
  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    FrameLayout page = new FrameLayout(this);
    page.addOnAttachStateChangeListener(new View.OnAttachStateChangeListener() {
      @Override public void onViewAttachedToWindow(View v) { Read.imei(v.getContext()); }
      @Override public void onViewDetachedFromWindow(View v) { }
    });
    SurfaceView picture = new SurfaceView(this);
    picture.getHolder().addCallback(new Drawer() { @Override public void surfaceCreated(SurfaceHolder holder) { Read.imsi(MainActivity.this); } });
    page.addView(picture);
    EditText name = new EditText(this);
    name.addTextChangedListener(new Typed() { @Override public void afterTextChanged(Editable text) { Read.iccid(MainActivity.this); } });
    name.setText("guest");
    Spinner cities = new Spinner(this);
    cities.setOnItemSelectedListener(new AdapterView.OnItemSelectedListener() {
      @Override public void onItemSelected(AdapterView<?> list, View item, int place, long id) { Read.phone(MainActivity.this); }
      @Override public void onNothingSelected(AdapterView<?> list) { }
    });
    page.addView(name);
    page.addView(cities);
    setContentView(page);
    // Never shown, never loaded, never started, put away by a person.
    View banner = new View(this);
    banner.getViewTreeObserver().addOnGlobalLayoutListener(() -> Read.androidId(this));
    SurfaceView camera = new SurfaceView(this);
    camera.getHolder().addCallback(new Drawer() { @Override public void surfaceCreated(SurfaceHolder holder) { Read.mac(MainActivity.this); } });
    WebView web = new WebView(this);
    web.setWebViewClient(new WebViewClient() { @Override public void onPageFinished(WebView view, String url) { Read.apps(MainActivity.this); } });
    Animation fade = new AlphaAnimation(0, 1);
    fade.setAnimationListener(new Animation.AnimationListener() {
      @Override public void onAnimationStart(Animation a) { Read.androidId(MainActivity.this); }
      @Override public void onAnimationEnd(Animation a) { Read.androidId(MainActivity.this); }
      @Override public void onAnimationRepeat(Animation a) { }
    });
    PopupWindow tip = new PopupWindow(new TextView(this), 10, 10, true);
    tip.setOnDismissListener(() -> Read.location(this));
    page.post(() -> tip.showAtLocation(page, 0, 0, 0));
  }

  abstract static class Drawer implements SurfaceHolder.Callback {
    @Override public void surfaceChanged(SurfaceHolder holder, int format, int width, int height) { }
    @Override public void surfaceDestroyed(SurfaceHolder holder) { }
  }

  abstract static class Typed implements TextWatcher {
    @Override public void beforeTextChanged(CharSequence text, int start, int count, int after) { }
    @Override public void onTextChanged(CharSequence text, int start, int before, int count) { }
  }
}
