#include "CVips.h"

#include <dlfcn.h>
#include <stdlib.h>

// From `vips/resample.h`, `vips/foreign.h`.
enum {
  SIZE_DOWN = 2,
  COMPRESSION_AV1 = 4,
  MOST_HEIGHT = 10000000,
  // `G_LOG_LEVEL_WARNING`, `_MESSAGE`, `_INFO`, `_DEBUG`.
  WARNING_AND_BELOW = 0xF0,
};

struct presstime_vips {
  void *file;
  int (*init)(const char *);
  int (*version)(int);
  void (*concurrency_set)(int);
  void (*cache_set_max)(int);
  void (*error_clear)(void);
  unsigned int (*log_set_handler)(const char *, int, void (*)(const char *, int, const char *, void *), void *);
  // Variadic in C, which other machines call in another way than fixed arguments.
  int (*thumbnail_buffer)(void *, size_t, void **, int, ...);
  int (*webpsave_buffer)(void *, void **, size_t *, ...);
  int (*heifsave_buffer)(void *, void **, size_t *, ...);
  void (*object_unref)(void *);
  void (*free)(void *);
};

presstime_vips *presstime_vips_load(const char *name) {
  void *file = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!file) return NULL;
  presstime_vips *library = calloc(1, sizeof *library);
  if (!library) return NULL;
  library->file = file;
  // POSIX allows a pointer to an object to be taken for one to a function here. Those of GLib are found in what the library
  // itself needs.
  *(void **)&library->init = dlsym(file, "vips_init");
  *(void **)&library->version = dlsym(file, "vips_version");
  *(void **)&library->concurrency_set = dlsym(file, "vips_concurrency_set");
  *(void **)&library->cache_set_max = dlsym(file, "vips_cache_set_max");
  *(void **)&library->error_clear = dlsym(file, "vips_error_clear");
  *(void **)&library->log_set_handler = dlsym(file, "g_log_set_handler");
  *(void **)&library->thumbnail_buffer = dlsym(file, "vips_thumbnail_buffer");
  *(void **)&library->webpsave_buffer = dlsym(file, "vips_webpsave_buffer");
  *(void **)&library->heifsave_buffer = dlsym(file, "vips_heifsave_buffer");
  *(void **)&library->object_unref = dlsym(file, "g_object_unref");
  *(void **)&library->free = dlsym(file, "g_free");
  if (!library->init || !library->version || !library->concurrency_set || !library->cache_set_max ||
      !library->error_clear || !library->log_set_handler || !library->thumbnail_buffer || !library->webpsave_buffer || !library->heifsave_buffer ||
      !library->object_unref || !library->free) {
    free(library);
    return NULL;
  }
  return library;
}

int presstime_vips_version(const presstime_vips *library, int part) { return library->version(part); }

/// The version that a function without arguments gives, of a library that `file` needs; 0 where there is none.
static uint32_t version_of(void *file, const char *name) {
  int (*version)(void) = NULL;
  if (file) *(void **)&version = dlsym(file, name);
  return version ? (uint32_t)version() : 0;
}

uint64_t presstime_vips_encoder(const presstime_vips *library, int format) {
  if (format == PRESSTIME_VIPS_WEBP) return version_of(library->file, "WebPGetEncoderVersion");
  // A module of libvips that is loaded with the first picture links to it.
  void *heif = dlopen("libheif.so.1", RTLD_LAZY | RTLD_LOCAL);
  if (!heif) heif = dlopen("libheif.1.dylib", RTLD_LAZY | RTLD_LOCAL);
  return (uint64_t)version_of(heif, "heif_get_version_number") << 32 | version_of(heif, "aom_codec_version");
}

/// What it would print of odd pictures by itself is told by diagnostics, or does not matter.
static void be_silent(const char *domain, int level, const char *message, void *data) {
  (void)domain, (void)level, (void)message, (void)data;
}

int presstime_vips_begin(const presstime_vips *library) {
  if (library->init("presstime") != 0) return 0;
  library->log_set_handler("VIPS", WARNING_AND_BELOW, be_silent, NULL);
  // A picture each for so many threads is faster than many threads for one picture.
  library->concurrency_set(1);
  library->cache_set_max(0);
  return 1;
}

uint8_t *presstime_vips_scaled(const presstime_vips *library, const uint8_t *bytes, size_t count, int width, int format,
                               int quality, size_t *result_count) {
  void *image = NULL;
  void *result = NULL;
  *result_count = 0;
  int failed = library->thumbnail_buffer((void *)bytes, count, &image, width, "height", MOST_HEIGHT, "size", SIZE_DOWN,
                                         "export_profile", "srgb", NULL);
  if (!failed && format == PRESSTIME_VIPS_AVIF) {
    failed = library->heifsave_buffer(image, &result, result_count, "Q", quality, "compression", COMPRESSION_AV1, "strip",
                                      1, NULL);
  } else if (!failed) {
    failed = library->webpsave_buffer(image, &result, result_count, "Q", quality, "strip", 1, NULL);
  }
  if (image) library->object_unref(image);
  if (!failed) return result;
  library->error_clear();
  return NULL;
}

void presstime_vips_free(const presstime_vips *library, uint8_t *bytes) { library->free(bytes); }
