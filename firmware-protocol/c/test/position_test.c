/*
 * A device whose power is cut at every write, in every way that a write can stop, and again at
 * every write after that: no number is used twice, and "previous" is the truth or not known.
 *
 * The memory is flash with two pages: erasing sets a page to ones, programming 8 bytes can only
 * clear bits. Each erase and each 8 bytes are a step at which power may fail.
 */
#include "flash.h"

#include <stdio.h>
#include <string.h>

#define SAID_MAX 256

/* What left the device. The world remembers it, whatever becomes of the device. */
struct world {
    uint32_t boots[SAID_MAX];
    uint32_t seqs[SAID_MAX];
    int said;
    uint8_t last_made[BAYMARK_PREVIOUS_SIZE]; /* sent or not */
    bool any_made;
};

static struct world world;
static bool every_statement;
static int failures;

static void check(bool holds, const char *what)
{
    if (!holds) {
        failures++;
        fprintf(stderr, "%s (slots %u, every statement %d)\n", what, (unsigned)flash.slots,
                every_statement);
    }
}

/* The "signature" tells the test what was made, also where it never leaves the device. */
static int sign(void *ctx, const uint8_t *to_be_signed, size_t n, uint8_t signature[64])
{
    (void)ctx;
    (void)to_be_signed;
    (void)n;
    memset(signature, 7, BAYMARK_SIGNATURE_SIZE);
    return 0;
}

static void sent(uint32_t boot, uint32_t seq)
{
    for (int i = 0; i < world.said; i++) {
        check(world.boots[i] != boot || world.seqs[i] != seq, "a number was used twice");
        check(world.boots[i] <= boot, "boot went back");
    }
    world.boots[world.said] = boot;
    world.seqs[world.said] = seq;
    world.said++;
}

static void say(struct baymark_position *position)
{
    static const struct baymark_device device = {
        "urn:dev:os:32473-cut", BAYMARK_ES256, {0}, sign, NULL, baymark_sha256, NULL};
    static const struct baymark_about about = {0};
    static const struct baymark_firmware firmware = {"1", {0}};
    struct baymark_event hello;
    uint8_t bytes[300];
    struct baymark_statement statement = {bytes, sizeof bytes, 0, {0}};
    const uint32_t boot = position->boot;
    const uint32_t seq = position->seq;

    memset(&hello, 0, sizeof hello);
    hello.kind = BAYMARK_HELLO;
    hello.firmware = &firmware;
    if (position->previous_known) {
        check(world.any_made && memcmp(position->previous, world.last_made, 16) == 0,
              "previous is not the statement before");
    }
    /* Power may fail in there, where the statement is kept but was not sent. */
    const enum baymark_result made = baymark_event(&device, position, &about, &hello, &statement);
    check(made == BAYMARK_OK, "a statement");
    memcpy(world.last_made, statement.id, sizeof world.last_made);
    world.any_made = true;
    sent(boot, seq);
}

/* Starts, says two things, stops in good order or not. false: power failed. */
static bool life(bool stops)
{
    const struct baymark_memory kept = flash_memory(every_statement);
    struct baymark_position position;

    if (setjmp(flash.off) != 0) {
        return false;
    }
    check(baymark_start(&position, &kept) == BAYMARK_OK, "a start");
    say(&position);
    say(&position);
    if (stops) {
        check(baymark_stop(&position, &kept) == BAYMARK_OK, "a stop");
        check(!position.open, "nothing is said after a stop");
    }
    return true;
}

static bool factory(void)
{
    const struct baymark_memory kept = flash_memory(every_statement);

    if (setjmp(flash.off) != 0) {
        return false;
    }
    const enum baymark_result first = baymark_first(&kept, 0);
    check(first == BAYMARK_OK || first == BAYMARK_MEMORY_USED, "the factory");
    return true;
}

/*
 * In the mode that keeps each statement, one that was kept and not sent is the truth for
 * "previous", too: it was made. The test cannot see its id, so it asks the device.
 */
