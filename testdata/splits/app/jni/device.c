/* Reads the MAC address and the serial number beside Android's framework, as device-fingerprint SDKs do.
   Built for the fixture only: no C library headers, so that any cross compiler does. */
typedef unsigned long size_t;
extern int __system_property_get(const char *name, char *value);
extern int open(const char *path, int flags, ...);
extern long read(int fd, void *buffer, size_t size);
extern int close(int fd);

static char mac[32], serial[92];

void *Java_fixture_collectnativeso_Device_mac(void *env, void *cls) {
    int fd = open("/sys/class/net/wlan0/address", 0);
    if (fd < 0) return 0;
    read(fd, mac, 17);
    close(fd);
    return mac;
}

void *Java_fixture_collectnativeso_Device_serial(void *env, void *cls) {
    return __system_property_get("ro.serialno", serial) > 0 ? serial : 0;
}
