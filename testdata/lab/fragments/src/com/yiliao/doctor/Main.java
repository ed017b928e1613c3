package com.yiliao.doctor;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

public class Main extends Activity {
    public static class First extends Fragment {
        @Override
        public View onCreateView(LayoutInflater in, ViewGroup box, Bundle state) {
            DeviceUtils.androidId(getActivity());
            return new TextView(getActivity());
        }

        @Override
        public void onResume() {
            super.onResume();
            DeviceUtils.ssid(getActivity());
        }
    }

    public static class Second extends Fragment {
        @Override
        public void onCreate(Bundle state) {
            super.onCreate(state);
            DeviceUtils.imei(getActivity());
        }
    }

    public static class Third extends Fragment {
        @Override
        public void onCreate(Bundle state) {
            super.onCreate(state);
            DeviceUtils.imsi(getActivity());
        }
    }

    public static class Fourth extends Fragment {
        @Override
        public void onCreate(Bundle state) {
            super.onCreate(state);
            DeviceUtils.mac(getActivity());
        }
    }

    public static class InLayout extends Fragment {
        @Override
        public View onCreateView(LayoutInflater in, ViewGroup box, Bundle state) {
            DeviceUtils.iccid(getActivity());
            return new TextView(getActivity());
        }
    }

    private Fragment kept;
    private FragmentTransaction open;

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        setContentView(R.layout.main);
        kept = new Third();
        open = getFragmentManager().beginTransaction().add(R.id.box, new Fourth());
        getFragmentManager().beginTransaction().add(R.id.box, new First()).commit();
        findViewById(R.id.ok).setOnClickListener(v -> getFragmentManager().beginTransaction().replace(R.id.box, new Second()).commitAllowingStateLoss());
    }
}
