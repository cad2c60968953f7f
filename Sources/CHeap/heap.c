#define _GNU_SOURCE
#include "CHeap.h"

#include <stdint.h>
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#include <sys/mman.h>

static int expects_much = 0;
static _Thread_local int is_prepared = 0;

/// A heap of a thread has 64 MB at most, and what is as large as half of that is mapped by itself (malloc/arena.c).
static const int largest = 32 << 20;
static const size_t room = (size_t)30 << 20;
static const uintptr_t large_page = (uintptr_t)2 << 20;

void presstime_heap_expect_much(void) {
  mallopt(M_MMAP_THRESHOLD, largest);
  mallopt(M_TRIM_THRESHOLD, 2 * largest);
  mallopt(M_TOP_PAD, largest / 2);
  expects_much = 1;
  presstime_heap_prepare_thread();
}

void presstime_heap_prepare_thread(void) {
  if (!expects_much || is_prepared) return;
  is_prepared = 1;
  char *memory = malloc(room);
  if (memory == NULL) return;
#if defined(MADV_HUGEPAGE)
  uintptr_t start = ((uintptr_t)memory + large_page - 1) & ~(large_page - 1);
  uintptr_t end = ((uintptr_t)memory + room) & ~(large_page - 1);
  // A hint: where there are no large pages, small ones do.
  if (end > start) (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
#endif
  free(memory);
}

void presstime_heap_give_back(void) { malloc_trim(0); }
#else
void presstime_heap_expect_much(void) {}
void presstime_heap_prepare_thread(void) {}
void presstime_heap_give_back(void) {}
#endif
