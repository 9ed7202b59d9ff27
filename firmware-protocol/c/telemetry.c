#include "statement.h"

#include <string.h>

struct baymark_number baymark_integer(int64_t value)
{
    const struct baymark_number number = {value, 0, BAYMARK_INTEGER};
    return number;
}

struct baymark_number baymark_decimal(int64_t mantissa, int8_t exponent)
{
    const struct baymark_number number = {mantissa, exponent, BAYMARK_DECIMAL};
    return number;
}

bool number_good(const struct baymark_number *number)
{
    return number->form == BAYMARK_INTEGER ||
           (number->form == BAYMARK_DECIMAL && number->exponent >= -18 && number->exponent <= 18);
}

void put_number(struct cbor *cbor, const struct baymark_number *number)
{
    if (number->form == BAYMARK_DECIMAL) {
        cbor_head(cbor, CBOR_TAG, CBOR_TAG_DECIMAL);
        cbor_head(cbor, CBOR_ARRAY, 2);
        cbor_integer(cbor, number->exponent);
    }
    cbor_integer(cbor, number->mantissa);
}

static bool optional_number_good(const struct baymark_number *number)
{
    return number->form == BAYMARK_NO_NUMBER || number_good(number);
}

static bool optional_text_good(const char *text)
{
    return text == NULL || text_fits(text, 0, BAYMARK_TEXT_MAX);
}

static bool letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool name_part(const char *text, bool begins)
{
    for (size_t i = 0; text[i] != '\0'; i++) {
        const bool mark =
            text[i] == ':' || text[i] == '.' || text[i] == '/' || text[i] == '_' || text[i] == '-';
        if (!letter_or_digit(text[i]) && !(mark && !(begins && i == 0))) {
            return false;
        }
    }
    return true;
}

/* Rule 3 of section 6.1: a record with a value or a sum. */
static bool is_reading(const struct baymark_senml *record)
{
    return record->value.form != BAYMARK_NO_NUMBER || record->text != NULL ||
           record->truth != BAYMARK_NO_TRUTH || record->data.bytes != NULL ||
           record->sum.form != BAYMARK_NO_NUMBER;
}

/* Each field for itself. */
static bool fields_good(const struct baymark_senml *record)
{
    return optional_text_good(record->name) && optional_text_good(record->unit) &&
           optional_number_good(&record->value) && optional_text_good(record->text) &&
           optional_number_good(&record->sum) && optional_number_good(&record->time) &&
           optional_number_good(&record->update_time) &&
           (record->data.bytes == NULL || record->data.length <= BAYMARK_TEXT_MAX) &&
           optional_text_good(record->base_name) && optional_number_good(&record->base_time) &&
           optional_text_good(record->base_unit) && optional_number_good(&record->base_value) &&
           optional_number_good(&record->base_sum);
}

/* Rules 1, 3 and 5 of section 6.1, under the base name that holds in the pack. */
static bool rules_hold(const struct baymark_pack *pack, const struct baymark_senml *record)
{
    const int values = (record->value.form != BAYMARK_NO_NUMBER) + (record->text != NULL) +
                       (record->truth != BAYMARK_NO_TRUTH) + (record->data.bytes != NULL);

    if (!is_reading(record)) {
        return record->name == NULL && record->unit == NULL &&
               record->time.form == BAYMARK_NO_NUMBER &&
               record->update_time.form == BAYMARK_NO_NUMBER;
    }
    const char *const name = record->name != NULL ? record->name : "";
    const size_t length = pack->base_name_length + strlen(name);
    return values <= 1 && pack->base_name_good && name_part(name, pack->base_name_length == 0) &&
           length >= 1 && length <= BAYMARK_TEXT_MAX;
}

/* The labels of RFC 8428, section 6, table 4; as keys of a map 0, 1 ... come before -1, -2 ... */
static void put_label(struct cbor *cbor, int8_t label, uint8_t *fields)
{
    cbor_integer(cbor, label);
    (*fields)++;
}

static void put_labelled_text(struct cbor *cbor, int8_t label, const char *text, uint8_t *fields)
{
    if (text != NULL) {
        put_label(cbor, label, fields);
        cbor_text(cbor, text);
    }
}

static void put_labelled_number(struct cbor *cbor, int8_t label,
                                const struct baymark_number *number, uint8_t *fields)
{
    if (number->form != BAYMARK_NO_NUMBER) {
        put_label(cbor, label, fields);
        put_number(cbor, number);
    }
}

