package fixture.permissionusedbyname;

import android.app.Activity;
import android.content.Intent;
import android.database.Cursor;
import android.hardware.Camera;
import android.net.Uri;
import android.os.Bundle;
import android.provider.CalendarContract;
import android.provider.CallLog;
import android.provider.ContactsContract;
import android.telephony.SmsManager;
import android.view.Menu;
import android.view.MenuItem;
import android.view.View;

/** Methods that no code names: a layout, a menu and a bus do. */
public class MainActivity extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.main);
        findViewById(R.id.policy).setOnClickListener(v -> startActivity(new Intent(Intent.ACTION_VIEW, Uri.parse(getString(R.string.privacy_policy_url)))));
        Bus.post(this, "started");
    }

    @Override
    public boolean onCreateOptionsMenu(Menu menu) {
        getMenuInflater().inflate(R.menu.main, menu);
        return true;
    }

    /** Named by the layout. */
    public void send(View view) {
        SmsManager.getDefault().sendTextMessage("10086", null, "hello", null, null);
    }

    /** Named by the menu. */
    public boolean light(MenuItem item) {
        Camera.open().startPreview();
        return true;
    }

    /** Called by the bus for its annotation. */
    @Listen
    public void onStarted(String event) {
        try (Cursor all = getContentResolver().query(ContactsContract.Contacts.CONTENT_URI, null, null, null, null)) {
            setTitle(event + all.getCount());
        }
    }

    /** An annotation that nobody looks up calls nothing. */
    @Note
    public void calendar() {
        getContentResolver().query(CalendarContract.Events.CONTENT_URI, null, null, null, null).close();
    }

    /** Has a handler's form, and no layout names it. */
    public void calls(View view) {
        getContentResolver().query(CallLog.Calls.CONTENT_URI, null, null, null, null).close();
    }
}
