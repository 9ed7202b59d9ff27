/* COSE_Keys and thumbprints are those of keys.json: keys_test FOLDER. */
#include "checks.h"
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* x of a COSE_Key begins after the same bytes in each suite; y follows it and its label and head.
 */
static void key_case(const struct json *vector)
{
    const char *const name = json_text(vector, "suite");
    size_t length, thumbprint_length;
    uint8_t *const expected = json_hex(vector, "coseKey", &length);
    uint8_t *const thumbprint = json_hex(vector, "thumbprint", &thumbprint_length);
    const enum baymark_suite suite = strcmp(name, "ES256") == 0     ? BAYMARK_ES256
                                     : strcmp(name, "Ed25519") == 0 ? BAYMARK_EDDSA
                                                                    : BAYMARK_SM2;
    const bool okp = suite == BAYMARK_EDDSA;
    const uint8_t *const x = expected + length - (okp ? 32 : 32 + 3 + 32);
    uint8_t key[BAYMARK_COSE_KEY_MAX];
    uint8_t digest[32];

    const size_t written = baymark_cose_key(suite, x, okp ? NULL : x + 32 + 3, key);
    check(written == length && memcmp(key, expected, length) == 0, "its COSE_Key");
    check(baymark_thumbprint(baymark_sha256, NULL, key, written, digest) == BAYMARK_OK, "hash");
    check(memcmp(digest, thumbprint, sizeof digest) == 0, "its thumbprint");
    free(thumbprint);
    free(expected);
}

static void keys(const char *folder)
{
    struct json *const file = json_read(folder, "keys.json");
    int compared = 0;

    for (const struct json *v = json_get(file, "keys")->first; v != NULL; v = v->next) {
        key_case(v);
        compared++;
    }
    printf("keys.json: %d keys and thumbprints\n", compared);
    check(compared > 0, "keys.json holds keys");
    json_free(file);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: keys_test FOLDER\n");
        return 64;
    }
    keys(argv[1]);
    return failures == 0 ? 0 : 1;
}
