#ifndef CALLOCATIONCOUNT_H
#define CALLOCATIONCOUNT_H

/// How often this thread has asked for memory since it began, on all paths: `malloc` and its siblings.
/// -1 where it can't be counted; only glibc lets a program stand in for its allocator this simply.
long presstime_allocation_count(void);

/// How many bytes it has asked for; -1 where it can't be counted.
long presstime_allocated_bytes(void);

/// How many bytes it holds: what it was given and has not given back, as the allocator rounds them. What one thread takes
/// and another frees is taken off that one, so that this may be less than 0; 0 where it can't be counted.
long presstime_live_bytes(void);

/// The most that it has held since this was asked last; 0 where it can't be counted.
long presstime_peak_bytes(void);

#endif
