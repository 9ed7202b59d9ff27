/* Every set of fields in every kind of event, and the bounds of each field. */
#include "checks.h"

#include <stdio.h>
#include <string.h>

static uint8_t buffer[BAYMARK_STATEMENT_MAX + 1];

static enum baymark_result make_event(const struct baymark_event *event,
                                      const struct baymark_about *about)
{
    struct baymark_position position = position_now();
    struct baymark_statement statement = {buffer, sizeof buffer, 0, {0}};

    const enum baymark_result result = baymark_event(&device, &position, about, event, &statement);
    check(position.seq == (result == BAYMARK_OK ? 1u : 0u), "the number is taken, or free");
    return result;
}

/* Every field in every kind: what has to be there, what may, and what may not. */
static void fields_of_kinds(void)
{
    static const char *const allowed[] = {
        /* P place, r raw, s sensors, c carrier, n seal, p party, g given, a alert, m measured,
           x retracted, o closed, f firmware, i interval; required in capitals, place apart */
        [BAYMARK_SCAN] = "pR",    [BAYMARK_LOAD] = "prC",       [BAYMARK_UNLOAD] = "prC",
        [BAYMARK_ATTACH] = "pS",  [BAYMARK_DETACH] = "pS",      [BAYMARK_SEAL] = "prN",
        [BAYMARK_UNSEAL] = "prN", [BAYMARK_HANDOVER] = "prsyg", [BAYMARK_ALERT] = "pAm",
        [BAYMARK_RETRACT] = "pX", [BAYMARK_CLOSE] = "pO",       [BAYMARK_HELLO] = "pFi"};
    static const char letters[] = "prscnygamxofi";
    static const struct baymark_sensor sensor = {"urn:dev:os:32473-s", false, 0, 0};
    static const struct baymark_measured measured = {"t", "Cel", {1, 0, BAYMARK_INTEGER}};
    static const struct baymark_closed closed = {1, {0}, 1, {0}};
    static const struct baymark_firmware firmware = {"1", {0}};
    static const uint8_t id[32] = {0};

    for (unsigned kind = 0; kind <= BAYMARK_HELLO; kind++) {
        for (unsigned set = 0; set < 1u << 13; set++) {
            struct baymark_event event;
            bool good = true;

            memset(&event, 0, sizeof event);
            event.kind = (enum baymark_event_kind)kind;
            for (unsigned i = 0; i < 13; i++) {
                const bool there = (set >> i & 1u) != 0;
                const bool required = strchr(allowed[kind], letters[i] - 'a' + 'A') != NULL;
                const bool optional = strchr(allowed[kind], letters[i]) != NULL;
                good = good && (there ? required || optional : !required);
            }
            event.place = (set & 1u) != 0 ? "https://id.gs1.org/414/9521321000018" : NULL;
            event.raw.bytes = (set & 2u) != 0 ? id : NULL;
            event.raw.length = 1;
            event.sensors = (set & 4u) != 0 ? &sensor : NULL;
            event.sensors_count = 1;
            event.carrier = (set & 8u) != 0 ? "https://id.gs1.org/00/003456789012345670" : NULL;
            event.seal = (set & 16u) != 0 ? "S 1" : NULL;
            event.party = (set & 32u) != 0 ? "https://id.gs1.org/417/9521321000018" : NULL;
            event.given = (set & 64u) != 0 ? id : NULL;
            event.alert = (set & 128u) != 0 ? "too-warm" : NULL;
            event.measured = (set & 256u) != 0 ? &measured : NULL;
            event.retracted = (set & 512u) != 0 ? id : NULL;
            event.closed = (set & 1024u) != 0 ? &closed : NULL;
            event.firmware = (set & 2048u) != 0 ? &firmware : NULL;
            event.interval_s = (set & 4096u) != 0 ? 900 : 0;
            check(make_event(&event, &nothing) == (good ? BAYMARK_OK : BAYMARK_BAD_VALUE),
                  "the fields of a kind");
        }
    }
}

static void seal(const char *number, bool good)
{
    struct baymark_event event;

    memset(&event, 0, sizeof event);
    event.kind = BAYMARK_SEAL;
    event.seal = number;
    check(make_event(&event, &nothing) == (good ? BAYMARK_OK : BAYMARK_BAD_VALUE), "a seal");
}

static void alert(const char *code, bool good)
{
    struct baymark_event event;

    memset(&event, 0, sizeof event);
    event.kind = BAYMARK_ALERT;
    event.alert = code;
    check(make_event(&event, &nothing) == (good ? BAYMARK_OK : BAYMARK_BAD_VALUE), "an alert");
}

/* A load into this carrier, of the unit with this number. */
static void load(const char *carrier, bool good)
{
    static const struct baymark_about about = {"https://id.gs1.org/00/003456789012345670", false, 0,
                                               false, 0};
    struct baymark_event event;

    memset(&event, 0, sizeof event);
    event.kind = BAYMARK_LOAD;
    event.carrier = carrier;
    check(make_event(&event, &about) == (good ? BAYMARK_OK : BAYMARK_BAD_VALUE), "a carrier");
}

