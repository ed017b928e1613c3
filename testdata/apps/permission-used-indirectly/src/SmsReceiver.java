package fixture.permissionusedindirectly;

import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.telephony.SmsMessage;

/** RECEIVE_SMS by a manifest receiver: no method call needs it. */
public class SmsReceiver extends BroadcastReceiver {
    @Override
    public void onReceive(Context context, Intent intent) {
        Object[] pdus = (Object[]) intent.getExtras().get("pdus");
        if (pdus != null && pdus.length > 0) abortUnless(SmsMessage.createFromPdu((byte[]) pdus[0]));
    }

    private void abortUnless(SmsMessage message) {
        if (message.getMessageBody().isEmpty()) abortBroadcast();
    }
}
