/* The frame of every statement: section 5. Used inside this folder only. */
#ifndef BAYMARK_STATEMENT_H
#define BAYMARK_STATEMENT_H

#include "baymark.h"
#include "cbor.h"

/* Numbers that section 1 calls u53. */
#define U53_MAX 9007199254740991u

/* A statement that is being made. */
struct draft {
    struct cbor cbor;
    size_t aad; /* where external_aad stands, and later the unprotected header */
};

/*
 * Writes all that is signed before the content of the payload, whose length is known. The caller
 * then writes the payload. Nothing is written unless the whole statement fits. Without a position
 * (NULL) the statement has none.
 */
enum baymark_result statement_begin(struct draft *draft, const struct baymark_device *device,
                                    const struct baymark_position *position,
                                    const struct baymark_about *about, const char *content_type,
                                    size_t payload_length, struct baymark_statement *statement);

/* Signs what was written, makes it a COSE_Sign1, and moves the position on if there is one. */
enum baymark_result statement_end(struct draft *draft, const struct baymark_device *device,
                                  struct baymark_position *position,
                                  struct baymark_statement *statement);

/* Takes the number of the statement with this id; writes the position where it is kept for each. */
enum baymark_result position_advance(struct baymark_position *position,
                                     const uint8_t id[BAYMARK_ID_SIZE]);

/* sub: what the statement is about. */
const char *subject_of(const struct baymark_device *device, const struct baymark_about *about);

/* A text of min to max bytes that is there. */
bool text_fits(const char *text, size_t min, size_t max);

/*
 * The text is a part of the name of a reading, which is [A-Za-z0-9][A-Za-z0-9:./_-]* (section 6.1,
 * rule 5), and begins it or does not.
 */
bool name_part(const char *text, bool begins);

/* A number is there and within the bounds of section 6.1. */
bool number_good(const struct baymark_number *number);
void put_number(struct cbor *cbor, const struct baymark_number *number);

#endif
