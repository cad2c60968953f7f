#ifndef CPROGRAMIDENTITY_H
#define CPROGRAMIDENTITY_H
#include <stddef.h>
#include <stdint.h>

/// Writes the build id that the linker gave the program (the note NT_GNU_BUILD_ID of ELF), at most `capacity` bytes, and
/// says how many they are; 0 when it has none.
size_t presstime_build_id(uint8_t *id, size_t capacity);

/// The path of the program's file; NULL when nobody knows. It stays valid.
const char *presstime_program_path(void);

#endif
