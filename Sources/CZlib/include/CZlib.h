#ifndef CZLIB_H
#define CZLIB_H
#include <stddef.h>
#include <stdint.h>

/// Compresses `count` bytes as a gzip file (RFC 1952) into memory that the caller frees; NULL when there is none.
uint8_t *presstime_gzip(const uint8_t *bytes, size_t count, size_t *written);

#endif
