#include "asked.h"
#include "speaker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The device of the case, which speaks with the key coseKey; the bytes are to be freed. */
static uint8_t *read_speaker(const struct json *asked, const char *name, struct speaker *speaker)
{
    struct baymark_bytes bytes = {NULL, 0};
    uint8_t *const key = json_hex(asked, "coseKey", &bytes.length);

    memset(speaker, 0, sizeof *speaker);
    bytes.bytes = key;
    struct reader in = reader(bytes);
    speaker_key(&in, speaker);
    snprintf(speaker->name, sizeof speaker->name, "%s", name);
    return key;
}

bool asked_label(const struct json *asked, struct baymark_statement *made,
                 enum baymark_result *result)
{
    struct speaker speaker;
    uint8_t *const key = read_speaker(asked, json_text(asked, "name"), &speaker);

    demand(made->size >= BAYMARK_LABEL_MAX, "room for a label");
    *result = baymark_label(&speaker.device, &speaker.key, (char *)made->bytes);
    made->length = strlen((char *)made->bytes);
    free(key);
    return true;
}

/* A key that the content gives as x and y; its COSE_Key is made in cose. */
static void read_key(const struct json *key, uint8_t xy[64], uint8_t cose[BAYMARK_COSE_KEY_MAX],
                     struct speaker *speaker)
{
    const char *const curve = json_text(key, "crv");
    const enum baymark_suite suite = strcmp(curve, "1") == 0   ? BAYMARK_ES256
                                     : strcmp(curve, "6") == 0 ? BAYMARK_EDDSA
                                                               : BAYMARK_SM2;
    struct baymark_bytes bytes = {cose, 0};

    asked_fixed(key, "x", xy, 32);
    if (suite != BAYMARK_EDDSA) {
        asked_fixed(key, "y", xy + 32, 32);
    }
    bytes.length = baymark_cose_key(suite, xy, xy + 32, cose);
    struct reader in = reader(bytes);
    speaker_key(&in, speaker);
}

bool asked_proof(const struct json *asked, struct baymark_statement *made,
                 enum baymark_result *result)
{
    const struct json *const content = json_get(asked, "content");
    const char *const name = json_text(asked, "iss");
    struct speaker before, after;
    uint8_t *const key = read_speaker(asked, name, &before);
    uint8_t xy[64], cose[BAYMARK_COSE_KEY_MAX], nonce[BAYMARK_NONCE_SIZE];
    uint8_t signature[BAYMARK_SIGNATURE_SIZE], consent[BAYMARK_SIGNATURE_SIZE];

    asked_fixed(asked, "signature", signature, sizeof signature);
    before.signature = signature;
    if (strcmp(json_text(asked, "make"), "possession") == 0) {
        asked_fixed(content, "nonce", nonce, sizeof nonce);
        *result = baymark_possession(&before.device, &before.key, json_text(content, "gateway"),
                                     nonce, made);
    } else {
        memset(&after, 0, sizeof after);
        memcpy(after.name, before.name, sizeof after.name);
        read_key(json_get(content, "key"), xy, cose, &after);
        asked_fixed(content, "consent", consent, sizeof consent);
        after.signature = consent;
        *result = baymark_roll_over(&before.device, &before.key, &after.device, &after.key, made);
    }
    free(key);
    return true;
}
