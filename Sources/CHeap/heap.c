#define _GNU_SOURCE
#include "CHeap.h"

#include <stdint.h>
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

static int expects_much = 0;
static _Thread_local int is_prepared = 0;

/// What is as large is mapped by itself, and given back when it is let go.
static const int largest = 8 << 20;
/// What a heap is made with: that of the main thread, which has most to do, and that of another; and what it takes more
/// when that is full. Only the heap of the main thread can have more than `heap` (malloc/arena.c), and begins elsewhere
/// than at a multiple of it.
static const int main_room = 56 << 20;
static const int room = 28 << 20;
static const uintptr_t heap = (uintptr_t)64 << 20;
static const uintptr_t large_page = (uintptr_t)2 << 20;
/// More than glibc has at hand before it takes more.
static const size_t probe = 256 << 10;

void presstime_heap_expect_much(void) {
  mallopt(M_MMAP_THRESHOLD, largest);
  mallopt(M_TRIM_THRESHOLD, 8 * largest);
  mallopt(M_TOP_PAD, main_room);
  expects_much = 1;
  presstime_heap_prepare_thread();
  // It is also how much stays when memory is given back.
  mallopt(M_TOP_PAD, room);
}

/// What is written before there are large pages stays in small ones, so that only the room's first byte may be.
static void prefer_large_pages(void) {
  void *first = malloc(probe);
  if (first == NULL) return;
  uintptr_t start = ((uintptr_t)first + large_page - 1) & ~(large_page - 1);
  uintptr_t end = gettid() == getpid() ? (uintptr_t)sbrk(0) : ((uintptr_t)first | (heap - 1)) + 1;
  if (end > start && end - start <= 2 * heap) {
#if defined(MADV_HUGEPAGE)
    // A hint: where there are no large pages, small ones do.
    (void)madvise((void *)start, (end - start) & ~(large_page - 1), MADV_HUGEPAGE);
#endif
  }
  free(first);
}

void presstime_heap_prepare_thread(void) {
  if (!expects_much || is_prepared) return;
  is_prepared = 1;
  prefer_large_pages();
}

void presstime_heap_give_back(void) { malloc_trim(0); }
#else
void presstime_heap_expect_much(void) {}
void presstime_heap_prepare_thread(void) {}
void presstime_heap_give_back(void) {}
#endif
