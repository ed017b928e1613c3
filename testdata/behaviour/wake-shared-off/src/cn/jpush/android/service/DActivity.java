package cn.jpush.android.service;

/** Written for the fixtures: names that a manifest has; none of the vendor's code. */
public class DActivity extends android.app.Activity {}
