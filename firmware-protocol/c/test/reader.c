#include "reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void demand(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "a statement of the vectors is not as expected: %s\n", what);
        exit(1);
    }
}

struct head head(struct reader *in)
{
    demand(in->at < in->end, "it ends too early");
    struct head head = {(enum cbor_major)(*in->at >> 5), *in->at & 31u, *in->at & 31u};
    in->at++;
    if (head.information >= 24) {
        const size_t octets = (size_t)1 << (head.information - 24);
        demand(head.information <= 27 && octets <= (size_t)(in->end - in->at), "a head");
        head.argument = 0;
        for (size_t i = 0; i < octets; i++) {
            head.argument = head.argument << 8 | *in->at++;
        }
    }
    return head;
}

uint64_t argument(struct reader *in, enum cbor_major major)
{
    const struct head found = head(in);
    demand(found.major == major, "a major type");
    return found.argument;
}

int64_t integer(struct reader *in)
{
    const struct head found = head(in);
    demand(found.major == CBOR_UNSIGNED || found.major == CBOR_NEGATIVE, "an integer");
    const int64_t value = (int64_t)found.argument;
    return found.major == CBOR_UNSIGNED ? value : -1 - value;
}

bool take_null(struct reader *in)
{
    if (in->at < in->end && *in->at == 0xf6) {
        in->at++;
        return true;
    }
    return false;
}

struct baymark_bytes span(struct reader *in, enum cbor_major major)
{
    const uint64_t length = argument(in, major);
    demand(length <= (uint64_t)(in->end - in->at), "a length");
    const struct baymark_bytes bytes = {in->at, (size_t)length};
    in->at += length;
    return bytes;
}

void fixed(struct reader *in, uint8_t *to, size_t length)
{
    const struct baymark_bytes bytes = span(in, CBOR_BYTES);
    demand(bytes.length == length, "the length of a byte string");
    memcpy(to, bytes.bytes, length);
}

const uint8_t *id(struct reader *in)
{
    const struct baymark_bytes bytes = span(in, CBOR_BYTES);
    demand(bytes.length == BAYMARK_ID_SIZE, "an id");
    return bytes.bytes;
}

struct reader reader(struct baymark_bytes bytes)
{
    const struct reader in = {bytes.bytes, bytes.bytes + bytes.length};
    return in;
}

struct baymark_number number(struct reader *in)
{
    if (*in->at == 0xc4) {
        in->at++;
        demand(argument(in, CBOR_ARRAY) == 2, "a decimal fraction");
        const int64_t exponent = integer(in);
        return baymark_decimal(integer(in), (int8_t)exponent);
    }
    if (*in->at >> 5 == CBOR_SIMPLE) {
        const struct baymark_number none = {0, 0, BAYMARK_NO_NUMBER};
        head(in);
        return none;
    }
    return baymark_integer(integer(in));
}
