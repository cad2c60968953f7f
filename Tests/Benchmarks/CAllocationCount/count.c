#include "CAllocationCount.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <errno.h>
#include <malloc.h>

// A program's own `malloc` takes the place of the library's, also for the shared libraries it uses
// (https://sourceware.org/glibc/manual/latest/html_node/Replacing-malloc.html).
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

// Of each thread: tests run beside each other. A program's own thread-local variables need no memory of their own.
static _Thread_local long count;
static _Thread_local long bytes;
static _Thread_local long live;
static _Thread_local long peak;

static void *counted(void *memory, size_t size) {
  count++;
  bytes += (long)size;
  live += (long)malloc_usable_size(memory);
  if (live > peak) peak = live;
  return memory;
}

void *malloc(size_t size) { return counted(__libc_malloc(size), size); }

void *calloc(size_t number, size_t size) { return counted(__libc_calloc(number, size), number * size); }

void *realloc(void *old, size_t size) {
  live -= (long)malloc_usable_size(old);
  return counted(__libc_realloc(old, size), size);
}

void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size), size); }

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  *result = memalign(alignment, size);
  return *result ? 0 : ENOMEM;
}

void free(void *memory) {
  live -= (long)malloc_usable_size(memory);
  __libc_free(memory);
}

long presstime_allocation_count(void) { return count; }

long presstime_allocated_bytes(void) { return bytes; }

long presstime_live_bytes(void) { return live; }

long presstime_peak_bytes(void) {
  long highest = peak;
  peak = live;
  return highest;
}
#else
long presstime_allocation_count(void) { return -1; }

long presstime_allocated_bytes(void) { return -1; }

long presstime_live_bytes(void) { return 0; }

long presstime_peak_bytes(void) { return 0; }
#endif
