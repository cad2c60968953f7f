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

// Of each thread: tests run beside each other. A program's own thread-local variables need no memory of their own.
static _Thread_local long count;
static _Thread_local long bytes;

void *malloc(size_t size) {
  count++;
  bytes += (long)size;
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count++;
  bytes += (long)(number * size);
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count++;
  bytes += (long)size;
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count++;
  bytes += (long)size;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  *result = memalign(alignment, size);
  return *result ? 0 : ENOMEM;
}

long presstime_allocation_count(void) { return count; }

long presstime_allocated_bytes(void) { return bytes; }
#else
long presstime_allocation_count(void) { return -1; }

long presstime_allocated_bytes(void) { return -1; }
#endif
