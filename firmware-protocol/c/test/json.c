#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text is decoded in place: a decoded string is never longer than its form in JSON. */
struct file {
    char *text;
    char *at;
    struct json *nodes;
    size_t used;
};

static void fail(const char *what)
{
    fprintf(stderr, "json: %s\n", what);
    exit(1);
}

static void skip_space(struct file *file)
{
    file->at += strspn(file->at, " \t\r\n");
}

static void expect(struct file *file, char c)
{
    skip_space(file);
    if (*file->at != c) {
        fail("not the character that has to stand here");
    }
    file->at++;
}

static unsigned long four_hex(struct file *file)
{
    char digits[5] = {0};

    strncpy(digits, file->at, 4);
    if (strspn(digits, "0123456789abcdefABCDEF") != 4) {
        fail("an escape without four digits");
    }
    file->at += 4;
    return strtoul(digits, NULL, 16);
}

/* RFC 8259, section 7: what lies beyond 16 bits is two escapes, the halves of a surrogate pair. */
static unsigned long escaped(struct file *file)
{
    const unsigned long high = four_hex(file);

    if (high < 0xd800 || high > 0xdfff) {
        return high;
    }
    if (strncmp(file->at, "\\u", 2) != 0) {
        fail("half of a surrogate pair");
    }
    file->at += 2;
    const unsigned long low = four_hex(file);
    if (high > 0xdbff || low < 0xdc00 || low > 0xdfff) {
        fail("no surrogate pair");
    }
    return 0x10000 + ((high - 0xd800) << 10 | (low - 0xdc00));
}

static char *put_utf8(char *to, unsigned long point)
{
    if (point < 0x80) {
        *to++ = (char)point;
    } else if (point < 0x800) {
        *to++ = (char)(0xc0 | point >> 6);
        *to++ = (char)(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        *to++ = (char)(0xe0 | point >> 12);
        *to++ = (char)(0x80 | (point >> 6 & 0x3f));
        *to++ = (char)(0x80 | (point & 0x3f));
    } else {
        *to++ = (char)(0xf0 | point >> 18);
        *to++ = (char)(0x80 | (point >> 12 & 0x3f));
        *to++ = (char)(0x80 | (point >> 6 & 0x3f));
        *to++ = (char)(0x80 | (point & 0x3f));
    }
    return to;
}

static const char *string(struct file *file)
{
    expect(file, '"');
    char *const start = file->at;
    char *to = start;

    while (*file->at != '"') {
        char c = *file->at++;
        if (c == '\0') {
            fail("a string without an end");
        }
        if (c == '\\') {
            static const char escapes[] = "b\bf\fn\nr\rt\t";
            c = *file->at++;
            if (c == 'u') {
                to = put_utf8(to, escaped(file));
                continue;
            }
            for (size_t i = 0; i + 1 < sizeof escapes; i += 2) {
                if (escapes[i] == c) {
                    c = escapes[i + 1];
                    break;
                }
            }
        }
        *to++ = c;
    }
    file->at++;
    *to = '\0';
    return start;
}

static struct json *value(struct file *file);

static void members(struct file *file, struct json *parent, char end)
{
    struct json **link = &parent->first;

    file->at++;
    skip_space(file);
    if (*file->at == end) {
        file->at++;
        return;
    }
    for (;;) {
        const char *key = NULL;
        if (end == '}') {
            key = string(file);
            expect(file, ':');
        }
        *link = value(file);
        (*link)->key = key;
        link = &(*link)->next;
        skip_space(file);
        if (*file->at != ',') {
            expect(file, end);
            return;
        }
        file->at++;
        skip_space(file);
    }
}

/* The byte after a number is overwritten once it has been looked at, so numbers are copied. */
static const char *number(struct file *file)
{
    const size_t length = strspn(file->at, "+-.eE0123456789");
    char *const copy = calloc(1, length + 1);

    if (copy == NULL || length == 0) {
        fail("no value");
        exit(1);
    }
    memcpy(copy, file->at, length);
    file->at += length;
    return copy;
}

static struct json *value(struct file *file)
{
    struct json *const node = &file->nodes[file->used++];

    skip_space(file);
    switch (*file->at) {
    case '{':
        node->type = JSON_OBJECT;
        members(file, node, '}');
        break;
    case '[':
        node->type = JSON_ARRAY;
        members(file, node, ']');
        break;
    case '"':
        node->type = JSON_STRING;
        node->text = string(file);
        break;
    case 'n':
        node->type = JSON_NULL;
        file->at += 4;
        break;
    case 't':
        node->type = JSON_TRUE;
        file->at += 4;
        break;
    case 'f':
        node->type = JSON_FALSE;
        file->at += 5;
        break;
    default:
        node->type = JSON_NUMBER;
        node->text = number(file);
    }
    return node;
}

/* All that is left of this stream, and zeros behind it. */
static char *contents(FILE *in, const char *name, size_t *length)
{
    size_t size = 1 << 16;
    char *text = NULL;

    *length = 0;
    for (;;) {
        char *const more = realloc(text, size);
        if (more == NULL) {
            fail("no memory");
            exit(1);
        }
        text = more;
        *length += fread(text + *length, 1, size - *length, in);
        if (*length < size) {
            break;
        }
        size *= 2;
    }
    if (ferror(in) != 0) {
        fail(name);
    }
    memset(text + *length, 0, size - *length);
    return text;
}

/* The root's "key" holds the file's text, to be freed with it. */
struct json *json_from(FILE *in, const char *name)
{
    size_t length;
    struct file file = {contents(in, name, &length), NULL, NULL, 0};
    size_t nodes = 1;

    /* Each value but the first comes after a bracket, a colon or a comma. */
    for (size_t i = 0; i < length; i++) {
        nodes += strchr("[{:,", file.text[i]) != NULL ? 1 : 0;
    }
    file.at = file.text;
    file.nodes = calloc(nodes, sizeof *file.nodes);
    if (file.nodes == NULL) {
        fail("no memory");
        exit(1);
    }
    struct json *const root = value(&file);
    root->key = file.text;
    return root;
}

struct json *json_read(const char *folder, const char *name)
{
    char path[1024];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *const in = fopen(path, "rb");
    if (in == NULL) {
        fail(path);
        exit(1);
    }
    struct json *const root = json_from(in, path);
    fclose(in);
    return root;
}

static void free_numbers(struct json *json)
{
    for (; json != NULL; json = json->next) {
        if (json->type == JSON_NUMBER) {
            free((void *)(uintptr_t)json->text);
        }
        free_numbers(json->first);
    }
}

void json_free(struct json *json)
{
    free_numbers(json);
    free((void *)(uintptr_t)json->key);
    free(json);
}

const struct json *json_find(const struct json *object, const char *key)
{
    for (const struct json *member = object->first; member != NULL; member = member->next) {
        if (member->key != NULL && strcmp(member->key, key) == 0) {
            return member;
        }
    }
    return NULL;
}

const struct json *json_get(const struct json *object, const char *key)
{
    const struct json *const found = json_find(object, key);
    if (found == NULL) {
        fail(key);
    }
    return found;
}

const char *json_text(const struct json *object, const char *key)
{
    return json_get(object, key)->text;
}

uint8_t *json_hex(const struct json *object, const char *key, size_t *length)
{
    const char *const hex = key == NULL ? object->text : json_text(object, key);

    *length = strlen(hex) / 2;
    uint8_t *const bytes = malloc(*length + 1);
    if (bytes == NULL) {
        fail("no memory");
        exit(1);
    }
    for (size_t i = 0; i < *length; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        bytes[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return bytes;
}
