package com.igexin.sdk;

/** Written for the fixtures: names that a manifest has; none of the vendor's code. */
public class GActivity extends android.app.Activity {}
