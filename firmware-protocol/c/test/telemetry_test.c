/* The hash, and the limits of telemetry and of every statement. */
#include "checks.h"

#include <stdio.h>
#include <string.h>

static uint8_t buffer[BAYMARK_STATEMENT_MAX + 1];

static void hash_of(const char *text, size_t times, const char *hex)
{
    struct baymark_bytes parts[1000];
    uint8_t digest[32];

    for (size_t i = 0; i < times; i++) {
        parts[i].bytes = (const uint8_t *)text;
        parts[i].length = strlen(text);
    }
    baymark_sha256(NULL, parts, times, digest);
    check_hex(digest, sizeof digest, hex, "SHA-256");
}

/* NIST, "SHA-256 examples" (FIPS 180-2, appendix B); the million as a thousand parts of a thousand.
 */
static void hashes(void)
{
    char thousand[1001];

    memset(thousand, 'a', 1000);
    thousand[1000] = '\0';
    hash_of("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hash_of("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    hash_of(thousand, 1000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void refused(const struct baymark_senml *record, const char *what)
{
    struct baymark_pack pack;

    baymark_pack_begin(&pack, buffer, sizeof buffer);
    check(baymark_pack_add(&pack, record) == BAYMARK_BAD_VALUE && pack.length == 0, what);
}

static void bad_senml(void)
{
    static const uint8_t data[257] = {0};
    char long_name[258];
    struct baymark_senml record = reading("t", 1);

    record.text = "on";
    refused(&record, "two values");
    record = reading(NULL, 1);
    refused(&record, "no name");
    record = reading("", 1);
    refused(&record, "an empty name");
    record = reading("-t", 1);
    refused(&record, "a name that begins with a mark");
    record = reading("a b", 1);
    refused(&record, "a space in a name");
    memset(long_name, 'n', sizeof long_name);
    long_name[257] = '\0';
    record = reading(long_name, 1);
    refused(&record, "a name of 257");
    long_name[256] = '\0';
    record = reading(long_name, 1);
    record.base_name = "b";
    refused(&record, "256 after a base name of 1");
    record = reading("t", 1);
    record.unit = long_name;
    record.base_name = "+";
    refused(&record, "a base name that begins with a mark");
    record = reading("t", 1);
    record.value = baymark_decimal(1, 19);
    refused(&record, "an exponent of 19");
    record.value = baymark_decimal(1, -19);
    refused(&record, "an exponent of -19");
    memset(&record, 0, sizeof record);
    record.name = "t";
    refused(&record, "a name and no value");
    memset(&record, 0, sizeof record);
    record.time = baymark_integer(1);
    refused(&record, "a time and no value");
    memset(&record, 0, sizeof record);
    record.name = "t";
    record.data.bytes = data;
    record.data.length = sizeof data;
    refused(&record, "data of 257");
}

/* The head of the array grows at 24 and at 256 records; 1,024 is the end; a full buffer changes
 * nothing. */
static void growing_pack(void)
{
    struct baymark_pack pack;
    static uint8_t copy[BAYMARK_STATEMENT_MAX];

    baymark_pack_begin(&pack, buffer, sizeof buffer);
    for (unsigned count = 1; count <= BAYMARK_READINGS_MAX; count++) {
        const struct baymark_senml record = reading("t", 1);
        const size_t head = count < 24 ? 1 : count < 256 ? 2 : 3;
        const size_t full = pack.size;
        const size_t before = pack.length;

        pack.size = head + count * 6 - 1;
        memcpy(copy, buffer, sizeof copy);
        check(baymark_pack_add(&pack, &record) == BAYMARK_BUFFER_SMALL, "no room");
        check(pack.needed == pack.size + 1, "the room that it takes");
        check(pack.length == before && memcmp(copy, buffer, sizeof copy) == 0, "as it was");
        pack.size = full;
        check(baymark_pack_add(&pack, &record) == BAYMARK_OK, "a record");
        check(pack.length == head + count * 6, "its length");
        check_hex(buffer + pack.length - 6, 6, "a20061740201", "the last record");
        check_hex(buffer + head, 6, "a20061740201", "the first record");
    }
    check_hex(buffer, 3, "990400", "the head");
    const struct baymark_senml one_more = reading("t", 1);
    check(baymark_pack_add(&pack, &one_more) == BAYMARK_TOO_LARGE, "1,025 records");
}

static int no_hash(void *ctx, const struct baymark_bytes *parts, size_t parts_count,
                   uint8_t digest[32])
{
    (void)ctx;
    (void)parts;
    (void)parts_count;
    (void)digest;
    return 1;
}

static void frames(void)
{
    uint8_t small[16];
    struct baymark_pack pack;
    struct baymark_statement statement = {buffer, sizeof buffer, 0, {0}};
    struct baymark_position position = position_now();
    struct baymark_about about = nothing;
    struct baymark_device other = device;

    one_reading(&pack, small, sizeof small, 1);
    about.has_time = true;
    about.time = (uint64_t)1 << 53;
    check(baymark_telemetry(&device, &position, &about, &pack, &statement) == BAYMARK_BAD_VALUE,
          "a time of 2^53");
    about.time--;
    other.hash = no_hash;
    check(baymark_telemetry(&other, &position, &about, &pack, &statement) == BAYMARK_HASH_FAILED,
          "a hash that fails");
    check(position.seq == 0, "its number is free");
    check(baymark_telemetry(&device, &position, &about, &pack, &statement) == BAYMARK_OK, "2^53-1");
    position.seq = UINT32_MAX;
    check(baymark_telemetry(&device, &position, &about, &pack, &statement) == BAYMARK_OK,
          "the last number");
    check(baymark_telemetry(&device, &position, &about, &pack, &statement) == BAYMARK_NOT_STARTED,
          "no number is left in this boot");
    check(statement.length == 0, "and nothing was made");

    /* The longest statement is 16,384 bytes, and a payload of one byte more makes it too large. */
    static uint8_t payload[BAYMARK_STATEMENT_MAX];
    position = position_now();
    pack.bytes = payload;
    pack.length = BAYMARK_STATEMENT_MAX - 200;
    check(baymark_telemetry(&device, &position, &nothing, &pack, &statement) == BAYMARK_OK, "long");
    position = position_now();
    pack.length += BAYMARK_STATEMENT_MAX - statement.length;
    check(baymark_telemetry(&device, &position, &nothing, &pack, &statement) == BAYMARK_OK &&
              statement.length == BAYMARK_STATEMENT_MAX,
          "the longest");
    position = position_now();
    pack.length++;
    check(baymark_telemetry(&device, &position, &nothing, &pack, &statement) == BAYMARK_TOO_LARGE,
          "too long");
    baymark_pack_begin(&pack, small, sizeof small);
    check(baymark_telemetry(&device, &position, &nothing, &pack, &statement) == BAYMARK_BAD_VALUE,
          "no reading");
}

int main(void)
{
    hashes();
    bad_senml();
    growing_pack();
    frames();
    printf("telemetry: what it refuses, and the limits\n");
    return failures == 0 ? 0 : 1;
}
