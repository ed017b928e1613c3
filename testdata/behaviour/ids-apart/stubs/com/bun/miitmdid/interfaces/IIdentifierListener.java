package com.bun.miitmdid.interfaces;
public interface IIdentifierListener { void OnSupport(boolean supported, IdSupplier supplier); }
