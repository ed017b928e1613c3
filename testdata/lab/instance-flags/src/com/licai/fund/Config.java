package com.licai.fund;

import android.app.*;
import android.content.*;
import android.os.*;
import android.view.*;
import android.widget.*;
import cn.lanqiao.device.DeviceUtils;
import java.util.*;

final class Config {
    final boolean collect;
    final boolean id;

    private Config(Builder b) {
        collect = b.collect;
        id = b.id;
    }

    static final class Builder {
        private boolean collect = true;
        private boolean id = true;

        Builder collect(boolean on) {
            collect = on;
            return this;
        }

        Builder id(boolean on) {
            id = on;
            return this;
        }

        Config build() {
            return new Config(this);
        }
    }
}
