#include "checks.h"

#include <stdio.h>
#include <string.h>

int failures;

void check(bool holds, const char *what)
{
    if (!holds) {
        failures++;
        fprintf(stderr, "%s\n", what);
    }
}

void check_hex(const uint8_t *bytes, size_t length, const char *hex, const char *what)
{
    bool same = strlen(hex) == 2 * length;
    for (size_t i = 0; same && i < length; i++) {
        char digits[3];
        snprintf(digits, sizeof digits, "%02x", bytes[i]);
        same = memcmp(digits, hex + 2 * i, 2) == 0;
    }
    check(same, what);
}

static int sign(void *ctx, const uint8_t *to_be_signed, size_t n, uint8_t signature[64])
{
    (void)ctx;
    (void)to_be_signed;
    (void)n;
    memset(signature, 0, BAYMARK_SIGNATURE_SIZE);
    return 0;
}

const struct baymark_device device = {
    "urn:dev:os:32473-edge",
    BAYMARK_ES256,
    {0xce, 0x58, 0x2b, 0xe2, 0xd2, 0xc0, 0x36, 0x08},
    sign,
    NULL,
    baymark_sha256,
    NULL,
};
const struct baymark_about nothing = {NULL, false, 0, false, 0};

struct baymark_position position_now(void)
{
    struct baymark_position position;

    baymark_start_at(&position, 7);
    return position;
}

struct baymark_senml reading(const char *name, int64_t value)
{
    struct baymark_senml record;

    memset(&record, 0, sizeof record);
    record.name = name;
    record.value = baymark_integer(value);
    return record;
}

void one_reading(struct baymark_pack *pack, uint8_t *bytes, size_t size, int64_t value)
{
    const struct baymark_senml record = reading("t", value);

    baymark_pack_begin(pack, bytes, size);
    check(baymark_pack_add(pack, &record) == BAYMARK_OK, "a reading");
}
