#define _GNU_SOURCE
#include "CHeap.h"

#include <stdint.h>
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#include <sys/mman.h>

static int expects_much = 0;
static _Thread_local int is_prepared = 0;

/// What is as large is mapped by itself, and given back when it is let go. Room is made in smaller blocks, which come from
/// the thread's heap; that has 64 MB at most (malloc/arena.c).
static const int largest = 8 << 20;
static const size_t block = (size_t)7 << 20;
enum { blocks = 4 };
static const uintptr_t large_page = (uintptr_t)2 << 20;

/// Blocks lie behind each other, but for what the heap keeps between them.
static void prefer_large_pages(const void *first, const void *last) {
  uintptr_t start = ((uintptr_t)first + large_page - 1) & ~(large_page - 1);
  uintptr_t end = ((uintptr_t)last + block) & ~(large_page - 1);
  if (end <= start || end - start > blocks * (block + 64)) return;
#if defined(MADV_HUGEPAGE)
  // A hint: where there are no large pages, small ones do.
  (void)madvise((void *)start, end - start, MADV_HUGEPAGE);
#endif
}

void presstime_heap_expect_much(void) {
  mallopt(M_MMAP_THRESHOLD, largest);
  mallopt(M_TRIM_THRESHOLD, 8 * largest);
  mallopt(M_TOP_PAD, 2 * largest);
  expects_much = 1;
  presstime_heap_prepare_thread();
}

void presstime_heap_prepare_thread(void) {
  if (!expects_much || is_prepared) return;
  is_prepared = 1;
  void *memory[blocks];
  int made = 0;
  while (made < blocks && (memory[made] = malloc(block)) != NULL) made++;
  if (made == blocks) prefer_large_pages(memory[0], memory[blocks - 1]);
  while (made > 0) free(memory[--made]);
}

void presstime_heap_give_back(void) { malloc_trim(0); }
#else
void presstime_heap_expect_much(void) {}
void presstime_heap_prepare_thread(void) {}
void presstime_heap_give_back(void) {}
#endif
