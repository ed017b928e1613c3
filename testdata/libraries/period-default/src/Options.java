package com.acme.period;

/** How often: two seconds, unless the host sets another; how long for: what a server says. */
public final class Options {
    private long interval = 2000L;
    private long pause;

    public void setInterval(long ms) { interval = ms < 500 ? 500 : ms; }

    public long getInterval() { return interval; }

    void setPause(long ms) { pause = ms; }

    long getPause() { return pause; }
}
