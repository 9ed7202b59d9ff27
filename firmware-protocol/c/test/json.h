/* Reads JSON (RFC 8259) of which we know that it is good. For the tests only: it uses the heap. */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum json_type {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json {
    enum json_type type;
    const char *key; /* in an object */
    const char *text; /* of a string or a number */
    struct json *first;
    struct json *next; /* beside this one */
};

/* Reads folder/name; ends the program if it cannot. */
struct json *json_read(const char *folder, const char *name);

/* Reads a stream to its end; the name is for complaints. */
struct json *json_from(FILE *in, const char *name);

/* NULL if it is not there. */
const struct json *json_find(const struct json *object, const char *key);

/* These end the program if the member is not there. */
const struct json *json_get(const struct json *object, const char *key);
const char *json_text(const struct json *object, const char *key);

/* The bytes of a hex string, which is this member, or the value itself with NULL; to be freed. */
uint8_t *json_hex(const struct json *object, const char *key, size_t *length);

void json_free(struct json *json);

#endif
