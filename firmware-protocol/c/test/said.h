/*
 * Takes a good statement apart into what a device would have given to the encoder. For the tests
 * only: it trusts its input, and ends the program where that was a mistake.
 */
#ifndef SAID_H
#define SAID_H

#include "../baymark.h"

enum said_content { SAID_TELEMETRY, SAID_EVENT, SAID_COVER };

struct said {
    /* Texts of the statement, each ended by a zero byte, and the sensors of an event. */
    char texts[40000];
    size_t texts_used;
    struct baymark_sensor sensors[BAYMARK_SENSORS_MAX];
    struct baymark_measured measured;
    struct baymark_closed closed;
    struct baymark_firmware firmware;
    uint8_t links[BAYMARK_COVER_MAX * BAYMARK_LINK_SIZE];

    struct baymark_device device; /* name, suite and kid */
    struct baymark_about about;
    struct baymark_position position;
    enum said_content content;
    struct baymark_bytes payload;
    struct baymark_event event; /* of an event */
    struct baymark_chain chain; /* of a cover */
    uint8_t signature[BAYMARK_SIGNATURE_SIZE];
};

void said_read(struct said *said, const uint8_t *statement, size_t length);

/* Takes a text from the reader; it ends with a zero byte. */
struct reader;
const char *said_text(struct said *said, struct reader *in);

/*
 * Adds the SenML records of these bytes to a pack. false: there is a float among them, which this
 * encoder does not write.
 */
bool said_pack(struct said *said, const struct baymark_bytes *senml, struct baymark_pack *pack);

/* Makes it with the encoder; the pack is that of telemetry. */
enum baymark_result said_make(const struct said *said, const struct baymark_pack *pack,
                              struct baymark_position *position,
                              struct baymark_statement *statement);

/* The kind of event with this name. */
enum baymark_event_kind said_kind(const char *name);

/* Splits a record of section 6.3 into kid, boot, number and the bytes of the pack. */
struct baymark_bytes said_record(const uint8_t *record, size_t length, uint8_t kid[8],
                                 uint32_t *boot, uint32_t *number);

#endif
