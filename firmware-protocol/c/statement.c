#include "statement.h"

#include <string.h>

/*
 * Both forms hold the protected header and the payload as the same byte strings (RFC 9052, sections
 * 4.2 and 4.4):
 *
 *   Sig_structure = 84 6a "Signature1"  protected  40  payload
 *   COSE_Sign1    = d2 84               protected  a0  payload  58 40 signature
 *
 * So the first is written where the second will stand, and becomes it in place: what is between is
 * moved forward, one byte is changed, the signature is added.
 */
#define TO_SIGN_HEAD 12u
#define SIGN1_HEAD 2u
#define SIGN1_TAIL (2u + BAYMARK_SIGNATURE_SIZE)

/* Content format 112: SenML-CBOR (RFC 8428, section 12.3). */
#define CONTENT_SENML 112u

/* The private claim of section 5, -65537, as the argument of a negative integer. */
#define CLAIM_POSITION 65536u

bool text_fits(const char *text, size_t min, size_t max)
{
    if (text == NULL) {
        return false;
    }
    const size_t length = strlen(text);
    return length >= min && length <= max;
}

const char *subject_of(const struct baymark_device *device, const struct baymark_about *about)
{
    return about->subject != NULL ? about->subject : device->name;
}

static void put_position(struct cbor *cbor, const struct baymark_position *position,
                         const struct baymark_about *about)
{
    cbor_head(cbor, CBOR_ARRAY, about->has_uptime ? 4 : 3);
    cbor_head(cbor, CBOR_UNSIGNED, position->boot);
    cbor_head(cbor, CBOR_UNSIGNED, position->seq);
    if (position->previous_known) {
        cbor_bytes(cbor, position->previous, sizeof position->previous);
    } else {
        cbor_head(cbor, CBOR_SIMPLE, CBOR_NULL);
    }
    if (about->has_uptime) {
        cbor_head(cbor, CBOR_UNSIGNED, about->uptime_ms);
    }
}

/* RFC 9052, section 3.1: alg 1, content type 3, kid 4. RFC 9597: CWT claims 15. */
static void put_protected(struct cbor *cbor, const struct baymark_device *device,
                          const struct baymark_position *position,
                          const struct baymark_about *about, const char *content_type)
{
    cbor_head(cbor, CBOR_MAP, 4);
    cbor_head(cbor, CBOR_UNSIGNED, 1);
    cbor_integer(cbor, (int64_t)device->suite);
    cbor_head(cbor, CBOR_UNSIGNED, 3);
    if (content_type != NULL) {
        cbor_text(cbor, content_type);
    } else {
        cbor_head(cbor, CBOR_UNSIGNED, CONTENT_SENML);
    }
    cbor_head(cbor, CBOR_UNSIGNED, 4);
    cbor_bytes(cbor, device->kid, sizeof device->kid);
    cbor_head(cbor, CBOR_UNSIGNED, 15);

    /* RFC 8392, section 4: iss 1, sub 2, iat 6. */
    const bool has_position = position != NULL;
    cbor_head(cbor, CBOR_MAP, 2u + (about->has_time ? 1u : 0u) + (has_position ? 1u : 0u));
    cbor_head(cbor, CBOR_UNSIGNED, 1);
    cbor_text(cbor, device->name);
    cbor_head(cbor, CBOR_UNSIGNED, 2);
    cbor_text(cbor, subject_of(device, about));
    if (about->has_time) {
        cbor_head(cbor, CBOR_UNSIGNED, 6);
        cbor_head(cbor, CBOR_UNSIGNED, about->time);
    }
    if (has_position) {
        cbor_head(cbor, CBOR_NEGATIVE, CLAIM_POSITION);
        put_position(cbor, position, about);
    }
}

static bool claims_good(const struct baymark_device *device, const struct baymark_about *about)
{
    return text_fits(device->name, 1, 128) &&
           (about->subject == NULL || text_fits(about->subject, 1, BAYMARK_TEXT_MAX)) &&
           (!about->has_time || about->time <= U53_MAX) &&
           (!about->has_uptime || about->uptime_ms <= U53_MAX);
}

enum baymark_result statement_begin(struct draft *draft, const struct baymark_device *device,
                                    const struct baymark_position *position,
                                    const struct baymark_about *about, const char *content_type,
                                    size_t payload_length, struct baymark_statement *statement)
{
    statement->length = 0;
    if (position != NULL && !position->open) {
        return BAYMARK_NOT_STARTED;
    }
    if (!claims_good(device, about)) {
        return BAYMARK_BAD_VALUE;
    }
    if (payload_length > BAYMARK_STATEMENT_MAX) {
        return BAYMARK_TOO_LARGE;
    }

    /* Written into nothing, to learn the lengths. */
    struct cbor header = {NULL, 0, 0};
    put_protected(&header, device, position, about, content_type);
    struct cbor heads = {NULL, 0, 0};
    cbor_head(&heads, CBOR_BYTES, header.length);
    cbor_head(&heads, CBOR_BYTES, payload_length);
    statement->length = SIGN1_HEAD + heads.length + header.length + 1 + payload_length + SIGN1_TAIL;
    if (statement->length > BAYMARK_STATEMENT_MAX) {
        return BAYMARK_TOO_LARGE;
    }
    if (statement->length > statement->size) {
        return BAYMARK_BUFFER_SMALL;
    }

    struct cbor *const out = &draft->cbor;
    out->bytes = statement->bytes;
    out->size = statement->size;
    out->length = 0;
    cbor_head(out, CBOR_ARRAY, 4);
    cbor_text(out, "Signature1");
    cbor_head(out, CBOR_BYTES, header.length);
    put_protected(out, device, position, about, content_type);
    draft->aad = out->length;
    cbor_head(out, CBOR_BYTES, 0);
    cbor_head(out, CBOR_BYTES, payload_length);
    return BAYMARK_OK;
}

static void become_sign1(struct draft *draft, const uint8_t signature[BAYMARK_SIGNATURE_SIZE])
{
    struct cbor *const out = &draft->cbor;

    out->bytes[draft->aad] = 0xa0;
    memmove(out->bytes + SIGN1_HEAD, out->bytes + TO_SIGN_HEAD, out->length - TO_SIGN_HEAD);
    out->bytes[0] = 0xd2;
    out->bytes[1] = 0x84;
    out->length -= TO_SIGN_HEAD - SIGN1_HEAD;
    cbor_bytes(out, signature, BAYMARK_SIGNATURE_SIZE);
}

enum baymark_result statement_end(struct draft *draft, const struct baymark_device *device,
                                  struct baymark_position *position,
                                  struct baymark_statement *statement)
{
    const struct baymark_bytes to_sign = {draft->cbor.bytes, draft->cbor.length};
    uint8_t signature[BAYMARK_SIGNATURE_SIZE];

    if (device->hash(device->hash_ctx, &to_sign, 1, statement->id) != 0) {
        return BAYMARK_HASH_FAILED;
    }
    if (device->sign(device->sign_ctx, to_sign.bytes, to_sign.length, signature) != 0) {
        return BAYMARK_SIGN_FAILED;
    }
    become_sign1(draft, signature);

    const enum baymark_result kept =
        position == NULL ? BAYMARK_OK : position_advance(position, statement->id);
    if (kept != BAYMARK_OK) {
        /* What is not kept may not leave: the next start would not know of it. */
        memset(statement->bytes, 0, statement->length);
    }
    return kept;
}
