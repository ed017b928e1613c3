package com.gamma.feature;

class Style {
    String mark = "* ";
}
