package com.gamma.feature;

class Model {
    String name = "feature";
}
