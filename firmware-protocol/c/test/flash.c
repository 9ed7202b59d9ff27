#include "flash.h"

#include <string.h>

struct flash flash;

void flash_new(void)
{
    memset(flash.bytes, 0xff, sizeof flash.bytes);
    flash.steps = -1;
}

/* Does a step of n bytes, or stops in it and never comes back. */
static void step(uint8_t *to, const uint8_t *after, size_t n)
{
    if (flash.steps != 0) {
        flash.steps -= flash.steps > 0 ? 1 : 0;
        memcpy(to, after, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const bool done = flash.cut == CUT_AFTER || (flash.cut == CUT_HALF && i < n / 2);
        to[i] = done                     ? after[i]
                : flash.cut == CUT_NOISE ? (uint8_t)(to[i] ^ after[i] ^ 0x5a)
                                         : to[i];
    }
    longjmp(flash.off, 1);
}

static int read_slot(void *ctx, uint16_t slot, uint8_t bytes[BAYMARK_SLOT_SIZE])
{
    (void)ctx;
    memcpy(bytes, flash.bytes + slot * BAYMARK_SLOT_SIZE, BAYMARK_SLOT_SIZE);
    return flash.unreadable ? 1 : 0;
}

static int write_slot(void *ctx, uint16_t slot, const uint8_t bytes[BAYMARK_SLOT_SIZE])
{
    const uint16_t page = (uint16_t)(flash.slots / 2);
    uint8_t *const at = flash.bytes + slot * BAYMARK_SLOT_SIZE;

    (void)ctx;
    if (slot % page == 0) {
        uint8_t erased[SLOTS_MAX * BAYMARK_SLOT_SIZE];
        memset(erased, 0xff, sizeof erased);
        step(at, erased, (size_t)page * BAYMARK_SLOT_SIZE);
    }
    for (size_t i = 0; i < BAYMARK_SLOT_SIZE; i += 8) {
        uint8_t programmed[8];
        for (size_t j = 0; j < 8; j++) {
            programmed[j] = at[i + j] & bytes[i + j];
        }
        step(at + i, programmed, 8);
    }
    return 0;
}

struct baymark_memory flash_memory(bool every_statement)
{
    const struct baymark_memory memory = {read_slot, write_slot, NULL, flash.slots,
                                          every_statement};
    return memory;
}
