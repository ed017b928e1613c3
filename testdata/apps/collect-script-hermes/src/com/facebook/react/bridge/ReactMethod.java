package com.facebook.react.bridge;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The name by which React Native finds methods that scripts may call. */
@Retention(RetentionPolicy.RUNTIME)
public @interface ReactMethod {}
