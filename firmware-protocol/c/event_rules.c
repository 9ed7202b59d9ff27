#include "event_rules.h"
#include "statement.h"

#include <string.h>

#define RAW_MAX 512u
#define TEXT64_MAX 64u
#define ALERT_MAX 32u

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
#define INTERVAL (1u << 14)

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
    [BAYMARK_HELLO] = {"hello", KIND | FIRMWARE, PLACE | INTERVAL},
};

const char *event_name(enum baymark_event_kind kind)
{
    return kinds[kind].name;
}

uint16_t event_fields(const struct baymark_event *event)
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
    fields |= event->interval_s != 0 ? INTERVAL : 0;
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

/* 1 to 64 printable ASCII characters, with no space at either end. */
static bool text64_good(const char *text)
{
    if (!text_fits(text, 1, TEXT64_MAX) || text[0] == ' ' || text[strlen(text) - 1] == ' ') {
        return false;
    }
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (text[i] < ' ' || text[i] > '~') {
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

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_place(const char *subject)
{
    return begins(subject, "https://id.gs1.org/414/");
}

static bool is_party(const char *subject)
{
    return begins(subject, "https://id.gs1.org/417/");
}

/* A thing, and another than the one that goes into it. */
static bool carrier_good(const char *carrier, const char *subject)
{
    return text_fits(carrier, 1, BAYMARK_TEXT_MAX) && !is_place(carrier) && !is_party(carrier) &&
           strcmp(carrier, subject) != 0;
}

static bool measured_good(const struct baymark_measured *measured)
{
    return text_fits(measured->name, 1, BAYMARK_TEXT_MAX) && name_part(measured->name, true) &&
           text_fits(measured->unit, 0, BAYMARK_TEXT_MAX) && number_good(&measured->value);
}

static bool count_good(uint64_t count)
{
    return count >= 1 && count <= U53_MAX;
}

/* Each field that is there, for itself. */
static bool values_good(const struct baymark_event *event, const char *subject)
{
    return (event->place == NULL ||
            (text_fits(event->place, 1, BAYMARK_TEXT_MAX) && is_place(event->place))) &&
           (event->raw.bytes == NULL || (event->raw.length >= 1 && event->raw.length <= RAW_MAX)) &&
           (event->sensors == NULL || sensors_good(event->sensors, event->sensors_count)) &&
           (event->carrier == NULL || carrier_good(event->carrier, subject)) &&
           (event->seal == NULL || text64_good(event->seal)) &&
           (event->party == NULL ||
            (text_fits(event->party, 1, BAYMARK_TEXT_MAX) && is_party(event->party))) &&
           (event->alert == NULL || alert_good(event->alert)) &&
           (event->measured == NULL || measured_good(event->measured)) &&
           (event->closed == NULL || (count_good(event->closed->checkpoint_size) &&
                                      count_good(event->closed->statements))) &&
           (event->firmware == NULL || text64_good(event->firmware->version)) &&
           event->interval_s <= BAYMARK_INTERVAL_MAX;
}

bool event_good(const struct baymark_event *event, const char *subject)
{
    if ((size_t)event->kind >= sizeof kinds / sizeof kinds[0]) {
        return false;
    }
    const struct kind *const kind = &kinds[event->kind];
    const unsigned fields = event_fields(event);
    const unsigned missing = kind->required & ~fields;
    const unsigned foreign = fields & ~((unsigned)kind->required | kind->optional);

    return missing == 0 && foreign == 0 && values_good(event, subject);
}
