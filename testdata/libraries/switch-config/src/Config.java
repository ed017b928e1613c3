package com.acme.config;

public final class Config {
    final boolean phone;
    final Controller controller;
    private Config(Builder b) { phone = b.phone; controller = b.controller; }
    public static final class Builder {
        private boolean phone = true;
        private Controller controller;
        public Builder phone(boolean on) { phone = on; return this; }
        public Builder controller(Controller c) { controller = c; return this; }
        public Config build() { return new Config(this); }
    }
}
