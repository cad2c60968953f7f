#ifndef PRESSTIME_PREVIEW_CLIENT_H
#define PRESSTIME_PREVIEW_CLIENT_H

/// How many bytes the script has that `presstime serve` adds to pages.
extern const long presstime_client_size;

/// The byte at `index`, below the size.
unsigned char presstime_client_byte(long index);

#endif
