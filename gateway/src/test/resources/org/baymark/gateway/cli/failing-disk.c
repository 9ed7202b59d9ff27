/*
 * A disk that fails when it is told to: writes, flushes and changes of size of files whose path has
 * "gateway.db" in it are counted down, and the one at which the count ends fails. Preloaded
 * (LD_PRELOAD), it stands between a program and the system's library; the program's own code and
 * SQLite's are the real ones.
 *
 * FAILING_DISK names a file of 16 bytes that both sides map: four integers in the machine's order.
 *   [0] how many operations are left until one fails; 0: none will
 *   [1] the error that it fails with (errno)
 *   [2] 0: it is not done; 1: it is done, and fails all the same; 2: it hangs as long as this is
 *       2, and is done then
 *   [3] how many have failed
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

static _Atomic int *control;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAILING_DISK");
  int fd = path == NULL ? -1 : open(path, O_RDWR);
  if (fd >= 0) {
    void *mapped = mmap(NULL, 16, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    control = mapped == MAP_FAILED ? NULL : mapped;
    close(fd);
  }
}

static int is_store(int fd) {
  char name[32];
  char path[4096];
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(name, path, sizeof path - 1);
  if (length <= 0) {
    return 0;
  }
  path[length] = 0;
  return strstr(path, "gateway.db") != NULL;
}

/* Whether this operation is the one. */
static int fails(int fd) {
  if (control == NULL || control[0] <= 0 || !is_store(fd)) {
    return 0;
  }
  if (atomic_fetch_sub(&control[0], 1) != 1) {
    return 0;
  }
  atomic_fetch_add(&control[3], 1);
  return 1;
}

#define REAL(result, name, types) \
  static result(*real) types;     \
  if (real == NULL) {             \
    real = (result(*) types)dlsym(RTLD_NEXT, #name); \
  }

#define CALL(result, ...)           \
  if (!fails(fd)) {                 \
    return real(__VA_ARGS__);       \
  }                                 \
  if (control[2] == 2) {            \
    while (control[2] == 2) {       \
      usleep(10000);                \
    }                               \
    return real(__VA_ARGS__);       \
  }                                 \
  if (control[2] == 1) {            \
    result done = real(__VA_ARGS__); \
    (void)done;                     \
  }                                 \
  errno = control[1];               \
  return -1;

ssize_t write(int fd, const void *bytes, size_t size) {
  REAL(ssize_t, write, (int, const void *, size_t))
  CALL(ssize_t, fd, bytes, size)
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
  REAL(ssize_t, pwrite, (int, const void *, size_t, off_t))
  CALL(ssize_t, fd, bytes, size, at)
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
  REAL(ssize_t, pwrite64, (int, const void *, size_t, off64_t))
  CALL(ssize_t, fd, bytes, size, at)
}

int fsync(int fd) {
  REAL(int, fsync, (int))
  CALL(int, fd)
}

int fdatasync(int fd) {
  REAL(int, fdatasync, (int))
  CALL(int, fd)
}

int ftruncate(int fd, off_t size) {
  REAL(int, ftruncate, (int, off_t))
  CALL(int, fd, size)
}

int ftruncate64(int fd, off64_t size) {
  REAL(int, ftruncate64, (int, off64_t))
  CALL(int, fd, size)
}