/* Writes the fields that are there and gives their count. */
static uint8_t put_fields(struct cbor *cbor, const struct baymark_senml *record)
{
    uint8_t fields = 0;

    put_labelled_text(cbor, 0, record->name, &fields);
    put_labelled_text(cbor, 1, record->unit, &fields);
    put_labelled_number(cbor, 2, &record->value, &fields);
    put_labelled_text(cbor, 3, record->text, &fields);
    if (record->truth != BAYMARK_NO_TRUTH) {
        put_label(cbor, 4, &fields);
        cbor_head(cbor, CBOR_SIMPLE, record->truth == BAYMARK_TRUE ? CBOR_TRUE : CBOR_FALSE);
    }
    put_labelled_number(cbor, 5, &record->sum, &fields);
    put_labelled_number(cbor, 6, &record->time, &fields);
    put_labelled_number(cbor, 7, &record->update_time, &fields);
    if (record->data.bytes != NULL) {
        put_label(cbor, 8, &fields);
        cbor_bytes(cbor, record->data.bytes, record->data.length);
    }
    if (record->base_version) {
        put_label(cbor, -1, &fields);
        cbor_integer(cbor, 10);
    }
    put_labelled_text(cbor, -2, record->base_name, &fields);
    put_labelled_number(cbor, -3, &record->base_time, &fields);
    put_labelled_text(cbor, -4, record->base_unit, &fields);
    put_labelled_number(cbor, -5, &record->base_value, &fields);
    put_labelled_number(cbor, -6, &record->base_sum, &fields);
    return fields;
}

static size_t head_length(uint16_t count)
{
    return count < 24 ? 1u : count < 256 ? 2u : 3u;
}

void baymark_pack_begin(struct baymark_pack *pack, uint8_t *bytes, size_t size)
{
    memset(pack, 0, sizeof *pack);
    pack->bytes = bytes;
    pack->size = size;
    pack->base_name_good = true;
}

/* The head of the array grows with the count: what follows it moves up by a byte, twice at most. */
static void append(struct baymark_pack *pack, const struct baymark_senml *record, uint8_t fields,
                   size_t length)
{
    const size_t old_head = pack->count == 0 ? 0 : head_length(pack->count);
    const size_t new_head = head_length((uint16_t)(pack->count + 1));
    struct cbor head = {pack->bytes, new_head, 0};
    struct cbor body = {pack->bytes, pack->size, length - old_head + new_head};

    memmove(pack->bytes + new_head, pack->bytes + old_head, length - old_head);
    pack->count++;
    cbor_head(&head, CBOR_ARRAY, pack->count);
    cbor_head(&body, CBOR_MAP, fields);
    put_fields(&body, record);
    pack->length = body.length;
}

enum baymark_result baymark_pack_add(struct baymark_pack *pack, const struct baymark_senml *record)
{
    struct baymark_pack next = *pack; /* under the bases of this record */

    if (!fields_good(record)) {
        return BAYMARK_BAD_VALUE;
    }
    if (record->base_name != NULL) {
        next.base_name_length = (uint16_t)strlen(record->base_name);
        next.base_name_good = name_part(record->base_name, true);
    }
    if (!rules_hold(&next, record)) {
        return BAYMARK_BAD_VALUE;
    }
    if (pack->count == BAYMARK_READINGS_MAX) {
        return BAYMARK_TOO_LARGE;
    }

    struct cbor counted = {NULL, 0, 0};
    const uint8_t fields = put_fields(&counted, record);
    const size_t old_head = pack->count == 0 ? 0 : head_length(pack->count);
    /* A map of at most 15 fields has a head of one byte. */
    pack->needed =
        pack->length - old_head + head_length((uint16_t)(pack->count + 1)) + 1 + counted.length;
    if (pack->needed > BAYMARK_STATEMENT_MAX) {
        return BAYMARK_TOO_LARGE;
    }
    if (pack->needed > pack->size) {
        return BAYMARK_BUFFER_SMALL;
    }
    next.needed = pack->needed;
    next.has_reading = pack->has_reading || is_reading(record);
    append(&next, record, fields, pack->length);
    *pack = next;
    return BAYMARK_OK;
}

enum baymark_result baymark_telemetry(const struct baymark_device *device,
                                      struct baymark_position *position,
                                      const struct baymark_about *about,
                                      const struct baymark_pack *pack,
                                      struct baymark_statement *statement)
{
    struct draft draft;

    statement->length = 0;
    if (!pack->has_reading) {
        return BAYMARK_BAD_VALUE;
    }
    const enum baymark_result begun =
        statement_begin(&draft, device, position, about, NULL, pack->length, statement);
    if (begun != BAYMARK_OK) {
        return begun;
    }
    cbor_raw(&draft.cbor, pack->bytes, pack->length);
    return statement_end(&draft, device, position, statement);
}
