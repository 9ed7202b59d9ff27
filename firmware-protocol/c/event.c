#include "event_rules.h"
#include "statement.h"

#include <string.h>

#define CONTENT_EVENT "application/vnd.baymark.event+cbor"

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
    cbor_head(cbor, CBOR_MAP, count_of(event_fields(event)));
    put_labelled_text(cbor, 1, event_name(event->kind));
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
    if (event->interval_s != 0) {
        cbor_head(cbor, CBOR_UNSIGNED, 14);
        cbor_head(cbor, CBOR_UNSIGNED, event->interval_s);
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
    const char *const subject = subject_of(device, about);
    /* A hello is about the device that says it (section 6.2). */
    const bool foreign_hello = event->kind == BAYMARK_HELLO && strcmp(subject, device->name) != 0;
    if (!event_good(event, subject) || foreign_hello) {
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
