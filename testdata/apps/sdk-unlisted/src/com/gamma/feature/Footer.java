package com.gamma.feature;

class Footer {
    String text() {
        return "-";
    }
}
