/* Takes a case of "./baymark conform" (PROTOCOL.md, section 21.1) apart into what a device would
 * have given to the encoder. It ends the program where the case is not one. */
#ifndef ASKED_H
#define ASKED_H

#include "json.h"
#include "said.h"

/* The pack is filled if it is telemetry. false: there is a number in it that this encoder does not
 * write, a float or one beyond 64 bits. */
bool asked_read(const struct json *asked, struct said *said, struct baymark_pack *pack);

/* The parts of a case: the claims, the header and the signature; the records of a SenML pack. */
void asked_frame(const struct json *asked, struct said *said);
bool asked_pack(const struct json *content, struct said *said, struct baymark_pack *pack);
uint64_t asked_count(const struct json *object, const char *key);
void asked_fixed(const struct json *object, const char *key, uint8_t *to, size_t length);

/*
 * Each makes what a case of its sort asks for. false: there is a number in it that this encoder does
 * not write.
 */
bool asked_statement(const struct json *asked, struct baymark_statement *made,
                     enum baymark_result *result);
bool asked_record(const struct json *asked, struct baymark_statement *made,
                  enum baymark_result *result);
bool asked_cover(const struct json *asked, struct baymark_statement *made,
                 enum baymark_result *result);
bool asked_label(const struct json *asked, struct baymark_statement *made,
                 enum baymark_result *result);
bool asked_proof(const struct json *asked, struct baymark_statement *made,
                 enum baymark_result *result);

#endif
