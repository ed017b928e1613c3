package fixture.sdkversions;

import android.app.Activity;

/** Does nothing; the SDKs beside it say their versions in different ways. */
public class MainActivity extends Activity {}
