package com.example.hostile;

import android.app.Activity;
import android.os.Bundle;

/** The honest package that every hostile one is made from. */
public class Main extends Activity {
    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setTitle("hostile");
    }
}
