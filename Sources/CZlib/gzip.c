#include "CZlib.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// deflateInit2 is a macro, which Swift can't call.
uint8_t *presstime_gzip(const uint8_t *bytes, size_t count, size_t *written) {
  if (count > UINT_MAX) return NULL;
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  // 15 bits of window, and 16 for the gzip form.
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return NULL;
  uLong bound = deflateBound(&stream, (uLong)count);
  uint8_t *output = bound <= UINT_MAX ? malloc(bound) : NULL;
  if (output) {
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)count;
    stream.next_out = output;
    stream.avail_out = (uInt)bound;
    if (deflate(&stream, Z_FINISH) == Z_STREAM_END) {
      *written = stream.total_out;
    } else {
      free(output);
      output = NULL;
    }
  }
  deflateEnd(&stream);
  return output;
}

void presstime_gzip_free(uint8_t *memory) { free(memory); }
