#include "asked.h"
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool integer_of(const struct json *json, int64_t *to)
{
    char *end = NULL;

    demand(json->type == JSON_NUMBER, "a number");
    errno = 0;
    *to = strtoll(json->text, &end, 10);
    return errno == 0 && *end == '\0';
}

uint64_t asked_count(const struct json *object, const char *key)
{
    int64_t value = -1;

    demand(integer_of(json_get(object, key), &value) && value >= 0, key);
    return (uint64_t)value;
}

/* true too if it is not there. */
static bool number_of(const struct json *object, const char *key, struct baymark_number *to)
{
    const struct json *const json = json_find(object, key);
    int64_t mantissa = 0;
    int64_t exponent = 0;

    if (json == NULL) {
        return true;
    }
    if (json->type != JSON_OBJECT) {
        const bool fits = integer_of(json, &mantissa);
        *to = baymark_integer(mantissa);
        return fits;
    }
    if (json_find(json, "float") != NULL) {
        return false;
    }
    const bool fits = integer_of(json_get(json, "mantissa"), &mantissa) &&
                      integer_of(json_get(json, "exponent"), &exponent);
    *to = baymark_decimal(mantissa, (int8_t)exponent);
    return fits;
}

static const char *text_of(const struct json *object, const char *key)
{
    const struct json *const json = json_find(object, key);
    return json == NULL ? NULL : json->text;
}

static struct baymark_bytes bytes_of(const struct json *object, const char *key, struct said *said)
{
    struct baymark_bytes bytes = {NULL, 0};

    if (json_find(object, key) != NULL) {
        uint8_t *const found = json_hex(object, key, &bytes.length);
        uint8_t *const copy = (uint8_t *)said->texts + said->texts_used;
        demand(bytes.length <= sizeof said->texts - said->texts_used, "room for bytes");
        memcpy(copy, found, bytes.length);
        said->texts_used += bytes.length;
        bytes.bytes = copy;
        free(found);
    }
    return bytes;
}

static const uint8_t *id_of(const struct json *object, const char *key, struct said *said)
{
    const struct baymark_bytes bytes = bytes_of(object, key, said);
    demand(bytes.bytes == NULL || bytes.length == BAYMARK_ID_SIZE, key);
    return bytes.bytes;
}

void asked_fixed(const struct json *object, const char *key, uint8_t *to, size_t length)
{
    size_t found;
    uint8_t *const bytes = json_hex(object, key, &found);
    demand(found == length, key);
    memcpy(to, bytes, length);
    free(bytes);
}

static void read_position(const struct json *position, struct said *said)
{
    said->about.has_uptime = json_find(position, "uptimeMs") != NULL;
    if (said->about.has_uptime) {
        said->about.uptime_ms = asked_count(position, "uptimeMs");
    }
    said->position.boot = (uint32_t)asked_count(position, "boot");
    said->position.seq = (uint32_t)asked_count(position, "seq");
    said->position.previous_known = json_get(position, "previous")->type != JSON_NULL;
    if (said->position.previous_known) {
        asked_fixed(position, "previous", said->position.previous, BAYMARK_PREVIOUS_SIZE);
    }
    said->position.open = true;
}

void asked_frame(const struct json *asked, struct said *said)
{
    int64_t suite = 0;

    demand(integer_of(json_get(asked, "alg"), &suite), "alg");
    said->device.suite = (enum baymark_suite)suite;
    said->device.name = json_text(asked, "iss");
    asked_fixed(asked, "kid", said->device.kid, sizeof said->device.kid);
    said->about.subject = json_text(asked, "sub");
    said->about.has_time = json_find(asked, "iat") != NULL;
    if (said->about.has_time) {
        said->about.time = asked_count(asked, "iat");
    }
    if (json_find(asked, "position") != NULL) {
        read_position(json_get(asked, "position"), said);
    }
    asked_fixed(asked, "signature", said->signature, sizeof said->signature);
}

static bool add(const struct json *json, struct said *said, struct baymark_pack *pack)
{
    struct baymark_senml record;
    memset(&record, 0, sizeof record);

    record.name = text_of(json, "n");
    record.unit = text_of(json, "u");
    record.text = text_of(json, "vs");
    record.data = bytes_of(json, "vd", said);
    record.base_name = text_of(json, "bn");
    record.base_unit = text_of(json, "bu");
    record.base_version = json_find(json, "bver") != NULL;
    if (json_find(json, "vb") != NULL) {
        record.truth = json_get(json, "vb")->type == JSON_TRUE ? BAYMARK_TRUE : BAYMARK_FALSE;
    }
    if (!number_of(json, "v", &record.value) || !number_of(json, "s", &record.sum) ||
        !number_of(json, "t", &record.time) || !number_of(json, "ut", &record.update_time) ||
        !number_of(json, "bt", &record.base_time) || !number_of(json, "bv", &record.base_value) ||
        !number_of(json, "bs", &record.base_sum)) {
        return false;
    }
    demand(baymark_pack_add(pack, &record) == BAYMARK_OK, "the encoder takes a SenML record");
    return true;
}

