#ifndef CCMARKGFM_H
#define CCMARKGFM_H
#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#endif
