/*
 * Makes what a Baymark device says, on a small microcontroller: statements (COSE_Sign1, RFC 9052)
 * with SenML telemetry (RFC 8428) or an event, records that a later statement covers, and the
 * label and the proofs by which a gateway comes to know its key.
 *
 * C99, no heap, no static state. Everything is written into buffers of the caller. From the C
 * library it takes memcpy, memmove, memset, memcmp, strcmp, strncmp and strlen. The signature comes
 * from a function of the caller, so that a secure element can make it; the hash may come from one,
 * too (sha256.c otherwise).
 *
 * "Section" means a section of PROTOCOL.md, one folder up. README.md shows a whole device.
 *
 * Texts are UTF-8 and end with a zero byte; NULL means that a text is absent. Names and subjects
 * (section 3) are the caller's to get right: only their length is looked at here.
 */
#ifndef BAYMARK_H
#define BAYMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum baymark_result {
    BAYMARK_OK = 0,
    BAYMARK_BUFFER_SMALL, /* nothing was made; "length" says how many bytes it takes */
    BAYMARK_BAD_VALUE, /* a gateway would refuse it: a value out of bounds, missing or too many */
    BAYMARK_TOO_LARGE, /* more bytes, readings or records than one statement or record may have */
    BAYMARK_SIGN_FAILED, /* the sign function said so */
    BAYMARK_HASH_FAILED, /* the hash function said so */
    BAYMARK_NOT_STARTED, /* the position is not open: start it */
    BAYMARK_NUMBERS_SPENT, /* no boot number is left */
    BAYMARK_MEMORY_EMPTY, /* no slot holds a position: baymark_first was never called, or all is
                             lost */
    BAYMARK_MEMORY_USED, /* baymark_first on a memory that holds a position */
    BAYMARK_MEMORY_FAILED, /* a slot could not be read, or does not hold what was written */
    BAYMARK_COVER_DUE /* no room for another link: make the cover first */
};

/* The limits of section 6, in bytes or counts. */
#define BAYMARK_STATEMENT_MAX 16384u
#define BAYMARK_RECORD_MAX 512u
#define BAYMARK_READINGS_MAX 1024u
#define BAYMARK_TEXT_MAX 256u
#define BAYMARK_SENSORS_MAX 64u
#define BAYMARK_COVER_MAX 1024u
#define BAYMARK_INTERVAL_MAX 604800u

#define BAYMARK_ID_SIZE 32u
#define BAYMARK_PREVIOUS_SIZE 16u
#define BAYMARK_LINK_SIZE 16u
#define BAYMARK_KID_SIZE 8u
#define BAYMARK_SIGNATURE_SIZE 64u
#define BAYMARK_COSE_KEY_MAX 79u

struct baymark_bytes {
    const uint8_t *bytes; /* NULL: absent */
    size_t length;
};

/* ---- The device ---- */

/* COSE algorithm numbers (section 4.2). SM2's is private use and not standard. */
enum baymark_suite { BAYMARK_ES256 = -7, BAYMARK_EDDSA = -8, BAYMARK_SM2 = -65538 };

/*
 * Signs the whole message: hashing it is part of the suite (SHA-256 in ES256; SM3 with ZA in SM2;
 * none before Ed25519). The signature is r || s, big-endian, or R || S (section 4.2). Returns 0, or
 * anything else if it failed.
 */
typedef int baymark_sign(void *ctx, const uint8_t *to_be_signed, size_t n, uint8_t signature[64]);

/* SHA-256 of the parts, one after the other. Returns 0, or anything else if it failed. */
typedef int baymark_hash(void *ctx, const struct baymark_bytes *parts, size_t parts_count,
                         uint8_t digest[32]);

/* The hash in sha256.c. It uses no ctx and never fails. */
baymark_hash baymark_sha256;

struct baymark_device {
    const char *name; /* iss (section 3.1) */
    enum baymark_suite suite;
    uint8_t
        kid[BAYMARK_KID_SIZE]; /* the first bytes of the key's thumbprint; see baymark_thumbprint */
    baymark_sign *sign;
    void *sign_ctx;
    baymark_hash *hash;
    void *hash_ctx;
};

