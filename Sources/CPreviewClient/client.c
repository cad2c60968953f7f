#include "CPreviewClient.h"

// `#embed` is C23; clang has it in every mode.
#pragma clang diagnostic ignored "-Wc23-extensions"
static const unsigned char problems[] = {
#embed "problems.js"
};
static const unsigned char morph[] = {
#embed "morph.js"
};
static const unsigned char client[] = {
#embed "client.js"
};

static const presstime_client_part parts[] = {
    {problems, sizeof problems},
    {morph, sizeof morph},
    {client, sizeof client},
};

const int presstime_client_part_count = sizeof parts / sizeof parts[0];

presstime_client_part presstime_client_part_at(int index) { return parts[index]; }
