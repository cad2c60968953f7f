#ifndef CALLOCATIONCOUNT_H
#define CALLOCATIONCOUNT_H

/// How often this thread has asked for memory since it began, on all paths: `malloc` and its siblings.
/// -1 where it can't be counted; only glibc lets a program stand in for its allocator this simply.
long presstime_allocation_count(void);

/// How many bytes it has asked for; -1 where it can't be counted.
long presstime_allocated_bytes(void);

#endif
