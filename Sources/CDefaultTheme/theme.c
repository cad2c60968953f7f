#include "CDefaultTheme.h"

// `#embed` is C23; clang has it in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "files.h"

const int presstime_theme_count = sizeof files / sizeof files[0];

presstime_theme_entry presstime_theme_file(int index) { return files[index]; }
