package com.bun.miitmdid.core;
public class MdidSdkHelper { public static int InitSdk(android.content.Context c, boolean log, com.bun.miitmdid.interfaces.IIdentifierListener l) { return 0; } }
