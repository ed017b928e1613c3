package com.lambda.kit;

import android.content.Context;
import android.provider.Settings;

class Reader {
    String read(Context context) {
        return Settings.Secure.getString(context.getContentResolver(), Settings.Secure.ANDROID_ID);
    }
}
