/* Near miss: reads the process's own state and a property that names no device. */
typedef unsigned long size_t;
extern int __system_property_get(const char *name, char *value);
extern int open(const char *path, int flags, ...);
extern long read(int fd, void *buffer, size_t size);
extern int close(int fd);

static char text[256], sdk[92];

long Java_fixture_collectnativeown_Own_memory(void *env, void *cls) {
    int fd = open("/proc/self/status", 0);
    if (fd < 0) return 0;
    long n = read(fd, text, sizeof text);
    close(fd);
    return n;
}

int Java_fixture_collectnativeown_Own_level(void *env, void *cls) {
    return __system_property_get("ro.build.version.sdk", sdk);
}
