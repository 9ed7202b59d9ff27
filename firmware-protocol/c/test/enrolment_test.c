/*
 * Labels and accepted proofs are those of enrolment.json, made again: enrolment_test FOLDER. What is
 * signed is not compared but in the proof, into which the vector's own signatures are put.
 */
#include "checks.h"
#include "json.h"
#include "speaker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fails(void *ctx, const uint8_t *to_be_signed, size_t n, uint8_t signature[64])
{
    (void)ctx, (void)to_be_signed, (void)n, (void)signature;
    return 1;
}

static void take_name(struct reader *in, char name[SPEAKER_NAME_MAX + 1])
{
    const struct baymark_bytes text = span(in, CBOR_TEXT);
    demand(text.length <= SPEAKER_NAME_MAX, "a name");
    memcpy(name, text.bytes, text.length);
    name[text.length] = '\0';
}

/* The speaker's key is that of this vector; the bytes are to be freed. */
static uint8_t *key_of(const struct json *vector, struct speaker *speaker)
{
    struct baymark_bytes bytes = {NULL, 0};
    uint8_t *const key = json_hex(vector, "coseKey", &bytes.length);

    bytes.bytes = key;
    struct reader in = reader(bytes);
    speaker_key(&in, speaker);
    return key;
}

/* The key of keys.json of which member says this; the bytes are to be freed. */
static uint8_t *key_with(const struct json *keys, const char *member, const char *value,
                         struct speaker *speaker)
{
    for (const struct json *v = json_get(keys, "keys")->first; v != NULL; v = v->next) {
        if (strcmp(json_text(v, member), value) == 0) {
            return key_of(v, speaker);
        }
    }
    demand(false, value);
    return NULL;
}

static void label_case(const struct json *vector, const struct json *keys)
{
    struct speaker speaker = {.name = ""};
    char text[BAYMARK_LABEL_MAX];
    uint8_t *const key = key_with(keys, "thumbprint", json_text(vector, "thumbprint"), &speaker);

    snprintf(speaker.name, sizeof speaker.name, "%s", json_text(vector, "name"));
    check(baymark_label(&speaker.device, &speaker.key, text) == BAYMARK_OK, "a label");
    check(strcmp(text, json_text(vector, "text")) == 0, "is the vector");
    free(key);
}

/* The parts of a proof that a device is given; the order of the fields is that of the page. */
struct parts {
    struct speaker before;
    struct speaker after; /* in a possession the same */
    char gateway[SPEAKER_NAME_MAX + 1];
    const uint8_t *nonce; /* NULL: a roll-over */
};

static void read_payload(struct reader in, struct parts *parts)
{
    demand(argument(&in, CBOR_MAP) >= 3 && integer(&in) == 1, "a proof");
    const bool possession = span(&in, CBOR_TEXT).length == strlen("possess");
    demand(integer(&in) == 2, "its key");
    speaker_key(&in, &parts->after);
    if (possession) {
        demand(integer(&in) == 3, "a gateway");
        take_name(&in, parts->gateway);
        demand(integer(&in) == 4, "a nonce");
        parts->nonce = span(&in, CBOR_BYTES).bytes;
    } else {
        demand(integer(&in) == 5, "a consent");
        parts->after.signature = span(&in, CBOR_BYTES).bytes;
    }
}

/* The kid of the key that signed, as hex digits. */
static void read_header(struct reader in, struct parts *parts, char kid[17])
{
    demand(argument(&in, CBOR_MAP) == 4 && integer(&in) == 1, "a header");
    integer(&in);
    demand(integer(&in) == 3, "a content type");
    span(&in, CBOR_TEXT);
    demand(integer(&in) == 4, "a kid");
    const uint8_t *const bytes = span(&in, CBOR_BYTES).bytes;
    for (size_t i = 0; i < BAYMARK_KID_SIZE; i++) {
        snprintf(kid + 2 * i, 3, "%02x", bytes[i]);
    }
    demand(integer(&in) == 15 && argument(&in, CBOR_MAP) == 2 && integer(&in) == 1, "claims");
    take_name(&in, parts->before.name);
    memcpy(parts->after.name, parts->before.name, sizeof parts->after.name);
}

static enum baymark_result make(const struct parts *parts, struct baymark_statement *statement)
{
    const struct speaker *const before = &parts->before;
    return parts->nonce != NULL
               ? baymark_possession(&before->device, &before->key, parts->gateway, parts->nonce,
                                    statement)
               : baymark_roll_over(&before->device, &before->key, &parts->after.device,
                                   &parts->after.key, statement);
}

