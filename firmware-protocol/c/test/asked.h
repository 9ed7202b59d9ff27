/* Takes a case of "./baymark conform" (PROTOCOL.md, section 21.1) apart into what a device would
 * have given to the encoder. It ends the program where the case is not one. */
#ifndef ASKED_H
#define ASKED_H

#include "json.h"
#include "said.h"

/* The pack is filled if it is telemetry. false: there is a number in it that this encoder does not
 * write, a float or one beyond 64 bits. */
bool asked_read(const struct json *asked, struct said *said, struct baymark_pack *pack);

#endif
