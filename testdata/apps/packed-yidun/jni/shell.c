/* The native half of a packer's stub, as far as a scanner sees it: a library with this name and JNI_OnLoad. */
int JNI_OnLoad(void *vm, void *reserved) { return 0x00010006; }
