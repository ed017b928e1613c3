package fixture.nagkeptobject;

import android.Manifest;
import android.app.*;
import android.content.pm.*;
import android.os.*;
import java.util.*;

public class MainActivity extends Activity {
  /** Something that makes more of its kind. */
  static class Part {
    Part inner;
    List<Part> parts = new ArrayList<>();
    Part(Part inner) { this.inner = inner; }
    Part more() { Part more = new Part(this); parts.add(more); return more; }
  }

  private Part kept;

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    getWindow().getDecorView().setOnClickListener(v -> note(1));
  }

  @Override protected void onResume() {
    super.onResume();
    if (kept != null) kept.more().more();
    if (checkSelfPermission(Manifest.permission.CAMERA) != PackageManager.PERMISSION_GRANTED) {
      requestPermissions(new String[] {Manifest.permission.CAMERA}, 1);
    }
  }

  private void note(int count) { for (int i = 0; i < count; i++) wrap(wrap(wrap(new Part(null)))); }
  private int first(int n) { return second(n + 20) + 1; }
  private int second(int n) { return third(n + 40) + 1; }
  private int third(int n) { return n * 3; }
  private static Part wrap(Part part) { return new Part(part); }

  @Override public void onRequestPermissionsResult(int code, String[] names, int[] results) {
    // Many calls told apart, so that what follows lies behind them.
    first(1); first(2); first(3); first(4); first(5); first(6); first(7); first(8); first(9); first(10); first(11); first(12); first(13); first(14); first(15); first(16); first(17); first(18); first(19); first(20);
    second(1); second(2); second(3); second(4); second(5); second(6); second(7); second(8); second(9); second(10); second(11); second(12); second(13); second(14); second(15); second(16); second(17); second(18); second(19); second(20);
    third(1); third(2); third(3); third(4); third(5); third(6); third(7); third(8); third(9); third(10); third(11); third(12); third(13); third(14); third(15); third(16); third(17); third(18); third(19); third(20);
    kept = wrap(wrap(new Part(null)));
  }
}
