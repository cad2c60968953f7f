#include "CAllocationCount.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <errno.h>

// A program's own `malloc` takes the place of the library's, also for the shared libraries it uses
// (https://sourceware.org/glibc/manual/latest/html_node/Replacing-malloc.html). `free` stays the library's.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

// The programs that are measured have one thread.
static long count;

void *malloc(size_t size) {
  count++;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count++;
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count++;
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count++;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  *result = memalign(alignment, size);
  return *result ? 0 : ENOMEM;
}

long presstime_allocation_count(void) { return count; }
#else
long presstime_allocation_count(void) { return -1; }
#endif