static void refusals(struct parts *parts, struct baymark_statement *statement)
{
    const struct parts good = *parts;

    parts->before.device.sign = fails;
    check(make(parts, statement) == BAYMARK_SIGN_FAILED, "no signature");
    *parts = good;
    parts->before.device.kid[0] ^= 1;
    check(make(parts, statement) == BAYMARK_BAD_VALUE, "the kid of another key");
    *parts = good;
    parts->before.key.x = NULL;
    check(make(parts, statement) == BAYMARK_BAD_VALUE, "no key");
    *parts = good;
    if (parts->nonce != NULL) {
        parts->gateway[0] = '\0';
        check(make(parts, statement) == BAYMARK_BAD_VALUE, "no gateway");
    } else {
        parts->after.device.name = "urn:dev:os:32473-other";
        check(make(parts, statement) == BAYMARK_BAD_VALUE, "the key of another device");
        *parts = good;
        parts->after.device.sign = fails;
        check(make(parts, statement) == BAYMARK_SIGN_FAILED, "no consent");
        check(baymark_roll_over(&parts->before.device, &parts->before.key, &parts->before.device,
                                &parts->before.key, statement) == BAYMARK_BAD_VALUE,
              "to the same key");
    }
    *parts = good;
}

/* A possession says its own key; of a roll-over the vector does, or keys.json by the kid. */
static uint8_t *key_before(const struct json *vector, const struct json *keys, const char *kid,
                           struct parts *parts)
{
    const struct json *const named = json_find(vector, "coseKey");

    if (parts->nonce != NULL) {
        parts->before = parts->after;
        parts->before.device.name = parts->before.name;
        parts->before.device.sign_ctx = &parts->before.signature;
        return NULL;
    }
    return named != NULL && named->type == JSON_STRING
               ? key_of(vector, &parts->before)
               : key_with(keys, "kid", kid, &parts->before);
}

static void proof_case(const struct json *vector, const struct json *keys)
{
    static struct parts parts;
    struct baymark_bytes whole = {NULL, 0};
    uint8_t *const expected = json_hex(vector, "signed", &whole.length);
    char kid[17];

    memset(&parts, 0, sizeof parts);
    whole.bytes = expected;
    struct reader in = reader(whole);
    demand(argument(&in, CBOR_TAG) == 18 && argument(&in, CBOR_ARRAY) == 4, "a COSE_Sign1");
    read_header(reader(span(&in, CBOR_BYTES)), &parts, kid);
    demand(argument(&in, CBOR_MAP) == 0, "the unprotected header");
    read_payload(reader(span(&in, CBOR_BYTES)), &parts);
    uint8_t *const key = key_before(vector, keys, kid, &parts);
    parts.before.signature = span(&in, CBOR_BYTES).bytes;

    for (size_t size = 0; size <= whole.length; size++) {
        /* Of exactly this size, so that the sanitizer sees a byte too many. */
        struct baymark_statement statement = {malloc(size + (size == 0)), size, 0, {0}};
        const enum baymark_result made = make(&parts, &statement);
        check(statement.length == whole.length, "the size that it takes");
        check(made == (size < whole.length ? BAYMARK_BUFFER_SMALL : BAYMARK_OK), "is made");
        if (made == BAYMARK_OK) {
            check(memcmp(statement.bytes, expected, whole.length) == 0, "is the vector");
            refusals(&parts, &statement);
        }
        free(statement.bytes);
    }
    free(key);
    free(expected);
}

/* All accepted proofs below this value, wherever they stand. */
static int proofs(const struct json *json, const struct json *keys)
{
    int made = 0;

    if (json->type != JSON_ARRAY && json->type != JSON_OBJECT) {
        return 0;
    }
    if (json->type == JSON_OBJECT && json_find(json, "signed") != NULL &&
        json_get(json, "reason")->type == JSON_NULL) {
        proof_case(json, keys);
        made++;
    }
    for (const struct json *v = json->first; v != NULL; v = v->next) {
        made += proofs(v, keys);
    }
    return made;
}

int main(int argc, char **argv)
{
    int labels = 0;

    if (argc != 2) {
        fprintf(stderr, "usage: enrolment_test FOLDER\n");
        return 64;
    }
    struct json *const file = json_read(argv[1], "enrolment.json");
    struct json *const keys = json_read(argv[1], "keys.json");
    for (const struct json *v = json_get(file, "labels")->first; v != NULL; v = v->next) {
        label_case(v, keys);
        labels++;
    }
    const int made = proofs(file, keys);
    check(labels > 0 && made > 1, "enrolment.json holds labels and proofs");
    printf("enrolment.json: %d labels, %d proofs made byte for byte\n", labels, made);
    json_free(keys);
    json_free(file);
    return failures == 0 ? 0 : 1;
}
