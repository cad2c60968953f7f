#ifndef CHEAP_H
#define CHEAP_H

/// Says that this process will soon use much memory, and end: glibc takes it in large steps then, and gives little
/// back by itself. To be called once, before other threads are. Does nothing with other C libraries.
void presstime_heap_expect_much(void);

/// Makes room for what the calling thread will allocate, in one step and in large pages where the system has them; none
/// of it is used before it is wanted. Otherwise glibc takes page by page with a system call, for which all other threads
/// wait. Does nothing the second time, and without `presstime_heap_expect_much`.
void presstime_heap_prepare_thread(void);

/// Gives back all whole pages that are free, of all threads.
void presstime_heap_give_back(void);

#endif
