/* What the device in README.md has of its own. */
#ifndef README_H
#define README_H

#include "../baymark.h"

extern baymark_sign chip_sign;
int flash_read(void *ctx, uint16_t slot, uint8_t bytes[BAYMARK_SLOT_SIZE]);
int flash_write(void *ctx, uint16_t slot, const uint8_t bytes[BAYMARK_SLOT_SIZE]);
int64_t measure(void);
int64_t now(void);
void deliver(const uint8_t *bytes, size_t length);

#endif
