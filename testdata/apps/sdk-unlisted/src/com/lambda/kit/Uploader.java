package com.lambda.kit;

class Uploader {
    private final Config config;
    private final Queue queue;

    Uploader(Config config, Queue queue) {
        this.config = config;
        this.queue = queue;
    }

    void run(String id) {
        queue.add(config.file + id);
    }
}