bool asked_pack(const struct json *content, struct said *said, struct baymark_pack *pack)
{
    for (const struct json *record = content->first; record != NULL; record = record->next) {
        if (!add(record, said, pack)) {
            return false;
        }
    }
    return true;
}

static void read_sensors(const struct json *list, struct said *said)
{
    for (const struct json *one = list->first; one != NULL; one = one->next) {
        const struct json *const last = json_get(one, "last");
        demand(said->event.sensors_count < BAYMARK_SENSORS_MAX, "the count of sensors");
        struct baymark_sensor *const sensor = &said->sensors[said->event.sensors_count++];
        sensor->name = json_text(one, "name");
        sensor->last_known = last->type != JSON_NULL;
        if (sensor->last_known) {
            sensor->boot = (uint32_t)asked_count(last, "boot");
            sensor->seq = (uint32_t)asked_count(last, "seq");
        }
    }
    said->event.sensors = said->sensors;
}

static bool read_event(const struct json *content, struct said *said)
{
    struct baymark_event *const event = &said->event;
    const struct json *part;

    event->kind = said_kind(json_text(content, "kind"));
    event->place = text_of(content, "place");
    event->raw = bytes_of(content, "raw", said);
    event->carrier = text_of(content, "carrier");
    event->seal = text_of(content, "seal_number");
    event->party = text_of(content, "party");
    event->given = id_of(content, "given", said);
    event->alert = text_of(content, "alert_code");
    event->retracted = id_of(content, "retracted", said);
    if ((part = json_find(content, "sensors")) != NULL) {
        read_sensors(part, said);
    }
    if ((part = json_find(content, "closed")) != NULL) {
        said->closed.checkpoint_size = asked_count(part, "size");
        asked_fixed(part, "root", said->closed.checkpoint_root, 32);
        said->closed.statements = asked_count(part, "ids");
        asked_fixed(part, "filing_root", said->closed.subject_root, 32);
        event->closed = &said->closed;
    }
    if ((part = json_find(content, "firmware")) != NULL) {
        said->firmware.version = json_text(part, "version");
        asked_fixed(part, "image", said->firmware.image, 32);
        event->firmware = &said->firmware;
    }
    if (json_find(content, "interval") != NULL) {
        event->interval_s = (uint32_t)asked_count(content, "interval");
    }
    if ((part = json_find(content, "measured")) != NULL) {
        said->measured.name = json_text(part, "name");
        said->measured.unit = json_text(part, "unit");
        event->measured = &said->measured;
        return number_of(part, "value", &said->measured.value);
    }
    return true;
}

static void read_cover(const struct json *content, struct said *said)
{
    struct baymark_chain *const chain = &said->chain;
    size_t links = 0;

    chain->boot = said->position.boot;
    chain->first = asked_count(content, "first");
    chain->number = chain->first + asked_count(content, "count");
    chain->stride = (uint16_t)asked_count(content, "stride");
    asked_fixed(content, "before", chain->before, sizeof chain->before);
    for (const struct json *link = json_get(content, "links")->first; link; link = link->next) {
        demand(links < BAYMARK_COVER_MAX, "the count of links");
        /* All but the last lie here; the last one is where the chain stands. */
        uint8_t *const to =
            link->next == NULL ? chain->link : said->links + links++ * BAYMARK_LINK_SIZE;
        asked_fixed(link, NULL, to, BAYMARK_LINK_SIZE);
    }
    chain->links = said->links;
    chain->links_max = BAYMARK_COVER_MAX;
}

bool asked_read(const struct json *asked, struct said *said, struct baymark_pack *pack)
{
    const struct json *const type = json_get(asked, "contentType");
    const struct json *const content = json_get(asked, "content");

    memset(said, 0, sizeof *said);
    asked_frame(asked, said);
    if (type->type == JSON_NUMBER) {
        said->content = SAID_TELEMETRY;
        return asked_pack(content, said, pack);
    }
    if (strcmp(type->text, "application/vnd.baymark.records+cbor") == 0) {
        said->content = SAID_COVER;
        read_cover(content, said);
        return true;
    }
    said->content = SAID_EVENT;
    return read_event(content, said);
}
