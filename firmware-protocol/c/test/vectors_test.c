/*
 * What the encoder makes is equal to the vectors, byte for byte: vectors_test FOLDER. What is
 * signed is compared, and then the vector's own signature is handed back.
 */
#include "said.h"
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct signer {
    const uint8_t *to_be_signed;
    size_t length;
    const uint8_t *signature;
    bool fails;
};

static int failures;

static void check(bool holds, const char *note, const char *what)
{
    if (!holds) {
        failures++;
        fprintf(stderr, "%s: %s\n", note, what);
    }
}

/* The vector's signature, but only for the vector's bytes. */
static int sign(void *ctx, const uint8_t *to_be_signed, size_t n, uint8_t signature[64])
{
    const struct signer *const signer = ctx;

    if (signer->fails || n != signer->length ||
        memcmp(to_be_signed, signer->to_be_signed, n) != 0) {
        return 1;
    }
    memcpy(signature, signer->signature, BAYMARK_SIGNATURE_SIZE);
    return 0;
}

/* In a buffer of each smaller size: nothing is made, and the size that it takes is told. */
static void small_buffers(struct said *said, const struct baymark_pack *pack, const char *note,
                          size_t length)
{
    const size_t step = length > 4096 ? 97 : 1;

    for (size_t size = 0; size < length; size += step) {
        struct baymark_position position = said->position;
        /* Of exactly this size, so that the sanitizer sees a byte too many. */
        struct baymark_statement statement = {malloc(size + (size == 0)), size, 0, {0}};
        check(said_make(said, pack, &position, &statement) == BAYMARK_BUFFER_SMALL, note,
              "too small");
        check(statement.length == length, note, "the size that it takes");
        check(memcmp(&position, &said->position, sizeof position) == 0, note, "a free number");
        free(statement.bytes);
    }
}

static void equal(struct said *said, const struct baymark_pack *pack, const struct json *vector,
                  struct signer *signer)
{
    const char *const note = json_text(vector, "note");
    size_t length, id_length;
    uint8_t *const expected = json_hex(vector, "statement", &length);
    uint8_t *const id = json_hex(vector, "id", &id_length);
    struct baymark_position position = said->position;
    struct baymark_statement statement = {malloc(length), length, 0, {0}};

    signer->fails = true;
    check(said_make(said, pack, &position, &statement) == BAYMARK_SIGN_FAILED, note,
          "no signature");
    check(memcmp(&position, &said->position, sizeof position) == 0, note, "a free number");
    signer->fails = false;

    check(said_make(said, pack, &position, &statement) == BAYMARK_OK, note, "is made and signed");
    check(statement.length == length && memcmp(statement.bytes, expected, length) == 0, note,
          "is the vector");
    check(memcmp(statement.id, id, sizeof statement.id) == 0, note, "its id");
    check(position.previous_known && memcmp(position.previous, id, sizeof position.previous) == 0,
          note, "previous");
    check(said->position.seq == UINT32_MAX ? !position.open
                                           : position.seq == said->position.seq + 1,
          note, "the next number");
    small_buffers(said, pack, note, length);
    free(statement.bytes);
    free(id);
    free(expected);
}

static struct said said; /* large */
static uint8_t senml[BAYMARK_STATEMENT_MAX];

/* false: it holds a float, and this encoder writes none. */
static bool statement_case(const struct json *vector)
{
    size_t length, to_sign_length;
    uint8_t *const bytes = json_hex(vector, "statement", &length);
    uint8_t *const to_sign = json_hex(vector, "sigStructure", &to_sign_length);
    struct baymark_pack pack;

    said_read(&said, bytes, length);
    baymark_pack_begin(&pack, senml, sizeof senml);
    const bool ours = said.content != SAID_TELEMETRY || said_pack(&said, &said.payload, &pack);
    if (ours) {
        struct signer signer = {to_sign, to_sign_length, said.signature, false};
        said.device.sign = sign;
        said.device.sign_ctx = &signer;
        said.device.hash = baymark_sha256;
        equal(&said, &pack, vector, &signer);
    }
    free(to_sign);
    free(bytes);
    return ours;
}

static void statements(const char *folder)
{
    struct json *const file = json_read(folder, "statements.json");
    int compared = 0;
    int floats = 0;

    for (const struct json *v = json_get(file, "accepted")->first; v != NULL; v = v->next) {
        if (statement_case(v)) {
            compared++;
        } else {
            floats++;
        }
    }
    printf(
        "statements.json: %d made byte for byte; %d with floats, which no device of ours writes\n",
        compared, floats);
    check(compared > 0, "statements.json", "holds statements");
    json_free(file);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: vectors_test FOLDER\n");
        return 64;
    }
    statements(argv[1]);
    return failures == 0 ? 0 : 1;
}