/*
 * Writes the COSE_Key of a public key (section 4.1) and gives its length. x and y are 32 bytes
 * each, big-endian; Ed25519 has the 32 bytes of its key in x, and y is NULL.
 */
size_t baymark_cose_key(enum baymark_suite suite, const uint8_t x[32], const uint8_t *y,
                        uint8_t key[BAYMARK_COSE_KEY_MAX]);

/* The thumbprint of a COSE_Key (RFC 9679): its SHA-256. The kid is its first 8 bytes. */
enum baymark_result baymark_thumbprint(baymark_hash *hash, void *hash_ctx, const uint8_t *key,
                                       size_t length, uint8_t thumbprint[32]);

/* ---- The position (section 5.1) ---- */

#define BAYMARK_SLOT_SIZE 32u

/*
 * Memory that keeps its contents without power: an even number of slots of 32 bytes, at least two.
 * README.md ("Power may fail at any moment") says how they lie in flash and how long it lasts.
 *
 * read: gives the bytes of a slot; of one that was never written or only in part, any bytes.
 * Returns 0; anything else means that the slot may hold something that cannot be read now, and
 * stops the start.
 *
 * write: returns 0 when the bytes will survive a loss of power. It may erase before it writes; the
 * slots that are lost with that must lie among the slots / 2 slots that begin with the one written.
 */
struct baymark_memory {
    int (*read)(void *ctx, uint16_t slot, uint8_t bytes[BAYMARK_SLOT_SIZE]);
    int (*write)(void *ctx, uint16_t slot, const uint8_t bytes[BAYMARK_SLOT_SIZE]);
    void *ctx;
    uint16_t slots;
    /* false: one write per start. true: also one per statement, and "previous" survives every loss.
     */
    bool every_statement;
};

/* Where the device is in its counting. The functions below keep it; read it as you like. */
struct baymark_position {
    uint32_t boot;
    uint32_t seq; /* of the next statement */
    uint8_t previous[BAYMARK_PREVIOUS_SIZE];
    bool previous_known;
    bool open; /* statements can be made */
    uint16_t slot; /* that was written last */
    const struct baymark_memory *memory; /* written after each statement; NULL: not */
};

/*
 * Once in the life of a device, in the factory: makes the memory ready. boot is the highest number
 * that the device can have used: 0 for a new one. Refuses a memory that holds a position.
 */
enum baymark_result baymark_first(const struct baymark_memory *memory, uint32_t boot);

/* At each start, before the first statement: takes a boot number that was never used. */
enum baymark_result baymark_start(struct baymark_position *position,
                                  const struct baymark_memory *memory);

/* The same for a device that counts its starts elsewhere, as in a secure element's counter. */
void baymark_start_at(struct baymark_position *position, uint32_t boot);

/*
 * Before power goes off in good order: keeps "previous" for the next start. Nothing more can be
 * said in this boot.
 */
enum baymark_result baymark_stop(struct baymark_position *position,
                                 const struct baymark_memory *memory);

/* ---- Statements (section 5) ---- */

/* The claims that are not the device's own. */
struct baymark_about {
    const char *subject; /* sub (section 3.2); NULL: the device itself */
    bool has_time;
    uint64_t time; /* iat, seconds since 1970; below 2^53 */
    bool has_uptime;
    uint64_t uptime_ms; /* since the device started; below 2^53 */
};

/*
 * A buffer of the caller and what was made in it. While a statement is made, the buffer holds what
 * is signed, which is shorter: no second buffer is needed.
 */
struct baymark_statement {
    uint8_t *bytes;
    size_t size; /* of the buffer */
    size_t length; /* of the statement, or the size that it takes */
    uint8_t id[BAYMARK_ID_SIZE]; /* section 5; "given" and "retracted" of later events need it */
};

