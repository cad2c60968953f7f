#include "CPreviewClient.h"

// `#embed` is C23; clang has it in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char script[] = {
#embed "client.js"
};

const long presstime_client_size = sizeof script;

unsigned char presstime_client_byte(long index) { return script[index]; }
