// Ends whoever preloads it when it closes a descriptor that is not open: the number may by then be
// another thread's, which would lose its file or socket without a word.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int close(int descriptor) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "close");
  int result = real(descriptor);
  if (result != 0 && errno == EBADF && descriptor >= 0) {
    dprintf(STDERR_FILENO, "descriptor %d was closed twice\n", descriptor);
    abort();
  }
  return result;
}
