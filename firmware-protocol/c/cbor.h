/*
 * Writes CBOR in its core deterministic encoding (RFC 8949, section 4.2.1): shortest heads,
 * definite lengths. Keys of maps are written in ascending order by whoever calls. Used inside this
 * folder only.
 */
#ifndef BAYMARK_CBOR_H
#define BAYMARK_CBOR_H

#include <stddef.h>
#include <stdint.h>

/* length counts on where the buffer ends and nothing is written there: so it says what is needed.
 */
struct cbor {
    uint8_t *bytes;
    size_t size;
    size_t length;
};

/* The major types of RFC 8949, section 3.1. */
enum cbor_major {
    CBOR_UNSIGNED = 0,
    CBOR_NEGATIVE = 1,
    CBOR_BYTES = 2,
    CBOR_TEXT = 3,
    CBOR_ARRAY = 4,
    CBOR_MAP = 5,
    CBOR_TAG = 6,
    CBOR_SIMPLE = 7
};

#define CBOR_FALSE 20u
#define CBOR_TRUE 21u
#define CBOR_NULL 22u
#define CBOR_TAG_DECIMAL 4u /* RFC 8949, section 3.4.4 */

/* The head of an item; of an array or a map with the count, of a text or bytes with the length. */
void cbor_head(struct cbor *cbor, enum cbor_major major, uint64_t argument);

void cbor_raw(struct cbor *cbor, const uint8_t *bytes, size_t length);
void cbor_integer(struct cbor *cbor, int64_t value);
void cbor_bytes(struct cbor *cbor, const uint8_t *bytes, size_t length);
void cbor_text(struct cbor *cbor, const char *text);

#endif
