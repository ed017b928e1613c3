package fixture.refusealertcollects;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

final class Stats { static void begin(Context c) { Read.mac(c); } }
