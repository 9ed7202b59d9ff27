/*
 * The encoder as "./baymark conform --encoder" wants it: a case on standard input, what it asks for
 * in hexadecimal on standard output. It puts the signatures that the case gives where its own would
 * stand. Exits 77, and says nothing, if the case holds a number that no device of ours writes.
 */
#include "asked.h"

#include <stdio.h>
#include <string.h>

enum { NOT_MADE = 77 };

static const struct sort {
    const char *make;
    bool (*encode)(const struct json *asked, struct baymark_statement *made,
                   enum baymark_result *result);
} sorts[] = {
    {"statement", asked_statement}, {"record", asked_record},    {"cover", asked_cover},
    {"label", asked_label},         {"possession", asked_proof}, {"roll-over", asked_proof},
};

static int given(void *signature, const uint8_t *to_be_signed, size_t n, uint8_t to[64])
{
    (void)to_be_signed, (void)n;
    memcpy(to, signature, BAYMARK_SIGNATURE_SIZE);
    return 0;
}

bool asked_statement(const struct json *asked, struct baymark_statement *made,
                     enum baymark_result *result)
{
    static struct said said; /* large */
    static uint8_t senml[BAYMARK_STATEMENT_MAX];
    struct baymark_pack pack;

    baymark_pack_begin(&pack, senml, sizeof senml);
    if (!asked_read(asked, &said, &pack)) {
        return false;
    }
    said.device.sign = given;
    said.device.sign_ctx = said.signature;
    said.device.hash = baymark_sha256;
    *result = said_make(&said, &pack, &said.position, made);
    return true;
}

static int answer(const struct json *asked, const struct sort *sort)
{
    static uint8_t bytes[BAYMARK_STATEMENT_MAX];
    struct baymark_statement made = {.bytes = bytes, .size = sizeof bytes};
    enum baymark_result result = BAYMARK_OK;

    if (!sort->encode(asked, &made, &result)) {
        return NOT_MADE;
    }
    if (result != BAYMARK_OK) {
        fprintf(stderr, "the encoder answers %d\n", (int)result);
        return 1;
    }
    for (size_t i = 0; i < made.length; i++) {
        printf("%02x", bytes[i]);
    }
    printf("\n");
    return 0;
}

int main(void)
{
    struct json *const asked = json_from(stdin, "standard input");
    const char *const make = json_text(asked, "make");
    int exit_code = NOT_MADE;

    for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++) {
        if (strcmp(sorts[i].make, make) == 0) {
            exit_code = answer(asked, &sorts[i]);
        }
    }
    json_free(asked);
    return exit_code;
}
