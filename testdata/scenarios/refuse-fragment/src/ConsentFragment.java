package fixture.refusefragment;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import java.util.*;
import reads.Read;

public class ConsentFragment extends DialogFragment {
  @Override public Dialog onCreateDialog(Bundle state) {
    return new AlertDialog.Builder(getActivity()).setMessage("Please read our Privacy Policy")
        .setPositiveButton("Agree", (d, w) -> { getActivity().getSharedPreferences("s", 0).edit().putBoolean("agreed", true).apply(); Read.imei(getActivity()); ((MainActivity) getActivity()).go(); })
        .setNegativeButton("Decline", (d, w) -> ((MainActivity) getActivity()).go())
        .create();
  }
}
