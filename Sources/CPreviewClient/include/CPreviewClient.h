#ifndef PRESSTIME_PREVIEW_CLIENT_H
#define PRESSTIME_PREVIEW_CLIENT_H

/// One file of the preview's script.
typedef struct {
  const unsigned char *bytes;
  unsigned long size;
} presstime_client_part;

extern const int presstime_client_part_count;

/// The file at `index`, below `presstime_client_part_count`, in the order they are run in.
presstime_client_part presstime_client_part_at(int index);

#endif
