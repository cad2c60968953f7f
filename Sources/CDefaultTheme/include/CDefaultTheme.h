#ifndef PRESSTIME_DEFAULT_THEME_H
#define PRESSTIME_DEFAULT_THEME_H

/// One file of the built-in theme.
typedef struct {
  const char *path;
  const unsigned char *bytes;
  unsigned long size;
} presstime_theme_entry;

extern const int presstime_theme_count;

/// The file at `index`, below `presstime_theme_count`.
presstime_theme_entry presstime_theme_file(int index);

#endif
