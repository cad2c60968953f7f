#ifndef CALLOCATIONCOUNT_H
#define CALLOCATIONCOUNT_H

/// How often memory was asked for since the program began, on all paths: `malloc` and its siblings.
/// -1 where it can't be counted; only glibc lets a program stand in for its allocator this simply.
long presstime_allocation_count(void);

#endif
