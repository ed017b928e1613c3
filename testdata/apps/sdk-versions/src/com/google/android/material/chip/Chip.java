package com.google.android.material.chip;

/** A library whose version stands in META-INF. */
public class Chip {}
