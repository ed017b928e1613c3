package fixture.asynctaskmerged;

import android.app.Activity;
import android.os.AsyncTask;
import android.os.Bundle;
import android.provider.Settings;
import android.util.Log;

public class MainActivity extends Activity {
    private AsyncTask<Void, Void, String> spare;

    private class IdTask extends AsyncTask<Void, Void, String> {
        @Override
        protected String doInBackground(Void... none) {
            return Settings.Secure.getString(getContentResolver(), Settings.Secure.ANDROID_ID);
        }

        @Override
        protected void onPostExecute(String id) {
            Log.d("task", "id " + id);
        }
    }

    private class AppsTask extends AsyncTask<Void, Void, String> {
        @Override
        protected String doInBackground(Void... none) {
            return "" + getPackageManager().getInstalledPackages(0).size();
        }
    }

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        new IdTask().execute();
        spare = new AppsTask();
    }

    @Override
    public void onBackPressed() {
        spare.execute();
    }
}