/*
 * Each function that makes a statement takes the next number. After BAYMARK_OK the statement in the
 * buffer may be sent, as often as it takes. After BAYMARK_MEMORY_FAILED it was made and is lost:
 * its number is spent. After any other result nothing happened, and the number is still free.
 */

/* ---- Telemetry (section 6.1): SenML-CBOR, RFC 8428 ---- */

/* An integer, or mantissa * 10^exponent. All zero: absent. */
struct baymark_number {
    int64_t mantissa;
    int8_t exponent; /* -18 to 18 */
    enum baymark_number_form { BAYMARK_NO_NUMBER = 0, BAYMARK_INTEGER, BAYMARK_DECIMAL } form;
};

struct baymark_number baymark_integer(int64_t value);
struct baymark_number baymark_decimal(int64_t mantissa, int8_t exponent);

/* A SenML record: a reading, or bases for the readings that follow. Zero what is absent. */
struct baymark_senml {
    const char *name;
    const char *unit;
    struct baymark_number value; /* at most one of value, text, truth and data */
    const char *text;
    enum baymark_truth { BAYMARK_NO_TRUTH = 0, BAYMARK_FALSE, BAYMARK_TRUE } truth;
    struct baymark_bytes data;
    struct baymark_number sum;
    struct baymark_number time;
    struct baymark_number update_time;
    bool base_version; /* writes bver, which is always 10 */
    const char *base_name;
    struct baymark_number base_time;
    const char *base_unit;
    struct baymark_number base_value;
    struct baymark_number base_sum;
};

/* SenML records as they come in. bytes and length are a whole pack after each one. */
struct baymark_pack {
    uint8_t *bytes;
    size_t size; /* of the buffer */
    size_t length; /* of the pack */
    size_t needed; /* after BAYMARK_BUFFER_SMALL: the size that the pack would take */
    uint16_t count; /* of records */
    bool has_reading;
    uint16_t base_name_length;
    bool base_name_good;
};

/* An empty pack in this buffer. */
void baymark_pack_begin(struct baymark_pack *pack, uint8_t *bytes, size_t size);

/* Adds a record. If it cannot, the pack is as it was: send it, begin anew, add the record again. */
enum baymark_result baymark_pack_add(struct baymark_pack *pack, const struct baymark_senml *record);

enum baymark_result baymark_telemetry(const struct baymark_device *device,
                                      struct baymark_position *position,
                                      const struct baymark_about *about,
                                      const struct baymark_pack *pack,
                                      struct baymark_statement *statement);

/* ---- Events (section 6.2) ---- */

enum baymark_event_kind {
    BAYMARK_SCAN,
    BAYMARK_LOAD,
    BAYMARK_UNLOAD,
    BAYMARK_ATTACH,
    BAYMARK_DETACH,
    BAYMARK_SEAL,
    BAYMARK_UNSEAL,
    BAYMARK_HANDOVER,
    BAYMARK_ALERT,
    BAYMARK_RETRACT,
    BAYMARK_CLOSE,
    BAYMARK_HELLO
};

struct baymark_sensor {
    const char *name;
    bool last_known;
    uint32_t boot; /* of its last statement */
    uint32_t seq;
};

struct baymark_measured {
    const char *name;
    const char *unit;
    struct baymark_number value;
};

struct baymark_closed {
    uint64_t checkpoint_size;
    uint8_t checkpoint_root[32];
    uint64_t statements; /* distinct ids; at least 1 */
    uint8_t subject_root[32];
};

struct baymark_firmware {
    const char *version;
    uint8_t image[32]; /* SHA-256 of the image */
};

/* Zero what is absent. Which kind has which field: section 6.2, and the table in event_rules.c. */
struct baymark_event {
    enum baymark_event_kind kind;
    const char *place; /* /414/ subject; may stand in every kind */
    struct baymark_bytes raw; /* what the scanner read: 1 to 512 bytes */
    const struct baymark_sensor *sensors; /* 1 to 64; no name twice */
    size_t sensors_count;
    const char *carrier; /* subject */
    const char *seal; /* number of a seal: 1 to 64 printable characters */
    const char *party; /* /417/ subject */
    const uint8_t *given; /* 32 bytes: id of the giver's statement */
    const char *alert; /* [a-z][a-z0-9-]{0,31} */
    const struct baymark_measured *measured;
    const uint8_t *retracted; /* 32 bytes: id of an earlier statement of this device */
    const struct baymark_closed *closed;
    const struct baymark_firmware *firmware;
    uint32_t interval_s; /* says something at least that often: 1 to a week; 0 for nothing said */
};

