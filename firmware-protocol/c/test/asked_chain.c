#include "asked.h"
#include "reader.h"

#include <stdlib.h>
#include <string.h>

static struct said said; /* large */
static uint8_t senml[BAYMARK_STATEMENT_MAX];

bool asked_record(const struct json *asked, struct baymark_statement *made,
                  enum baymark_result *result)
{
    struct baymark_chain chain;
    struct baymark_pack pack;

    memset(&said, 0, sizeof said);
    memset(&chain, 0, sizeof chain);
    baymark_pack_begin(&pack, senml, sizeof senml);
    if (!asked_pack(json_get(asked, "content"), &said, &pack)) {
        return false;
    }
    asked_fixed(asked, "kid", said.device.kid, sizeof said.device.kid);
    said.device.hash = baymark_sha256;
    chain.boot = (uint32_t)asked_count(asked, "boot");
    chain.number = asked_count(asked, "number");
    chain.first = chain.number;
    chain.stride = 1;
    *result = baymark_record(&said.device, &chain, &pack, made->bytes, made->size, &made->length);
    return true;
}

/* Says this record as the next of the chain. */
static bool say(const struct json *hex, struct baymark_chain *chain)
{
    uint8_t bytes[BAYMARK_RECORD_MAX];
    uint8_t kid[BAYMARK_KID_SIZE];
    uint32_t boot, number;
    size_t length, made;
    struct baymark_pack pack;
    uint8_t *const record = json_hex(hex, NULL, &length);

    const struct baymark_bytes telemetry = said_record(record, length, kid, &boot, &number);
    demand(chain->boot == boot && chain->number == number, "the next record");
    said.texts_used = 0;
    baymark_pack_begin(&pack, senml, sizeof senml);
    const bool ours = said_pack(&said, &telemetry, &pack);
    if (ours) {
        demand(baymark_record(&said.device, chain, &pack, bytes, sizeof bytes, &made) ==
                       BAYMARK_OK &&
                   made == length && memcmp(bytes, record, length) == 0,
               "the encoder makes the record");
    }
    free(record);
    return ours;
}

static int given(void *signature, const uint8_t *to_be_signed, size_t n, uint8_t to[64])
{
    (void)to_be_signed, (void)n;
    memcpy(to, signature, BAYMARK_SIGNATURE_SIZE);
    return 0;
}

bool asked_cover(const struct json *asked, struct baymark_statement *made,
                 enum baymark_result *result)
{
    const struct json *const content = json_get(asked, "content");
    struct baymark_chain *const chain = &said.chain;

    memset(&said, 0, sizeof said);
    asked_frame(asked, &said);
    said.device.sign = given;
    said.device.sign_ctx = said.signature;
    said.device.hash = baymark_sha256;
    chain->boot = said.position.boot;
    chain->first = asked_count(content, "first");
    chain->number = chain->first;
    chain->stride = (uint16_t)asked_count(content, "stride");
    asked_fixed(content, "before", chain->before, sizeof chain->before);
    memcpy(chain->link, chain->before, sizeof chain->link);
    chain->links = said.links;
    chain->links_max = BAYMARK_COVER_MAX;
    for (const struct json *v = json_get(asked, "records")->first; v != NULL; v = v->next) {
        if (!say(v, chain)) {
            return false;
        }
    }
    *result = baymark_cover(&said.device, &said.position, &said.about, chain, made);
    return true;
}
