#include "said.h"
#include "reader.h"

#include <string.h>

const char *said_text(struct said *said, struct reader *in)
{
    const struct baymark_bytes bytes = span(in, CBOR_TEXT);
    char *const copy = said->texts + said->texts_used;
    demand(bytes.length < sizeof said->texts - said->texts_used, "room for a text");
    demand(bytes.length == 0 || memchr(bytes.bytes, 0, bytes.length) == NULL, "a zero in a text");
    memcpy(copy, bytes.bytes, bytes.length);
    copy[bytes.length] = '\0';
    said->texts_used += bytes.length + 1;
    return copy;
}

static void read_position(struct said *said, struct reader *in)
{
    struct baymark_position *const position = &said->position;
    const uint64_t count = argument(in, CBOR_ARRAY);

    position->boot = (uint32_t)argument(in, CBOR_UNSIGNED);
    position->seq = (uint32_t)argument(in, CBOR_UNSIGNED);
    position->previous_known = !take_null(in);
    if (position->previous_known) {
        fixed(in, position->previous, sizeof position->previous);
    }
    if (count == 4) {
        said->about.has_uptime = true;
        said->about.uptime_ms = argument(in, CBOR_UNSIGNED);
    }
    position->open = true;
}

static void read_claims(struct said *said, struct reader *in)
{
    for (uint64_t left = argument(in, CBOR_MAP); left > 0; left--) {
        switch (integer(in)) {
        case 1:
            said->device.name = said_text(said, in);
            break;
        case 2:
            said->about.subject = said_text(said, in);
            break;
        case 6:
            said->about.has_time = true;
            said->about.time = argument(in, CBOR_UNSIGNED);
            break;
        case -65537:
            read_position(said, in);
            break;
        default:
            demand(false, "a claim");
        }
    }
    if (strcmp(said->device.name, said->about.subject) == 0) {
        said->about.subject = NULL;
    }
}

static enum said_content content(struct said *said, struct reader *in)
{
    if (*in->at >> 5 == CBOR_UNSIGNED) {
        demand(argument(in, CBOR_UNSIGNED) == 112, "a content format");
        return SAID_TELEMETRY;
    }
    const char *const type = said_text(said, in);
    if (strcmp(type, "application/vnd.baymark.records+cbor") == 0) {
        return SAID_COVER;
    }
    demand(strcmp(type, "application/vnd.baymark.event+cbor") == 0, type);
    return SAID_EVENT;
}

static void read_protected(struct said *said, struct reader in)
{
    for (uint64_t left = argument(&in, CBOR_MAP); left > 0; left--) {
        switch (integer(&in)) {
        case 1:
            said->device.suite = (enum baymark_suite)integer(&in);
            break;
        case 3:
            said->content = content(said, &in);
            break;
        case 4:
            fixed(&in, said->device.kid, sizeof said->device.kid);
            break;
        case 15:
            read_claims(said, &in);
            break;
        default:
            demand(false, "a header parameter");
        }
    }
}

static void read_sensors(struct said *said, struct reader *in)
{
    said->event.sensors_count = (size_t)argument(in, CBOR_ARRAY);
    demand(said->event.sensors_count <= BAYMARK_SENSORS_MAX, "the count of sensors");
    for (size_t i = 0; i < said->event.sensors_count; i++) {
        struct baymark_sensor *const sensor = &said->sensors[i];
        demand(argument(in, CBOR_ARRAY) == 2, "a sensor");
        sensor->name = said_text(said, in);
        sensor->last_known = !take_null(in);
        if (sensor->last_known) {
            demand(argument(in, CBOR_ARRAY) == 2, "a last position");
            sensor->boot = (uint32_t)argument(in, CBOR_UNSIGNED);
            sensor->seq = (uint32_t)argument(in, CBOR_UNSIGNED);
        }
    }
    said->event.sensors = said->sensors;
}

static void read_measured(struct said *said, struct reader *in)
{
    demand(argument(in, CBOR_ARRAY) == 3, "a measured value");
    said->measured.name = said_text(said, in);
    said->measured.unit = said_text(said, in);
    said->measured.value = number(in);
    said->event.measured = &said->measured;
}

static void read_closed(struct said *said, struct reader *in)
{
    demand(argument(in, CBOR_ARRAY) == 4, "what was closed");
    said->closed.checkpoint_size = argument(in, CBOR_UNSIGNED);
    fixed(in, said->closed.checkpoint_root, 32);
    said->closed.statements = argument(in, CBOR_UNSIGNED);
    fixed(in, said->closed.subject_root, 32);
    said->event.closed = &said->closed;
}

