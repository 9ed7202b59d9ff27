#include "statement.h"

#include <string.h>

#define CONTENT_EVENT "application/vnd.baymark.event+cbor"

#define RAW_MAX 512u
#define SEAL_MAX 64u
#define ALERT_MAX 32u
#define VERSION_MAX 64u

/* A bit for each field of the map, at the place of its label (section 6.2). */
#define KIND (1u << 1)
#define PLACE (1u << 2)
#define RAW (1u << 3)
#define SENSORS (1u << 4)
#define CARRIER (1u << 5)
#define SEAL (1u << 6)
#define PARTY (1u << 7)
#define GIVEN (1u << 8)
#define ALERT (1u << 9)
#define MEASURED (1u << 10)
#define RETRACTED (1u << 11)
#define CLOSED (1u << 12)
#define FIRMWARE (1u << 13)

struct kind {
    const char *name;
    uint16_t required;
    uint16_t optional;
};

static const struct kind kinds[] = {
    [BAYMARK_SCAN] = {"scan", KIND | RAW, PLACE},
    [BAYMARK_LOAD] = {"load", KIND | CARRIER, PLACE | RAW},
    [BAYMARK_UNLOAD] = {"unload", KIND | CARRIER, PLACE | RAW},
    [BAYMARK_ATTACH] = {"attach", KIND | SENSORS, PLACE},
    [BAYMARK_DETACH] = {"detach", KIND | SENSORS, PLACE},
    [BAYMARK_SEAL] = {"seal", KIND | SEAL, PLACE | RAW},
    [BAYMARK_UNSEAL] = {"unseal", KIND | SEAL, PLACE | RAW},
    [BAYMARK_HANDOVER] = {"handover", KIND, PLACE | RAW | SENSORS | PARTY | GIVEN},
    [BAYMARK_ALERT] = {"alert", KIND | ALERT, PLACE | MEASURED},
    [BAYMARK_RETRACT] = {"retract", KIND | RETRACTED, PLACE},
    [BAYMARK_CLOSE] = {"close", KIND | CLOSED, PLACE},
    [BAYMARK_HELLO] = {"hello", KIND | FIRMWARE, PLACE},
};

static uint16_t fields_of(const struct baymark_event *event)
{
    unsigned fields = KIND;

    fields |= event->place != NULL ? PLACE : 0;
    fields |= event->raw.bytes != NULL ? RAW : 0;
    fields |= event->sensors != NULL ? SENSORS : 0;
    fields |= event->carrier != NULL ? CARRIER : 0;
    fields |= event->seal != NULL ? SEAL : 0;
    fields |= event->party != NULL ? PARTY : 0;
    fields |= event->given != NULL ? GIVEN : 0;
    fields |= event->alert != NULL ? ALERT : 0;
    fields |= event->measured != NULL ? MEASURED : 0;
    fields |= event->retracted != NULL ? RETRACTED : 0;
    fields |= event->closed != NULL ? CLOSED : 0;
    fields |= event->firmware != NULL ? FIRMWARE : 0;
    return (uint16_t)fields;
}

static bool sensors_good(const struct baymark_sensor *sensors, size_t count)
{
    if (count < 1 || count > BAYMARK_SENSORS_MAX) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!text_fits(sensors[i].name, 1, 128)) {
            return false;
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(sensors[i].name, sensors[j].name) == 0) {
                return false;
            }
        }
    }
    return true;
}

/* Printable ASCII, with no space at either end. */
static bool seal_good(const char *seal)
{
    if (!text_fits(seal, 1, SEAL_MAX) || seal[0] == ' ' || seal[strlen(seal) - 1] == ' ') {
        return false;
    }
    for (size_t i = 0; seal[i] != '\0'; i++) {
        if (seal[i] < ' ' || seal[i] > '~') {
            return false;
        }
    }
    return true;
}

/* [a-z][a-z0-9-]{0,31} */
static bool alert_good(const char *alert)
{
    if (!text_fits(alert, 1, ALERT_MAX)) {
        return false;
    }
    for (size_t i = 0; alert[i] != '\0'; i++) {
        const bool letter = alert[i] >= 'a' && alert[i] <= 'z';
        const bool other = (alert[i] >= '0' && alert[i] <= '9') || alert[i] == '-';
        if (!letter && !(other && i > 0)) {
            return false;
        }
    }
    return true;
}

static bool event_good(const struct baymark_event *event)
{
    if ((size_t)event->kind >= sizeof kinds / sizeof kinds[0]) {
        return false;
    }
    const struct kind *const kind = &kinds[event->kind];
    const unsigned fields = fields_of(event);
    const unsigned missing = kind->required & ~fields;
    const unsigned foreign = fields & ~((unsigned)kind->required | kind->optional);
    if (missing != 0 || foreign != 0) {
        return false;
    }
    return (event->place == NULL || text_fits(event->place, 1, BAYMARK_TEXT_MAX)) &&
           (event->raw.bytes == NULL || (event->raw.length >= 1 && event->raw.length <= RAW_MAX)) &&
           (event->sensors == NULL || sensors_good(event->sensors, event->sensors_count)) &&
           (event->carrier == NULL || text_fits(event->carrier, 1, BAYMARK_TEXT_MAX)) &&
           (event->seal == NULL || seal_good(event->seal)) &&
           (event->party == NULL || text_fits(event->party, 1, BAYMARK_TEXT_MAX)) &&
           (event->alert == NULL || alert_good(event->alert)) &&
           (event->measured == NULL || (text_fits(event->measured->name, 1, BAYMARK_TEXT_MAX) &&
                                        text_fits(event->measured->unit, 0, BAYMARK_TEXT_MAX) &&
                                        number_good(&event->measured->value))) &&
           (event->closed == NULL ||
            (event->closed->checkpoint_size <= U53_MAX && event->closed->statements <= U53_MAX)) &&
           (event->firmware == NULL || text_fits(event->firmware->version, 1, VERSION_MAX));
}

