package fixture.futurestages;

import android.app.*;
import android.os.*;
import android.widget.*;
import java.util.concurrent.*;
import reads.Read;

public class MainActivity extends Activity {
  private final CompletableFuture<String> consent = new CompletableFuture<>();

  @Override protected void onCreate(Bundle state) {
    super.onCreate(state);
    consent.thenRunAsync(() -> Read.androidId(this));
    consent.thenApply(name -> name.isEmpty() ? null : this).thenAccept(page -> Read.phone(page));
    consent.exceptionally(e -> "" + Read.iccid(this));
    CompletableFuture<String> known = new CompletableFuture<>();
    known.thenApply(String::length).thenAccept(n -> Read.imei(this));
    known.complete("here");
    CompletableFuture<String> failed = new CompletableFuture<>();
    failed.thenAccept(name -> Read.apps(this));
    failed.handle((name, e) -> e == null ? null : "" + Read.imsi(this));
    failed.completeExceptionally(new IllegalStateException());
    CompletableFuture.supplyAsync(() -> "done").whenComplete((name, e) -> { if (e == null) Read.mac(this); });
    Button agree = new Button(this);
    agree.setOnClickListener(v -> consent.complete("yes"));
    setContentView(agree);
  }
}