static void read_firmware(struct said *said, struct reader *in)
{
    demand(argument(in, CBOR_ARRAY) == 2, "a firmware");
    said->firmware.version = said_text(said, in);
    fixed(in, said->firmware.image, 32);
    said->event.firmware = &said->firmware;
}

enum baymark_event_kind said_kind(const char *name)
{
    static const char *const names[] = {"scan",   "load",    "unload", "attach",
                                        "detach", "seal",    "unseal", "handover",
                                        "alert",  "retract", "close",  "hello"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            return (enum baymark_event_kind)i;
        }
    }
    demand(false, name);
    return BAYMARK_SCAN;
}

static void read_event(struct said *said, struct reader in)
{
    struct baymark_event *const event = &said->event;

    for (uint64_t left = argument(&in, CBOR_MAP); left > 0; left--) {
        switch (integer(&in)) {
        case 1:
            event->kind = said_kind(said_text(said, &in));
            break;
        case 2:
            event->place = said_text(said, &in);
            break;
        case 3:
            event->raw = span(&in, CBOR_BYTES);
            break;
        case 4:
            read_sensors(said, &in);
            break;
        case 5:
            event->carrier = said_text(said, &in);
            break;
        case 6:
            event->seal = said_text(said, &in);
            break;
        case 7:
            event->party = said_text(said, &in);
            break;
        case 8:
            event->given = id(&in);
            break;
        case 9:
            event->alert = said_text(said, &in);
            break;
        case 10:
            read_measured(said, &in);
            break;
        case 11:
            event->retracted = id(&in);
            break;
        case 12:
            read_closed(said, &in);
            break;
        case 13:
            read_firmware(said, &in);
            break;
        case 14:
            event->interval_s = (uint32_t)argument(&in, CBOR_UNSIGNED);
            break;
        default:
            demand(false, "a field of an event");
        }
    }
}

static void read_cover(struct said *said, struct reader in)
{
    struct baymark_chain *const chain = &said->chain;

    demand(argument(&in, CBOR_ARRAY) == 5, "a cover");
    chain->boot = said->position.boot;
    chain->first = argument(&in, CBOR_UNSIGNED);
    chain->number = chain->first + argument(&in, CBOR_UNSIGNED);
    chain->stride = (uint16_t)argument(&in, CBOR_UNSIGNED);
    fixed(&in, chain->before, sizeof chain->before);
    const uint64_t links = argument(&in, CBOR_ARRAY);
    demand(links >= 1 && links <= BAYMARK_COVER_MAX, "the count of links");
    for (uint64_t i = 0; i + 1 < links; i++) {
        fixed(&in, said->links + i * BAYMARK_LINK_SIZE, BAYMARK_LINK_SIZE);
    }
    fixed(&in, chain->link, sizeof chain->link);
    chain->links = said->links;
    chain->links_max = BAYMARK_COVER_MAX;
}

void said_read(struct said *said, const uint8_t *statement, size_t length)
{
    struct reader in = {statement, statement + length};

    memset(said, 0, sizeof *said);
    demand(argument(&in, CBOR_TAG) == 18 && argument(&in, CBOR_ARRAY) == 4, "a COSE_Sign1");
    read_protected(said, reader(span(&in, CBOR_BYTES)));
    demand(argument(&in, CBOR_MAP) == 0, "the unprotected header");
    said->payload = span(&in, CBOR_BYTES);
    fixed(&in, said->signature, sizeof said->signature);
    demand(in.at == in.end, "its end");
    if (said->content == SAID_EVENT) {
        read_event(said, reader(said->payload));
    } else if (said->content == SAID_COVER) {
        read_cover(said, reader(said->payload));
    }
}

struct baymark_bytes said_record(const uint8_t *record, size_t length, uint8_t kid[8],
                                 uint32_t *boot, uint32_t *number_of)
{
    struct reader in = {record, record + length};

    demand(argument(&in, CBOR_ARRAY) == 4, "a record");
    fixed(&in, kid, 8);
    *boot = (uint32_t)argument(&in, CBOR_UNSIGNED);
    *number_of = (uint32_t)argument(&in, CBOR_UNSIGNED);
    const struct baymark_bytes pack = {in.at, (size_t)(in.end - in.at)};
    return pack;
}

enum baymark_result said_make(const struct said *said, const struct baymark_pack *pack,
                              struct baymark_position *position,
                              struct baymark_statement *statement)
{
    struct baymark_chain chain = said->chain;

    switch (said->content) {
    case SAID_TELEMETRY:
        return baymark_telemetry(&said->device, position, &said->about, pack, statement);
    case SAID_EVENT:
        return baymark_event(&said->device, position, &said->about, &said->event, statement);
    case SAID_COVER:
    default:
        return baymark_cover(&said->device, position, &said->about, &chain, statement);
    }
}
