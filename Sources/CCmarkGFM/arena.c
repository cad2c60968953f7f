#include "arena.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Blocks are cut off one large piece of memory after the other, and all go at once. Those that cmark frees before are
// used again by their size, so that a text takes no more memory than with malloc. Each begins with its size, which
// counts this head and is a multiple of 16; what the caller gets is aligned as malloc's.
//
// Hot: cmark asks 900 times for a post of 6 KB.
enum {
  head_size = sizeof(size_t),
  granule = 16,
  /// Up to this size blocks have a list for each multiple of 16, above it for each power of two.
  largest_small = 1024,
  small_lists = largest_small / granule + 1,
  large_lists = 64,
  /// How much is set to zero at once.
  zero_size = 1024,
};

/// Of the first piece, and of what a thread keeps from one text to the next.
static const size_t first_size = (size_t)256 << 10, most_kept = (size_t)1 << 20;

struct piece {
  _Alignas(granule) struct piece *before;
};

struct free_block {
  struct free_block *next;
};

static _Thread_local struct {
  /// Memory that is zero, and where its piece ends.
  char *next, *zero_end, *end;
  struct piece *pieces;
  /// Of all pieces.
  size_t size;
  /// Of the next first piece: texts like the last one fit in it.
  size_t wanted;
  struct free_block *free_small[small_lists], *free_large[large_lists];
} arena;

static pthread_key_t at_thread_end;

static _Noreturn void out_of_memory(void) {
  // As cmark's own allocator does.
  fputs("[cmark] out of memory, aborting\n", stderr);
  abort();
}

static void free_pieces(void *last) {
  for (struct piece *piece = last; piece;) {
    struct piece *before = piece->before;
    free(piece);
    piece = before;
  }
}

void presstime_arena_prepare(void) {
  if (pthread_key_create(&at_thread_end, free_pieces) != 0) out_of_memory();
}

static size_t *head(void *block) { return (size_t *)((char *)block - head_size); }

/// The list of free blocks of this size.
static inline struct free_block **free_list(size_t size) {
  if (size <= largest_small) return &arena.free_small[size / granule];
  return &arena.free_large[63 - __builtin_clzll(size)];
}

static __attribute__((noinline)) size_t large_block_size(size_t count) {
  if (count > SIZE_MAX / 4) out_of_memory();
  return (size_t)1 << (64 - __builtin_clzll(count + head_size - 1));
}

/// The size of a block with room for `count` bytes.
static inline size_t block_size(size_t count) {
  if (count > largest_small - head_size) return large_block_size(count);
  return (count + head_size + granule - 1) & ~(size_t)(granule - 1);
}

/// Takes all of the newest piece for free. The first block's memory behind its head is aligned.
static void begin_piece(void) { arena.next = arena.zero_end = (char *)(arena.pieces + 1) + granule - head_size; }

/// A new piece; as large as all others together, so that there are few.
static __attribute__((noinline)) void add_piece(size_t size) {
  size_t least = arena.size > 0 ? arena.size : arena.wanted > 0 ? arena.wanted : first_size;
  size_t overhead = sizeof(struct piece) + granule;
  size_t total = size + overhead > least ? size + overhead : least;
  struct piece *piece = malloc(total);
  if (!piece) out_of_memory();
  piece->before = arena.pieces;
  arena.pieces = piece;
  pthread_setspecific(at_thread_end, piece);
  arena.size += total;
  begin_piece();
  arena.end = (char *)piece + total;
}

/// Makes room for a block of this size where zeros end.
static __attribute__((noinline)) void make_room(size_t size) {
  if (size > (size_t)(arena.end - arena.next)) add_piece(size);
  size_t wanted = size < zero_size ? zero_size : size, left = (size_t)(arena.end - arena.next);
  char *zero_end = arena.next + (wanted < left ? wanted : left);
  memset(arena.zero_end, 0, (size_t)(zero_end - arena.zero_end));
  arena.zero_end = zero_end;
}

/// Memory that is zero if nothing has used it before, which is what `is_fresh` says.
static inline void *allocate(size_t size, bool *is_fresh) {
  struct free_block **list = free_list(size);
  struct free_block *block = *list;
  *is_fresh = !block;
  if (block) {
    *list = block->next;
    return block;
  }
  if (size > (size_t)(arena.zero_end - arena.next)) make_room(size);
  char *start = arena.next;
  arena.next = start + size;
  *(size_t *)start = size;
  return start + head_size;
}

static void *arena_calloc(size_t count, size_t each) {
  size_t bytes;
  bool is_fresh;
  if (__builtin_mul_overflow(count, each, &bytes)) out_of_memory();
  void *block = allocate(block_size(bytes), &is_fresh);
  return is_fresh ? block : memset(block, 0, bytes);
}

static void arena_free(void *block) {
  if (!block) return;
  struct free_block **list = free_list(*head(block));
  ((struct free_block *)block)->next = *list;
  *list = block;
}

static void *arena_realloc(void *block, size_t bytes) {
  size_t size = block_size(bytes);
  bool is_fresh;
  if (!block) return allocate(size, &is_fresh);
  size_t had = *head(block);
  if (size <= had) return block;
  void *larger = allocate(size, &is_fresh);
  memcpy(larger, block, had - head_size);
  arena_free(block);
  return larger;
}

cmark_mem presstime_arena = {arena_calloc, arena_realloc, arena_free};

void presstime_arena_reset(void) {
  memset(arena.free_small, 0, sizeof arena.free_small);
  memset(arena.free_large, 0, sizeof arena.free_large);
  if (!arena.pieces) return;
  if (arena.pieces->before || arena.size > most_kept) {
    arena.wanted = arena.size < most_kept ? arena.size : most_kept;
    free_pieces(arena.pieces);
    pthread_setspecific(at_thread_end, NULL);
    arena.pieces = NULL;
    arena.next = arena.zero_end = arena.end = NULL;
    arena.size = 0;
    return;
  }
  begin_piece();
}
