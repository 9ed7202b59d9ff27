/*
 * Flash with two pages, as on a microcontroller: erasing sets a page to ones, programming 8 bytes
 * can only clear bits. Each erase and each 8 bytes are a step at which power may fail.
 */
#ifndef FLASH_H
#define FLASH_H

#include "../baymark.h"

#include <setjmp.h>

#define SLOTS_MAX 8

/* How the step at which power fails leaves its bytes. */
enum cut { CUT_BEFORE, CUT_HALF, CUT_NOISE, CUT_AFTER, CUTS };

struct flash {
    uint8_t bytes[SLOTS_MAX * BAYMARK_SLOT_SIZE];
    uint16_t slots;
    long steps; /* until power fails; negative: it does not */
    enum cut cut;
    bool unreadable; /* read reports a failure */
    jmp_buf off; /* where the device goes when power fails */
};

extern struct flash flash;

/* Erases all of it; power does not fail. */
void flash_new(void);

struct baymark_memory flash_memory(bool every_statement);

#endif
