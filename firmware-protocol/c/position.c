/*
 * No number is used twice, whenever power fails: a boot number is taken only after it stands in
 * memory that keeps it, and in one boot the numbers come from RAM.
 *
 * A slot is 32 bytes, little-endian:
 *
 *   0  boot      4
 *   4  seq       4   of the next statement
 *   8  previous  16  zeros: not known
 *   24 mark      4   MARK_START: taken for a boot; MARK_KEPT: where that boot was
 *   28 check     4   CRC-32 (ISO 3309) of bytes 0 to 27
 *
 * The newest slot is the one with the highest (boot, mark, seq). A slot that is neither blank nor
 * good was torn while it was written, or has lost its contents since: then it may have held a boot
 * number that was used. One number for each such slot is skipped (boot may grow by any amount,
 * section 5.1), and "previous" is not believed.
 */
#include "statement.h"

#include <string.h>

#define MARK_START 0x54524154u
#define MARK_KEPT 0x5450454bu

struct kept {
    uint32_t boot;
    uint32_t seq;
    uint8_t previous[BAYMARK_PREVIOUS_SIZE];
    uint32_t mark;
};

struct survey {
    struct kept newest;
    uint16_t slot; /* of the newest */
    bool found;
    uint16_t damaged;
};

static uint32_t crc32(const uint8_t *bytes, size_t length)
{
    uint32_t crc = 0xffffffffu;

    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xedb88320u : 0u);
        }
    }
    return ~crc;
}

static uint32_t load32(const uint8_t *bytes)
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static void store32(uint8_t *bytes, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
}

static void pack_slot(uint8_t bytes[BAYMARK_SLOT_SIZE], const struct kept *kept)
{
    store32(bytes, kept->boot);
    store32(bytes + 4, kept->seq);
    memcpy(bytes + 8, kept->previous, sizeof kept->previous);
    store32(bytes + 24, kept->mark);
    store32(bytes + 28, crc32(bytes, 28));
}

static bool unpack_slot(struct kept *kept, const uint8_t bytes[BAYMARK_SLOT_SIZE])
{
    kept->boot = load32(bytes);
    kept->seq = load32(bytes + 4);
    memcpy(kept->previous, bytes + 8, sizeof kept->previous);
    kept->mark = load32(bytes + 24);
    return load32(bytes + 28) == crc32(bytes, 28) &&
           (kept->mark == MARK_START || kept->mark == MARK_KEPT);
}

static bool blank(const uint8_t bytes[BAYMARK_SLOT_SIZE])
{
    for (size_t i = 1; i < BAYMARK_SLOT_SIZE; i++) {
        if (bytes[i] != bytes[0]) {
            return false;
        }
    }
    return bytes[0] == 0xff || bytes[0] == 0x00;
}

static bool newer(const struct kept *a, const struct kept *b)
{
    if (a->boot != b->boot) {
        return a->boot > b->boot;
    }
    if (a->mark != b->mark) {
        return a->mark == MARK_KEPT;
    }
    return a->seq > b->seq;
}

static bool known(const uint8_t previous[BAYMARK_PREVIOUS_SIZE])
{
    for (size_t i = 0; i < BAYMARK_PREVIOUS_SIZE; i++) {
        if (previous[i] != 0) {
            return true;
        }
    }
    return false;
}

static enum baymark_result look(struct survey *survey, const struct baymark_memory *memory)
{
    memset(survey, 0, sizeof *survey);
    if (memory->slots < 2 || memory->slots % 2 != 0) {
        return BAYMARK_BAD_VALUE;
    }
    for (uint16_t slot = 0; slot < memory->slots; slot++) {
        uint8_t bytes[BAYMARK_SLOT_SIZE];
        struct kept kept;

        if (memory->read(memory->ctx, slot, bytes) != 0) {
            return BAYMARK_MEMORY_FAILED;
        }
        if (!unpack_slot(&kept, bytes)) {
            survey->damaged = (uint16_t)(survey->damaged + (blank(bytes) ? 0 : 1));
        } else if (!survey->found || newer(&kept, &survey->newest)) {
            survey->newest = kept;
            survey->slot = slot;
            survey->found = true;
        }
    }
    return BAYMARK_OK;
}