static void put_sensors(struct cbor *cbor, const struct baymark_sensor *sensors, size_t count)
{
    cbor_head(cbor, CBOR_ARRAY, count);
    for (size_t i = 0; i < count; i++) {
        cbor_head(cbor, CBOR_ARRAY, 2);
        cbor_text(cbor, sensors[i].name);
        if (sensors[i].last_known) {
            cbor_head(cbor, CBOR_ARRAY, 2);
            cbor_head(cbor, CBOR_UNSIGNED, sensors[i].boot);
            cbor_head(cbor, CBOR_UNSIGNED, sensors[i].seq);
        } else {
            cbor_head(cbor, CBOR_SIMPLE, CBOR_NULL);
        }
    }
}

static void put_measured(struct cbor *cbor, const struct baymark_measured *measured)
{
    cbor_head(cbor, CBOR_ARRAY, 3);
    cbor_text(cbor, measured->name);
    cbor_text(cbor, measured->unit);
    put_number(cbor, &measured->value);
}

static void put_closed(struct cbor *cbor, const struct baymark_closed *closed)
{
    cbor_head(cbor, CBOR_ARRAY, 4);
    cbor_head(cbor, CBOR_UNSIGNED, closed->checkpoint_size);
    cbor_bytes(cbor, closed->checkpoint_root, sizeof closed->checkpoint_root);
    cbor_head(cbor, CBOR_UNSIGNED, closed->statements);
    cbor_bytes(cbor, closed->subject_root, sizeof closed->subject_root);
}

static void put_firmware(struct cbor *cbor, const struct baymark_firmware *firmware)
{
    cbor_head(cbor, CBOR_ARRAY, 2);
    cbor_text(cbor, firmware->version);
    cbor_bytes(cbor, firmware->image, sizeof firmware->image);
}

static void put_labelled_text(struct cbor *cbor, uint8_t label, const char *text)
{
    if (text != NULL) {
        cbor_head(cbor, CBOR_UNSIGNED, label);
        cbor_text(cbor, text);
    }
}

static void put_labelled_id(struct cbor *cbor, uint8_t label, const uint8_t *id)
{
    if (id != NULL) {
        cbor_head(cbor, CBOR_UNSIGNED, label);
        cbor_bytes(cbor, id, BAYMARK_ID_SIZE);
    }
}

static unsigned count_of(unsigned fields)
{
    unsigned count = 0;

    for (; fields != 0; fields >>= 1) {
        count += fields & 1u;
    }
    return count;
}

/* The map, its labels in ascending order. */
static void put_event(struct cbor *cbor, const struct baymark_event *event)
{
    cbor_head(cbor, CBOR_MAP, count_of(fields_of(event)));
    put_labelled_text(cbor, 1, kinds[event->kind].name);
    put_labelled_text(cbor, 2, event->place);
    if (event->raw.bytes != NULL) {
        cbor_head(cbor, CBOR_UNSIGNED, 3);
        cbor_bytes(cbor, event->raw.bytes, event->raw.length);
    }
    if (event->sensors != NULL) {
        cbor_head(cbor, CBOR_UNSIGNED, 4);
        put_sensors(cbor, event->sensors, event->sensors_count);
    }
    put_labelled_text(cbor, 5, event->carrier);
    put_labelled_text(cbor, 6, event->seal);
    put_labelled_text(cbor, 7, event->party);
    put_labelled_id(cbor, 8, event->given);
    put_labelled_text(cbor, 9, event->alert);
    if (event->measured != NULL) {
        cbor_head(cbor, CBOR_UNSIGNED, 10);
        put_measured(cbor, event->measured);
    }
    put_labelled_id(cbor, 11, event->retracted);
    if (event->closed != NULL) {
        cbor_head(cbor, CBOR_UNSIGNED, 12);
        put_closed(cbor, event->closed);
    }
    if (event->firmware != NULL) {
        cbor_head(cbor, CBOR_UNSIGNED, 13);
        put_firmware(cbor, event->firmware);
    }
}

enum baymark_result baymark_event(const struct baymark_device *device,
                                  struct baymark_position *position,
                                  const struct baymark_about *about,
                                  const struct baymark_event *event,
                                  struct baymark_statement *statement)
{
    struct draft draft;
    struct cbor counted = {NULL, 0, 0};

    statement->length = 0;
    /* A hello is about the device that says it (section 6.2). */
    if (!event_good(event) || (event->kind == BAYMARK_HELLO && about->subject != NULL)) {
        return BAYMARK_BAD_VALUE;
    }
    put_event(&counted, event);
    const enum baymark_result begun =
        statement_begin(&draft, device, position, about, CONTENT_EVENT, counted.length, statement);
    if (begun != BAYMARK_OK) {
        return begun;
    }
    put_event(&draft.cbor, event);
    return statement_end(&draft, device, position, statement);
}
