#ifndef CXXHASH_H
#define CXXHASH_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint64_t low, high;
} presstime_digest;

/// XXH3 with 128 bits (https://xxhash.com) of `count` bytes.
presstime_digest presstime_xxh3(const void *bytes, size_t count);

#endif
