package fixture.promptcallbacks;

import android.app.Activity;

public class MainActivity extends Activity {}
