package fixture.keepaliveaccount;

import android.accounts.AbstractAccountAuthenticator;
import android.accounts.Account;
import android.accounts.AccountAuthenticatorResponse;
import android.accounts.AccountManager;
import android.app.Service;
import android.content.ContentResolver;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.os.IBinder;

/** An account nobody logs in to: it exists so that the system's sync wakes the process. */
public class Authenticator extends Service {
    private static final String TYPE = "fixture.keepaliveaccount.account", AUTHORITY = "fixture.keepaliveaccount.sync";

    static void arm(Context context) {
        Account account = new Account("同步", TYPE);
        AccountManager.get(context).addAccountExplicitly(account, null, null);
        ContentResolver.setIsSyncable(account, AUTHORITY, 1);
        ContentResolver.setSyncAutomatically(account, AUTHORITY, true);
        ContentResolver.addPeriodicSync(account, AUTHORITY, new Bundle(), 60);
    }

    @Override
    public IBinder onBind(Intent intent) {
        return new Stub(this).getIBinder();
    }

    private static final class Stub extends AbstractAccountAuthenticator {
        Stub(Context context) {
            super(context);
        }

        @Override
        public Bundle editProperties(AccountAuthenticatorResponse r, String type) {
            return null;
        }

        @Override
        public Bundle addAccount(AccountAuthenticatorResponse r, String type, String token, String[] features, Bundle options) {
            return null;
        }

        @Override
        public Bundle confirmCredentials(AccountAuthenticatorResponse r, Account account, Bundle options) {
            return null;
        }

        @Override
        public Bundle getAuthToken(AccountAuthenticatorResponse r, Account account, String type, Bundle options) {
            return null;
        }

        @Override
        public String getAuthTokenLabel(String type) {
            return null;
        }

        @Override
        public Bundle updateCredentials(AccountAuthenticatorResponse r, Account account, String type, Bundle options) {
            return null;
        }

        @Override
        public Bundle hasFeatures(AccountAuthenticatorResponse r, Account account, String[] features) {
            return null;
        }
    }
}
