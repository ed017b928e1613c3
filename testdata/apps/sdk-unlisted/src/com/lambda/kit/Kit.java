package com.lambda.kit;

import android.content.Context;

public class Kit {
    public void start(Context context) {
        Config config = new Config(context);
        new Uploader(config, new Queue()).run(new Reader().read(context));
    }
}
