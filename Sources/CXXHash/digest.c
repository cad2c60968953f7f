#define XXH_INLINE_ALL
#include "CXXHash.h"
#include <xxhash.h>

presstime_digest presstime_xxh3(const void *bytes, size_t count) {
  XXH128_hash_t hash = XXH3_128bits(bytes, count);
  presstime_digest digest = {hash.low64, hash.high64};
  return digest;
}