static void measured(const char *name, enum baymark_number_form form, bool good)
{
    const struct baymark_measured value = {name, "Cel", {1, 0, form}};
    struct baymark_event event;

    memset(&event, 0, sizeof event);
    event.kind = BAYMARK_ALERT;
    event.alert = "warm";
    event.measured = &value;
    check(make_event(&event, &nothing) == (good ? BAYMARK_OK : BAYMARK_BAD_VALUE), "a measured");
}

static void closed(uint64_t size, uint64_t statements, bool good)
{
    const struct baymark_closed value = {size, {0}, statements, {0}};
    struct baymark_event event;

    memset(&event, 0, sizeof event);
    event.kind = BAYMARK_CLOSE;
    event.closed = &value;
    check(make_event(&event, &nothing) == (good ? BAYMARK_OK : BAYMARK_BAD_VALUE), "a close");
}

static void subjects_and_numbers(void)
{
    const uint64_t most = ((uint64_t)1 << 53) - 1;
    struct baymark_event event;

    load("https://id.gs1.org/8004/9521321truck", true);
    load("https://id.gs1.org/00/003456789012345670", false);
    load("https://id.gs1.org/414/9521321000018", false);
    load("https://id.gs1.org/417/9521321000018", false);
    load("", false);
    measured("t", BAYMARK_INTEGER, true);
    measured("t", BAYMARK_DECIMAL, true);
    measured("t", BAYMARK_NO_NUMBER, false);
    measured(":t", BAYMARK_INTEGER, false);
    measured("", BAYMARK_INTEGER, false);
    measured(NULL, BAYMARK_INTEGER, false);
    closed(1, most, true);
    closed(most, 1, true);
    closed(0, 1, false);
    closed(1, 0, false);
    closed(most + 1, 1, false);
    closed(1, most + 1, false);

    memset(&event, 0, sizeof event);
    event.kind = BAYMARK_HANDOVER;
    event.place = "https://id.gs1.org/417/9521321000018";
    check(make_event(&event, &nothing) == BAYMARK_BAD_VALUE, "a place that is a party");
    event.place = NULL;
    event.party = "https://id.gs1.org/414/9521321000018";
    check(make_event(&event, &nothing) == BAYMARK_BAD_VALUE, "a party that is a place");
}

static void event_values(void)
{
    char text[66];
    struct baymark_sensor sensors[65];
    static char names[65][32];
    static const struct baymark_about other = {"urn:dev:os:32473-other", false, 0, false, 0};
    static const struct baymark_firmware firmware = {"1", {0}};
    struct baymark_event event;

    memset(text, 's', sizeof text);
    text[65] = '\0';
    seal(text, false);
    text[64] = '\0';
    seal(text, true);
    seal("", false);
    seal(" s", false);
    seal("s ", false);
    seal("\x7f", false);
    seal("\xc3\xa9", false);
    text[33] = '\0';
    alert(text, false);
    text[32] = '\0';
    alert(text, true);
    alert("a-0", true);
    alert("0a", false);
    alert("-a", false);
    alert("A", false);
    alert("", false);

    memset(&event, 0, sizeof event);
    event.kind = BAYMARK_SCAN;
    event.raw.bytes = buffer;
    check(make_event(&event, &nothing) == BAYMARK_BAD_VALUE, "an empty scan");
    event.raw.length = 513;
    check(make_event(&event, &nothing) == BAYMARK_BAD_VALUE, "a scan of 513");

    memset(&event, 0, sizeof event);
    event.kind = BAYMARK_ATTACH;
    event.sensors = sensors;
    for (unsigned i = 0; i < 65; i++) {
        snprintf(names[i], sizeof names[i], "urn:dev:os:32473-%u", i);
        sensors[i].name = names[i];
        sensors[i].last_known = false;
    }
    for (unsigned count = 0; count <= 65; count++) {
        event.sensors_count = count;
        check(make_event(&event, &nothing) ==
                  (count >= 1 && count <= 64 ? BAYMARK_OK : BAYMARK_BAD_VALUE),
              "the count of sensors");
    }
    sensors[63].name = sensors[0].name;
    event.sensors_count = 64;
    check(make_event(&event, &nothing) == BAYMARK_BAD_VALUE, "a sensor that stands twice");

    memset(&event, 0, sizeof event);
    event.kind = BAYMARK_HELLO;
    event.firmware = &firmware;
    check(make_event(&event, &other) == BAYMARK_BAD_VALUE, "a hello about another");
    const struct baymark_about itself = {device.name, false, 0, false, 0};
    check(make_event(&event, &itself) == BAYMARK_OK, "a hello that names itself");
    event.interval_s = BAYMARK_INTERVAL_MAX;
    check(make_event(&event, &nothing) == BAYMARK_OK, "an interval of a week");
    event.interval_s = BAYMARK_INTERVAL_MAX + 1;
    check(make_event(&event, &nothing) == BAYMARK_BAD_VALUE, "an interval above a week");
    event.interval_s = 0;
    event.kind = (enum baymark_event_kind)12;
    check(make_event(&event, &nothing) == BAYMARK_BAD_VALUE, "no kind");
}

int main(void)
{
    fields_of_kinds();
    event_values();
    subjects_and_numbers();
    printf("events: every set of fields in every kind, and the limits\n");
    return failures == 0 ? 0 : 1;
}
