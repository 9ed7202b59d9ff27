#include "cbor.h"

#include <string.h>

void cbor_raw(struct cbor *cbor, const uint8_t *bytes, size_t length)
{
    if (cbor->length <= cbor->size && length <= cbor->size - cbor->length && length > 0) {
        memcpy(cbor->bytes + cbor->length, bytes, length);
    }
    cbor->length += length;
}

void cbor_head(struct cbor *cbor, enum cbor_major major, uint64_t argument)
{
    uint8_t head[9];
    const uint8_t type = (uint8_t)((unsigned)major << 5);
    size_t octets; /* of the argument, after the first byte: 0, 1, 2, 4 or 8 */

    if (argument < 24) {
        head[0] = (uint8_t)(type | argument);
        octets = 0;
    } else if (argument <= 0xff) {
        head[0] = (uint8_t)(type | 24u);
        octets = 1;
    } else if (argument <= 0xffff) {
        head[0] = (uint8_t)(type | 25u);
        octets = 2;
    } else if (argument <= 0xffffffffu) {
        head[0] = (uint8_t)(type | 26u);
        octets = 4;
    } else {
        head[0] = (uint8_t)(type | 27u);
        octets = 8;
    }
    for (size_t i = octets; i > 0; i--) {
        head[i] = (uint8_t)argument;
        argument >>= 8;
    }
    cbor_raw(cbor, head, 1 + octets);
}

void cbor_integer(struct cbor *cbor, int64_t value)
{
    if (value >= 0) {
        cbor_head(cbor, CBOR_UNSIGNED, (uint64_t)value);
    } else {
        /* -1 - n is written as n; in unsigned arithmetic that is the complement. */
        cbor_head(cbor, CBOR_NEGATIVE, ~(uint64_t)value);
    }
}

void cbor_bytes(struct cbor *cbor, const uint8_t *bytes, size_t length)
{
    cbor_head(cbor, CBOR_BYTES, length);
    cbor_raw(cbor, bytes, length);
}

void cbor_text(struct cbor *cbor, const char *text)
{
    const size_t length = strlen(text);
    cbor_head(cbor, CBOR_TEXT, length);
    cbor_raw(cbor, (const uint8_t *)text, length);
}
