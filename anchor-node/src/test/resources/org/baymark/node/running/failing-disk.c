/*
 * A disk that fails when it is told to: writes, flushes and changes of size of some files are
 * counted down, and the one at which the count ends fails. Preloaded (LD_PRELOAD), it stands
 * between a program and the system's library; the program's own code and that of its libraries are
 * the real ones.
 *
 * FAILING_DISK_FILES says which files: parts of paths, with colons between them.
 * FAILING_DISK names a file of 16 bytes that both sides map: four integers in the machine's order.
 *   [0] how many operations are left until one fails; 0: none will
 *   [1] the error that it fails with (errno)
 *   [2] 0: it is not done; 1: it is done, and fails all the same; 2: it is not done, and a file
 *       that is only added to loses what was added since its last flush, as if that had been in
 *       memory only
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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 1024

static _Atomic int *control;
static const char *files;
static _Atomic long flushed[FILES]; /* by descriptor: the size at the last flush, */
static _Atomic long inode[FILES];   /* of this file: a descriptor's number is used again */

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("FAILING_DISK");
  files = getenv("FAILING_DISK_FILES");
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
  const char *part = files == NULL ? "" : files;
  while (*part != 0) {
    char one[256];
    size_t size = strcspn(part, ":");
    if (size > 0 && size < sizeof one) {
      memcpy(one, part, size);
      one[size] = 0;
      if (strstr(path, one) != NULL) {
        return 1;
      }
    }
    part += size + (part[size] == ':');
  }
  return 0;
}

static void note_flushed(int fd) {
  struct stat it;
  if (fd >= 0 && fd < FILES && fstat(fd, &it) == 0) {
    flushed[fd] = (long)it.st_size;
    inode[fd] = (long)it.st_ino;
  }
}

/* A file that was never flushed keeps what it has: how much of it is on the disk nobody noted. */
static void lose_unflushed(int fd) {
  struct stat it;
  if (fd >= 0 && fd < FILES && fstat(fd, &it) == 0 && inode[fd] == (long)it.st_ino
      && flushed[fd] < (long)it.st_size) {
    int done = (int)syscall(SYS_ftruncate, fd, (long)flushed[fd]);
    (void)done;
  }
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

#define CALL(result, ...)            \
  if (!fails(fd)) {                  \
    return real(__VA_ARGS__);        \
  }                                  \
  if (control[2] == 1) {             \
    result done = real(__VA_ARGS__); \
    (void)done;                      \
  }                                  \
  errno = control[1];                \
  return -1;

#define FLUSH()            \
  if (!fails(fd)) {        \
    int done = real(fd);   \
    if (done == 0) {       \
      note_flushed(fd);    \
    }                      \
    return done;           \
  }                        \
  if (control[2] == 1) {   \
    int done = real(fd);   \
    (void)done;            \
  }                        \
  if (control[2] == 2) {   \
    lose_unflushed(fd);    \
  }                        \
  errno = control[1];      \
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
  FLUSH()
}

int fdatasync(int fd) {
  REAL(int, fdatasync, (int))
  FLUSH()
}

int ftruncate(int fd, off_t size) {
  REAL(int, ftruncate, (int, off_t))
  CALL(int, fd, size)
}

int ftruncate64(int fd, off64_t size) {
  REAL(int, ftruncate64, (int, off64_t))
  CALL(int, fd, size)
}
