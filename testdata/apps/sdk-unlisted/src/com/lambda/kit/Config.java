package com.lambda.kit;

import android.content.Context;

class Config {
    final String file;

    Config(Context context) {
        file = context.getFilesDir() + "/kit.json";
    }
}
