package com.google.android.gms.location;

/** A library whose version stands in a property file. */
public class LocationServices {}
