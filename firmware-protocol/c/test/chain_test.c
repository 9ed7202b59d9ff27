/*
 * Records, links and covers are those of chain.json: chain_test FOLDER. Where all records of a
 * cover arrived in order, a device says them again, one after the other, and covers them.
 */
#include "checks.h"
#include "json.h"
#include "said.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct said said; /* large */
static uint8_t senml[BAYMARK_RECORD_MAX];
static uint8_t links[BAYMARK_COVER_MAX * BAYMARK_LINK_SIZE];

/* Hands back the signature of the vector: the bytes that were signed are compared in its statement.
 */
static int sign(void *ctx, const uint8_t *to_be_signed, size_t n, uint8_t signature[64])
{
    (void)ctx;
    (void)to_be_signed;
    (void)n;
    memcpy(signature, said.signature, BAYMARK_SIGNATURE_SIZE);
    return 0;
}

/* Says this record again as the next of the chain, in a buffer that just holds it. */
static void say(struct baymark_chain *chain, const uint8_t *expected, size_t length)
{
    struct baymark_device speaker = device;
    struct baymark_pack pack;
    uint32_t boot;
    uint32_t number;
    uint8_t *const bytes = malloc(length);
    size_t made = 0;

    const struct baymark_bytes telemetry =
        said_record(expected, length, speaker.kid, &boot, &number);
    check(chain->boot == boot && chain->number == number, "the next record");
    said.texts_used = 0;
    baymark_pack_begin(&pack, senml, sizeof senml);
    check(said_pack(&said, &telemetry, &pack), "no floats in a record");
    check(baymark_record(&speaker, chain, &pack, bytes, length - 1, &made) ==
                  BAYMARK_BUFFER_SMALL &&
              made == length,
          "a buffer that is too small");
    check(baymark_record(&speaker, chain, &pack, bytes, length, &made) == BAYMARK_OK, "a record");
    check(made == length && memcmp(bytes, expected, length) == 0, "is the vector");
    free(bytes);
}

static void record_case(const struct json *vector)
{
    size_t length, link_length;
    uint8_t *const expected = json_hex(vector, "record", &length);
    uint8_t *const link = json_hex(vector, "linkAfterZero", &link_length);
    struct baymark_chain chain;

    memset(&chain, 0, sizeof chain);
    chain.boot = (uint32_t)strtoul(json_text(vector, "boot"), NULL, 10);
    chain.number = strtoul(json_text(vector, "number"), NULL, 10);
    chain.first = chain.number;
    chain.stride = 1;
    say(&chain, expected, length);
    check(memcmp(chain.link, link, sizeof chain.link) == 0, "its link");
    free(link);
    free(expected);
}

static bool in_order(const struct json *vector)
{
    const struct json *attested = json_get(vector, "attested")->first;
    const struct json *arrived = json_get(vector, "arrived")->first;
    uint64_t number = said.chain.first;

    for (; attested != NULL && arrived != NULL; number++) {
        uint8_t kid[8];
        uint32_t boot, found;
        size_t length;
        uint8_t *const record = json_hex(arrived, NULL, &length);
        said_record(record, length, kid, &boot, &found);
        free(record);
        if (found != number) {
            return false;
        }
        attested = attested->next;
        arrived = arrived->next;
    }
    return attested == NULL && arrived == NULL && number == said.chain.number;
}

/* true: it was said again. */
static bool cover_case(const struct json *vector)
{
    size_t length;
    uint8_t *const expected = json_hex(vector, "statement", &length);

    said_read(&said, expected, length);
    const bool whole = in_order(vector);
    if (whole) {
        struct baymark_chain chain = said.chain;
        struct baymark_device speaker = said.device;
        struct baymark_position position = said.position;
        struct baymark_statement statement = {malloc(length), length, 0, {0}};
        char name[129];

        /* The records are said before the cover, into texts that the cover's name lies in. */
        snprintf(name, sizeof name, "%s", said.device.name);
        speaker.name = name;
        speaker.sign = sign;
        speaker.hash = baymark_sha256;
        chain.number = chain.first;
        memcpy(chain.link, chain.before, sizeof chain.link);
        chain.links = links;
        for (const struct json *v = json_get(vector, "arrived")->first; v != NULL; v = v->next) {
            size_t record_length;
            uint8_t *const record = json_hex(v, NULL, &record_length);
            say(&chain, record, record_length);
            free(record);
        }
        check(baymark_cover(&speaker, &position, &said.about, &chain, &statement) == BAYMARK_OK,
              "a cover");
        check(statement.length == length && memcmp(statement.bytes, expected, length) == 0,
              json_text(vector, "note"));
        free(statement.bytes);
    }
    free(expected);
    return whole;
}

int main(int argc, char **argv)
{
    int records = 0;
    int covers = 0;

    if (argc != 2) {
        fprintf(stderr, "usage: chain_test FOLDER\n");
        return 64;
    }
    struct json *const file = json_read(argv[1], "chain.json");
    for (const struct json *v = json_get(file, "records")->first; v != NULL; v = v->next) {
        record_case(v);
        records++;
    }
    for (const struct json *v = json_get(file, "covers")->first; v != NULL; v = v->next) {
        covers += cover_case(v) ? 1 : 0;
    }
    check(records > 0 && covers > 0, "chain.json holds records and covers");
    printf("chain.json: %d records and links; %d covers of records said again\n", records, covers);
    json_free(file);
    return failures == 0 ? 0 : 1;
}
