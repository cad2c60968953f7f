#if defined(__linux__)
#define _GNU_SOURCE
#endif
#include "CProgramIdentity.h"
#include <string.h>

#if defined(__linux__)
#include <link.h>

// The code may be a part of the program or of a library that it loads: what counts is the object that this function is in.
struct search {
  uintptr_t address;
  uint8_t *id;
  size_t capacity, count;
  const char *path;
};

static size_t find_note(const uint8_t *notes, size_t size, struct search *search) {
  while (size >= sizeof(ElfW(Nhdr))) {
    const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)notes;
    size_t name = (note->n_namesz + 3u) & ~(size_t)3, data = (note->n_descsz + 3u) & ~(size_t)3;
    size_t total = sizeof *note + name + data;
    if (total > size) return 0;
    if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && memcmp(notes + sizeof *note, "GNU", 4) == 0) {
      size_t count = note->n_descsz < search->capacity ? note->n_descsz : search->capacity;
      memcpy(search->id, notes + sizeof *note + name, count);
      return count;
    }
    notes += total;
    size -= total;
  }
  return 0;
}

static int look_at(struct dl_phdr_info *object, size_t size, void *data) {
  (void)size;
  struct search *search = data;
  int is_ours = 0;
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &object->dlpi_phdr[i];
    uintptr_t start = object->dlpi_addr + part->p_vaddr;
    if (part->p_type == PT_LOAD && search->address >= start && search->address - start < part->p_memsz) is_ours = 1;
  }
  if (!is_ours) return 0;
  search->path = object->dlpi_name;
  for (int i = 0; i < object->dlpi_phnum && search->id; i++) {
    const ElfW(Phdr) *part = &object->dlpi_phdr[i];
    if (part->p_type != PT_NOTE) continue;
    search->count = find_note((const uint8_t *)(object->dlpi_addr + part->p_vaddr), part->p_memsz, search);
    if (search->count) break;
  }
  return 1;
}

size_t presstime_build_id(uint8_t *id, size_t capacity) {
  struct search search = {(uintptr_t)&presstime_build_id, id, capacity, 0, NULL};
  dl_iterate_phdr(look_at, &search);
  return search.count;
}

const char *presstime_program_path(void) {
  struct search search = {(uintptr_t)&presstime_build_id, NULL, 0, 0, NULL};
  dl_iterate_phdr(look_at, &search);
  return search.path && *search.path ? search.path : "/proc/self/exe";
}
#else
#include <dlfcn.h>

size_t presstime_build_id(uint8_t *id, size_t capacity) {
  (void)id;
  (void)capacity;
  return 0;
}

const char *presstime_program_path(void) {
  Dl_info info;
  return dladdr((const void *)&presstime_build_id, &info) ? info.dli_fname : NULL;
}
#endif