enum baymark_result baymark_event(const struct baymark_device *device,
                                  struct baymark_position *position,
                                  const struct baymark_about *about,
                                  const struct baymark_event *event,
                                  struct baymark_statement *statement);

/* ---- Records without a signature each (section 6.3) ---- */

/* The chain of one boot. */
struct baymark_chain {
    uint32_t boot;
    uint64_t number; /* of the next record */
    uint8_t link[BAYMARK_LINK_SIZE]; /* after the last record */
    uint64_t first; /* record of the next cover */
    uint8_t before[BAYMARK_LINK_SIZE]; /* the link before it */
    uint16_t stride; /* 0: not begun */
    uint8_t *links; /* after each stride since first, but for the last */
    uint16_t links_max;
};

/*
 * Once after each start, never twice in one boot: the chain of the boot that the position is in.
 *
 * A cover attests the link after each stride of records and after the last one. With stride 1 a
 * lost record leaves all others attested; with a longer one it leaves its stride in doubt. links
 * has room for links_max links of 16 bytes. A cover of n strides keeps n - 1 links; so a device
 * that covers at each full stride gives NULL and 0.
 */
enum baymark_result baymark_chain_begin(struct baymark_chain *chain,
                                        const struct baymark_position *position, uint16_t stride,
                                        uint8_t *links, uint16_t links_max);

/* Writes the next record. length is its length, or the size that it takes. */
enum baymark_result baymark_record(const struct baymark_device *device, struct baymark_chain *chain,
                                   const struct baymark_pack *pack, uint8_t *bytes, size_t size,
                                   size_t *length);

/* The statement that covers all records since the last cover. It is about the device itself. */
enum baymark_result baymark_cover(const struct baymark_device *device,
                                  struct baymark_position *position,
                                  const struct baymark_about *about, struct baymark_chain *chain,
                                  struct baymark_statement *statement);

/* ---- Enrolment (section 10.1) ---- */

#define BAYMARK_NONCE_SIZE 32u
#define BAYMARK_LABEL_MAX 189u /* with the zero byte behind a name of 128 */

/*
 * The public half of a device's key, 32 bytes each, big-endian; Ed25519 has its key in x, and y is
 * NULL. The device's suite and kid must be those of this key: BAYMARK_BAD_VALUE otherwise.
 */
struct baymark_public_key {
    const uint8_t *x;
    const uint8_t *y;
};

/* The text of the QR code on the device. Nothing is signed. */
enum baymark_result baymark_label(const struct baymark_device *device,
                                  const struct baymark_public_key *key,
                                  char text[BAYMARK_LABEL_MAX]);

/*
 * The two proofs take no number: they may be made before the first start, and in any state of the
 * position. 512 bytes hold each with names of common length, 1,024 with any.
 */

/* "This key is mine": the answer to a gateway's nonce. */
enum baymark_result baymark_possession(const struct baymark_device *device,
                                       const struct baymark_public_key *key, const char *gateway,
                                       const uint8_t nonce[BAYMARK_NONCE_SIZE],
                                       struct baymark_statement *statement);

/*
 * "From my next boot on this is my key": signed by the key before, in which the key after consents.
 * Both are the same device, of one name. Say with the key before what there is left to say; when
 * the operator tells that the log holds the new key, start the next boot and sign with it.
 */
enum baymark_result baymark_roll_over(const struct baymark_device *before,
                                      const struct baymark_public_key *key_before,
                                      const struct baymark_device *after,
                                      const struct baymark_public_key *key_after,
                                      struct baymark_statement *statement);

#endif
