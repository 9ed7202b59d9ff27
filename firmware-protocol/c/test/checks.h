/* What the tests of this folder share: counted failures, and a device whose signature is zeros. */
#ifndef CHECKS_H
#define CHECKS_H

#include "../baymark.h"

/* How many checks failed in this program. */
extern int failures;

void check(bool holds, const char *what);
void check_hex(const uint8_t *bytes, size_t length, const char *hex, const char *what);

extern const struct baymark_device device;
extern const struct baymark_about nothing; /* no time, no uptime, and about the device itself */

/* The first number of boot 7. */
struct baymark_position position_now(void);

struct baymark_senml reading(const char *name, int64_t value);

/* A pack of one reading called t. */
void one_reading(struct baymark_pack *pack, uint8_t *bytes, size_t size, int64_t value);

#endif
