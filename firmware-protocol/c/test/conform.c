/*
 * The encoder as "./baymark conform --encoder" wants it: a case on standard input, the statement in
 * hexadecimal on standard output. It puts the signature that the case gives where its own would
 * stand. Exits 77, and says nothing, if the case holds a number that no device of ours writes.
 */
#include "asked.h"

#include <stdio.h>
#include <string.h>

enum { NOT_MADE = 77 };

static int given(void *signature, const uint8_t *to_be_signed, size_t n, uint8_t to[64])
{
    (void)to_be_signed, (void)n;
    memcpy(to, signature, BAYMARK_SIGNATURE_SIZE);
    return 0;
}

static int answer(const struct json *asked)
{
    static struct said said; /* large */
    static uint8_t senml[BAYMARK_STATEMENT_MAX], bytes[BAYMARK_STATEMENT_MAX];
    struct baymark_statement statement = {.bytes = bytes, .size = sizeof bytes};
    struct baymark_pack pack;

    baymark_pack_begin(&pack, senml, sizeof senml);
    if (!asked_read(asked, &said, &pack)) {
        return NOT_MADE;
    }
    said.device.sign = given;
    said.device.sign_ctx = said.signature;
    said.device.hash = baymark_sha256;
    const enum baymark_result made = said_make(&said, &pack, &said.position, &statement);
    if (made != BAYMARK_OK) {
        fprintf(stderr, "the encoder answers %d\n", (int)made);
        return 1;
    }
    for (size_t i = 0; i < statement.length; i++) {
        printf("%02x", bytes[i]);
    }
    printf("\n");
    return 0;
}

int main(void)
{
    struct json *const asked = json_from(stdin, "standard input");
    const int exit_code = answer(asked);
    json_free(asked);
    return exit_code;
}