static void learn_unsent(void)
{
    if (every_statement) {
        const long steps = flash.steps;
        struct flash before = flash;
        const struct baymark_memory kept = flash_memory(every_statement);
        struct baymark_position position;

        flash.steps = -1;
        if (baymark_start(&position, &kept) == BAYMARK_OK && position.previous_known) {
            memcpy(world.last_made, position.previous, sizeof world.last_made);
            world.any_made = true;
        }
        memcpy(flash.bytes, before.bytes, sizeof flash.bytes);
        flash.steps = steps;
    }
}

/* The factory and four lives; power fails after so many steps, and once more after so many others.
 */
static bool story(long first_cut, enum cut first, long second_cut, enum cut second)
{
    int cuts = 0;

    memset(&world, 0, sizeof world);
    flash_new();
    flash.steps = first_cut;
    flash.cut = first;
    for (int i = 0; i < 5; i++) {
        const bool whole = i == 0 ? factory() : life(i % 2 == 0);
        if (!whole) {
            cuts++;
            flash.steps = cuts == 1 ? second_cut : -1;
            flash.cut = second;
            i -= i == 0 ? 1 : 0; /* the factory tries again */
            learn_unsent();
        }
    }
    check(world.said > 0, "something was said");
    return cuts == 2;
}

/* All pairs of cuts, until the second comes after the end. */
static long all_cuts(void)
{
    long stories = 0;

    for (int kinds = 0; kinds < CUTS * CUTS; kinds++) {
        /* Large memories take longer and do nothing new: only pairs of a kind there. */
        bool any = flash.slots == 2 || kinds % CUTS == kinds / CUTS;
        for (long i = 0; any; i++) {
            any = false;
            for (long j = 0; story(i, (enum cut)(kinds % CUTS), j, (enum cut)(kinds / CUTS)); j++) {
                any = true;
                stories++;
            }
        }
    }
    return stories;
}

/* The newest slot loses a bit after the device has spoken: its boot number is not taken again. */
static void rot(void)
{
    for (unsigned lives = 1; lives < 10; lives++) {
        for (size_t byte = 0; byte < (size_t)flash.slots * BAYMARK_SLOT_SIZE; byte++) {
            memset(&world, 0, sizeof world);
            flash_new();
            factory();
            for (unsigned i = 0; i < lives; i++) {
                life(i % 2 == 1);
            }
            flash.bytes[byte] ^= 0x10;
            life(false);
            life(false);
        }
    }
}

static void refusals(void)
{
    struct baymark_memory kept = flash_memory(every_statement);
    struct baymark_position position;

    flash_new();
    check(baymark_start(&position, &kept) == BAYMARK_MEMORY_EMPTY, "an empty memory");
    check(!position.open, "nothing is open");
    check(baymark_stop(&position, &kept) == BAYMARK_NOT_STARTED, "a stop before a start");
    check(baymark_first(&kept, UINT32_MAX - 1) == BAYMARK_OK, "the factory");
    check(baymark_first(&kept, 0) == BAYMARK_MEMORY_USED, "the factory, again");
    flash.unreadable = true;
    check(baymark_start(&position, &kept) == BAYMARK_MEMORY_FAILED, "a memory that is silent");
    flash.unreadable = false;
    check(baymark_start(&position, &kept) == BAYMARK_OK, "the last boot");
    check(position.boot == UINT32_MAX && position.seq == 0 && position.open, "its number");
    check(baymark_start(&position, &kept) == BAYMARK_NUMBERS_SPENT, "no boot is left");
    check(!position.open, "nothing is open");
    kept.slots = 3;
    check(baymark_start(&position, &kept) == BAYMARK_BAD_VALUE, "an odd count of slots");
    baymark_start_at(&position, 5);
    check(position.boot == 5 && position.seq == 0 && position.open && !position.previous_known,
          "a device that counts its starts elsewhere");
}

int main(void)
{
    long stories = 0;

    for (int mode = 0; mode < 2; mode++) {
        for (uint16_t slots = 2; slots <= SLOTS_MAX; slots = (uint16_t)(slots * 2)) {
            every_statement = mode == 1;
            flash.slots = slots;
            stories += all_cuts();
            rot();
            refusals();
        }
    }
    printf("position: %ld stories with two cuts of power each\n", stories);
    return failures == 0 ? 0 : 1;
}
