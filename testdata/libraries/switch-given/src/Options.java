package com.acme.given;

/** Built by the host and kept until the start. */
public final class Options {
    private final boolean phone;
    private final Controller controller;
    private Options(Builder b) { phone = b.phone; controller = b.controller; }
    boolean phone() { return phone; }
    Controller controller() { return controller; }
    public static final class Builder {
        private boolean phone = true;
        private Controller controller = new Controller();
        private boolean serial = true;
        public Builder phone(boolean on) { phone = on; return this; }
        public Builder serial(boolean on) { serial = on; return this; }
        public Builder controller(Controller c) { controller = c; return this; }
        public Options build() { return new Options(this); }
    }
}