/*
 * Writes into the slots after this one until one of them holds what was written: flash that was
 * torn may take nothing more before it is erased. It never comes near the slot that is newest now.
 */
static enum baymark_result keep(const struct baymark_memory *memory, uint16_t *slot,
                                const struct kept *kept)
{
    uint8_t bytes[BAYMARK_SLOT_SIZE];
    uint8_t held[BAYMARK_SLOT_SIZE];

    pack_slot(bytes, kept);
    for (uint16_t step = 1; step <= memory->slots / 2; step++) {
        const uint16_t next = (uint16_t)(((uint32_t)*slot + step) % memory->slots);
        if (memory->write(memory->ctx, next, bytes) == 0 &&
            memory->read(memory->ctx, next, held) == 0 && memcmp(bytes, held, sizeof held) == 0) {
            *slot = next;
            return BAYMARK_OK;
        }
    }
    return BAYMARK_MEMORY_FAILED;
}

enum baymark_result baymark_first(const struct baymark_memory *memory, uint32_t boot)
{
    struct survey survey;
    const struct kept first = {boot, 0, {0}, MARK_START};

    const enum baymark_result looked = look(&survey, memory);
    if (looked != BAYMARK_OK) {
        return looked;
    }
    if (survey.found) {
        return BAYMARK_MEMORY_USED;
    }
    uint16_t slot = (uint16_t)(memory->slots - 1); /* so that slot 0 is written */
    return keep(memory, &slot, &first);
}

void baymark_start_at(struct baymark_position *position, uint32_t boot)
{
    memset(position, 0, sizeof *position);
    position->boot = boot;
    position->open = true;
}

enum baymark_result baymark_start(struct baymark_position *position,
                                  const struct baymark_memory *memory)
{
    struct survey survey;
    struct kept taken = {0, 0, {0}, MARK_START};

    memset(position, 0, sizeof *position);
    const enum baymark_result looked = look(&survey, memory);
    if (looked != BAYMARK_OK) {
        return looked;
    }
    if (!survey.found) {
        return BAYMARK_MEMORY_EMPTY;
    }
    const uint32_t step = 1 + (uint32_t)survey.damaged;
    if (survey.newest.boot > UINT32_MAX - step) {
        return BAYMARK_NUMBERS_SPENT;
    }
    taken.boot = survey.newest.boot + step;
    const bool believed = survey.damaged == 0 && known(survey.newest.previous);
    if (believed && memory->every_statement) {
        /* Else what stands here would be out of date after the first statement. */
        memcpy(taken.previous, survey.newest.previous, sizeof taken.previous);
    }
    position->slot = survey.slot;
    const enum baymark_result kept = keep(memory, &position->slot, &taken);
    if (kept != BAYMARK_OK) {
        return kept;
    }
    position->boot = taken.boot;
    position->previous_known = believed;
    if (believed) {
        memcpy(position->previous, survey.newest.previous, sizeof position->previous);
    }
    position->memory = memory->every_statement ? memory : NULL;
    position->open = true;
    return BAYMARK_OK;
}

static enum baymark_result keep_position(struct baymark_position *position,
                                         const struct baymark_memory *memory)
{
    struct kept kept = {position->boot, position->seq, {0}, MARK_KEPT};

    if (position->previous_known) {
        memcpy(kept.previous, position->previous, sizeof kept.previous);
    }
    return keep(memory, &position->slot, &kept);
}

enum baymark_result position_advance(struct baymark_position *position,
                                     const uint8_t id[BAYMARK_ID_SIZE])
{
    memcpy(position->previous, id, sizeof position->previous);
    position->previous_known = true;
    if (position->seq == UINT32_MAX) {
        position->open = false; /* the next statement needs a new boot */
    } else {
        position->seq++;
    }
    return position->memory != NULL ? keep_position(position, position->memory) : BAYMARK_OK;
}

enum baymark_result baymark_stop(struct baymark_position *position,
                                 const struct baymark_memory *memory)
{
    if (!position->open) {
        return BAYMARK_NOT_STARTED;
    }
    position->open = false;
    return keep_position(position, memory);
}
