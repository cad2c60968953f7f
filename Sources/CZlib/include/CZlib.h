#ifndef CZLIB_H
#define CZLIB_H
#include <stddef.h>
#include <stdint.h>

/// Compresses `count` bytes as a gzip file (RFC 1952) into memory that the caller gives to `presstime_gzip_free`; NULL when there is none.
uint8_t *presstime_gzip(const uint8_t *bytes, size_t count, size_t *written);
void presstime_gzip_free(uint8_t *memory);

#endif
