// Memory for one document of cmark-gfm.
#ifndef PRESSTIME_ARENA_H
#define PRESSTIME_ARENA_H
#include <cmark-gfm.h>

/// To be called once, before any thread parses.
void presstime_arena_prepare(void);

/// Takes memory for the thread that calls it, until this thread resets it.
extern cmark_mem presstime_arena;

/// Takes back all that the thread has got.
void presstime_arena_reset(void);

#endif
