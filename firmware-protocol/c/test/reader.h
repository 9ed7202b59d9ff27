/* Reads good CBOR of our own. For the tests only: it ends the program where that was a mistake. */
#ifndef READER_H
#define READER_H

#include "../baymark.h"
#include "../cbor.h"

struct reader {
    const uint8_t *at;
    const uint8_t *end;
};

struct head {
    enum cbor_major major;
    uint8_t information; /* the low five bits: RFC 8949, section 3 */
    uint64_t argument;
};

void demand(bool holds, const char *what);

struct reader reader(struct baymark_bytes bytes);
struct head head(struct reader *in);
uint64_t argument(struct reader *in, enum cbor_major major);
int64_t integer(struct reader *in);
bool take_null(struct reader *in);
struct baymark_bytes span(struct reader *in, enum cbor_major major);
void fixed(struct reader *in, uint8_t *to, size_t length);
const uint8_t *id(struct reader *in);

/* form is BAYMARK_NO_NUMBER for a float. */
struct baymark_number number(struct reader *in);

#endif
