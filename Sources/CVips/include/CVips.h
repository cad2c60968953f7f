#ifndef CVIPS_H
#define CVIPS_H
#include <stddef.h>
#include <stdint.h>

// The few functions of libvips (https://www.libvips.org/API/current/) that make smaller pictures, with fixed arguments,
// since Swift can't call variadic functions. The library is loaded when it is needed, and its headers are not wanted for a
// build: these functions have been as they are since `libvips.so.42` came in 2015.

/// The library, loaded.
typedef struct presstime_vips presstime_vips;

/// What a picture is written as.
enum {
  PRESSTIME_VIPS_WEBP = 0,
  PRESSTIME_VIPS_AVIF = 1,
};

/// Loads the library of a name; nothing when there is none, or it lacks a function. It stays loaded.
presstime_vips *presstime_vips_load(const char *name);

/// A part of the library's version: 0 for the first number, 1 for the second, 2 for the third.
int presstime_vips_version(const presstime_vips *library, int part);

/// What tells versions of the libraries apart that write a format for this one: 0 where they can't be found.
uint64_t presstime_vips_encoder(const presstime_vips *library, int format);

/// Sets the library up, once, before the first picture; false when it can't be. Pictures are made by the threads that ask
/// for them, and none is kept.
int presstime_vips_begin(const presstime_vips *library);

/// A picture that is at most so wide, upright, in sRGB, without metadata; nothing for what can't be read as a picture, or
/// not be written. May run on many threads. The result is given back with `presstime_vips_free`.
uint8_t *presstime_vips_scaled(const presstime_vips *library, const uint8_t *bytes, size_t count, int width, int format,
                               int quality, size_t *result_count);

void presstime_vips_free(const presstime_vips *library, uint8_t *bytes);

#endif
