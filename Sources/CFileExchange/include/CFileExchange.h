#ifndef CFILEEXCHANGE_H
#define CFILEEXCHANGE_H

/// Exchanges two paths in one step, so that both names exist at every moment: `renameat2` on Linux,
/// `renamex_np` on macOS; Swift's overlays show neither. Returns 0, or -1 with `errno`, which is `EINVAL` or
/// `ENOTSUP` where the file system can't.
int presstime_exchange(const char *first, const char *second);

/// Whether something is mounted at a folder, as far as the system says so: 1, or 0 also when it does not know. Only
/// this tells of a folder that is mounted at another place of the same file system (`mount --bind`).
int presstime_is_mount_root(const char *folder);

#endif
