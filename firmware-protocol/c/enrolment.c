#include "statement.h"

#include <string.h>

#define CONTENT_ENROLMENT "application/vnd.baymark.enrolment+cbor"
#define NAME_MAX 128u

/* The longest that a new key signs: array, type, name, two thumbprints with their heads. */
#define CONSENTED_MAX (1u + 21u + 2u + NAME_MAX + 34u + 34u)

/* A public key as others see it. */
struct seen {
    enum baymark_suite suite;
    const struct baymark_public_key *key;
    uint8_t thumbprint[32];
};

static enum baymark_result see(const struct baymark_device *device,
                               const struct baymark_public_key *key, struct seen *seen)
{
    uint8_t cose[BAYMARK_COSE_KEY_MAX];
    const bool whole = key->x != NULL && (device->suite == BAYMARK_EDDSA || key->y != NULL);

    if (!whole || !text_fits(device->name, 1, NAME_MAX)) {
        return BAYMARK_BAD_VALUE;
    }
    seen->suite = device->suite;
    seen->key = key;
    const size_t length = baymark_cose_key(device->suite, key->x, key->y, cose);
    const enum baymark_result hashed =
        baymark_thumbprint(device->hash, device->hash_ctx, cose, length, seen->thumbprint);
    if (hashed != BAYMARK_OK) {
        return hashed;
    }
    return memcmp(device->kid, seen->thumbprint, sizeof device->kid) == 0 ? BAYMARK_OK
                                                                          : BAYMARK_BAD_VALUE;
}

static char *put_text(char *to, const char *text)
{
    const size_t length = strlen(text);

    memcpy(to, text, length);
    return to + length;
}

/* RFC 4648, section 5, without padding: 32 bytes are ten times three, and two. */
static char *put_base64url(char *to, const uint8_t bytes[32])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    for (unsigned bit = 0; bit < 256; bit += 6) {
        const unsigned high = bytes[bit / 8];
        const unsigned low = bit / 8 < 31 ? bytes[bit / 8 + 1] : 0;
        *to++ = digits[((high << 8 | low) >> (10 - bit % 8)) & 63u];
    }
    return to;
}

enum baymark_result baymark_label(const struct baymark_device *device,
                                  const struct baymark_public_key *key,
                                  char text[BAYMARK_LABEL_MAX])
{
    struct seen seen;

    text[0] = '\0';
    const enum baymark_result known = see(device, key, &seen);
    if (known != BAYMARK_OK) {
        return known;
    }
    char *at = put_text(text, "baymark:1:");
    at = put_text(at, device->suite == BAYMARK_ES256   ? "ES256:"
                      : device->suite == BAYMARK_EDDSA ? "EDDSA:"
                                                       : "SM2:");
    at = put_base64url(at, seen.thumbprint);
    *at++ = ':';
    *put_text(at, device->name) = '\0';
    return BAYMARK_OK;
}

/* The statement around a payload that is written here: these have no position. */
static enum baymark_result sign_payload(const struct baymark_device *device,
                                        void (*put)(struct cbor *cbor, const void *what),
                                        const void *what, struct baymark_statement *statement)
{
    static const struct baymark_about itself = {NULL, false, 0, false, 0};
    struct draft draft;
    struct cbor counted = {NULL, 0, 0};

    put(&counted, what);
    const enum baymark_result begun = statement_begin(
        &draft, device, NULL, &itself, CONTENT_ENROLMENT, counted.length, statement);
    if (begun != BAYMARK_OK) {
        return begun;
    }
    put(&draft.cbor, what);
    return statement_end(&draft, device, NULL, statement);
}

static void put_action(struct cbor *cbor, uint8_t fields, const char *action,
                       const struct seen *seen)
{
    uint8_t cose[BAYMARK_COSE_KEY_MAX];

    cbor_head(cbor, CBOR_MAP, fields);
    cbor_head(cbor, CBOR_UNSIGNED, 1);
    cbor_text(cbor, action);
    cbor_head(cbor, CBOR_UNSIGNED, 2);
    cbor_raw(cbor, cose, baymark_cose_key(seen->suite, seen->key->x, seen->key->y, cose));
}

struct possession {
    struct seen key;
    const char *gateway;
    const uint8_t *nonce;
};

static void put_possession(struct cbor *cbor, const void *what)
{
    const struct possession *const proof = what;

    put_action(cbor, 4, "possess", &proof->key);
    cbor_head(cbor, CBOR_UNSIGNED, 3);
    cbor_text(cbor, proof->gateway);
    cbor_head(cbor, CBOR_UNSIGNED, 4);
    cbor_bytes(cbor, proof->nonce, BAYMARK_NONCE_SIZE);
}

enum baymark_result baymark_possession(const struct baymark_device *device,
                                       const struct baymark_public_key *key, const char *gateway,
                                       const uint8_t nonce[BAYMARK_NONCE_SIZE],
                                       struct baymark_statement *statement)
{
    struct possession proof;

    statement->length = 0;
    proof.gateway = gateway;
    proof.nonce = nonce;
    if (!text_fits(gateway, 1, NAME_MAX) || nonce == NULL) {
        return BAYMARK_BAD_VALUE;
    }
    const enum baymark_result known = see(device, key, &proof.key);
    return known != BAYMARK_OK ? known : sign_payload(device, put_possession, &proof, statement);
}

struct roll_over {
    struct seen key; /* the one after */
    uint8_t consent[BAYMARK_SIGNATURE_SIZE];
};

static void put_roll_over(struct cbor *cbor, const void *what)
{
    const struct roll_over *const order = what;

    put_action(cbor, 3, "roll over", &order->key);
    cbor_head(cbor, CBOR_UNSIGNED, 5);
    cbor_bytes(cbor, order->consent, sizeof order->consent);
}

/* The new key signs that it takes the place of the other. */
static enum baymark_result consent(const struct baymark_device *after, const uint8_t before[32],
                                   struct roll_over *order)
{
    uint8_t bytes[CONSENTED_MAX];
    struct cbor out = {bytes, sizeof bytes, 0};

    cbor_head(&out, CBOR_ARRAY, 4);
    cbor_text(&out, "baymark roll-over v1");
    cbor_text(&out, after->name);
    cbor_bytes(&out, before, 32);
    cbor_bytes(&out, order->key.thumbprint, 32);
    return after->sign(after->sign_ctx, bytes, out.length, order->consent) == 0
               ? BAYMARK_OK
               : BAYMARK_SIGN_FAILED;
}

enum baymark_result baymark_roll_over(const struct baymark_device *before,
                                      const struct baymark_public_key *key_before,
                                      const struct baymark_device *after,
                                      const struct baymark_public_key *key_after,
                                      struct baymark_statement *statement)
{
    struct roll_over order;

    statement->length = 0;
    enum baymark_result result = see(before, key_before, &order.key);
    if (result != BAYMARK_OK) {
        return result;
    }
    uint8_t old[32];
    memcpy(old, order.key.thumbprint, sizeof old);
    result = see(after, key_after, &order.key);
    if (result != BAYMARK_OK) {
        return result;
    }
    if (strcmp(before->name, after->name) != 0 || memcmp(old, order.key.thumbprint, 32) == 0) {
        return BAYMARK_BAD_VALUE;
    }
    result = consent(after, old, &order);
    return result != BAYMARK_OK ? result : sign_payload(before, put_roll_over, &order, statement);
}
