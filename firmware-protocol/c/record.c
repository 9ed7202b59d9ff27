#include "statement.h"

#include <string.h>

#define CONTENT_RECORDS "application/vnd.baymark.records+cbor"

enum baymark_result baymark_chain_begin(struct baymark_chain *chain,
                                        const struct baymark_position *position, uint16_t stride,
                                        uint8_t *links, uint16_t links_max)
{
    memset(chain, 0, sizeof *chain);
    if (!position->open) {
        return BAYMARK_NOT_STARTED;
    }
    if (stride < 1 || stride > BAYMARK_COVER_MAX) {
        return BAYMARK_BAD_VALUE;
    }
    /* The link before number 0 is 16 zero bytes. */
    chain->boot = position->boot;
    chain->stride = stride;
    chain->links = links;
    chain->links_max = links_max;
    return BAYMARK_OK;
}

/* link_n = first 16 bytes of SHA-256("baymark record v1" || link_n-1 || record) (section 6.3) */
static enum baymark_result next_link(const struct baymark_device *device,
                                     const struct baymark_chain *chain, const uint8_t *record,
                                     size_t length, uint8_t digest[32])
{
    static const char domain[] = "baymark record v1";
    const struct baymark_bytes parts[3] = {
        {(const uint8_t *)domain, sizeof domain - 1},
        {chain->link, sizeof chain->link},
        {record, length},
    };

    return device->hash(device->hash_ctx, parts, 3, digest) == 0 ? BAYMARK_OK : BAYMARK_HASH_FAILED;
}

static void put_record(struct cbor *cbor, const struct baymark_device *device,
                       const struct baymark_chain *chain, const struct baymark_pack *pack)
{
    cbor_head(cbor, CBOR_ARRAY, 4);
    cbor_bytes(cbor, device->kid, sizeof device->kid);
    cbor_head(cbor, CBOR_UNSIGNED, chain->boot);
    cbor_head(cbor, CBOR_UNSIGNED, chain->number);
    cbor_raw(cbor, pack->bytes, pack->length);
}

/*
 * Before the record after a stride, the link after that stride is kept: the last link of a cover is
 * always the chain's own, so a device that covers at each stride keeps none.
 */
static enum baymark_result keep_link(struct baymark_chain *chain)
{
    const uint32_t count = (uint32_t)(chain->number - chain->first);

    if (count == BAYMARK_COVER_MAX) {
        return BAYMARK_COVER_DUE;
    }
    if (count == 0 || count % chain->stride != 0) {
        return BAYMARK_OK;
    }
    const uint32_t strides = count / chain->stride;
    if (strides > chain->links_max) {
        return BAYMARK_COVER_DUE;
    }
    memcpy(chain->links + (strides - 1) * BAYMARK_LINK_SIZE, chain->link, BAYMARK_LINK_SIZE);
    return BAYMARK_OK;
}

enum baymark_result baymark_record(const struct baymark_device *device, struct baymark_chain *chain,
                                   const struct baymark_pack *pack, uint8_t *bytes, size_t size,
                                   size_t *length)
{
    struct cbor counted = {NULL, 0, 0};
    struct cbor out = {bytes, size, 0};
    uint8_t digest[32];

    *length = 0;
    if (chain->stride == 0) {
        return BAYMARK_NOT_STARTED;
    }
    if (chain->number > UINT32_MAX) {
        return BAYMARK_NUMBERS_SPENT;
    }
    if (!pack->has_reading) {
        return BAYMARK_BAD_VALUE;
    }
    put_record(&counted, device, chain, pack);
    if (counted.length > BAYMARK_RECORD_MAX) {
        return BAYMARK_TOO_LARGE;
    }
    *length = counted.length;
    if (counted.length > size) {
        return BAYMARK_BUFFER_SMALL;
    }
    const enum baymark_result kept = keep_link(chain);
    if (kept != BAYMARK_OK) {
        return kept;
    }
    put_record(&out, device, chain, pack);
    const enum baymark_result linked = next_link(device, chain, bytes, out.length, digest);
    if (linked != BAYMARK_OK) {
        return linked;
    }
    memcpy(chain->link, digest, sizeof chain->link);
    chain->number++;
    return BAYMARK_OK;
}

static void put_cover(struct cbor *cbor, const struct baymark_chain *chain)
{
    const uint32_t count = (uint32_t)(chain->number - chain->first);
    const uint32_t stride = chain->stride < count ? chain->stride : count;
    const uint32_t links = (count + stride - 1) / stride;

    cbor_head(cbor, CBOR_ARRAY, 5);
    cbor_head(cbor, CBOR_UNSIGNED, chain->first);
    cbor_head(cbor, CBOR_UNSIGNED, count);
    cbor_head(cbor, CBOR_UNSIGNED, stride);
    cbor_bytes(cbor, chain->before, sizeof chain->before);
    cbor_head(cbor, CBOR_ARRAY, links);
    for (uint32_t i = 0; i + 1 < links; i++) {
        cbor_bytes(cbor, chain->links + i * BAYMARK_LINK_SIZE, BAYMARK_LINK_SIZE);
    }
    cbor_bytes(cbor, chain->link, sizeof chain->link);
}

enum baymark_result baymark_cover(const struct baymark_device *device,
                                  struct baymark_position *position,
                                  const struct baymark_about *about, struct baymark_chain *chain,
                                  struct baymark_statement *statement)
{
    struct draft draft;
    struct cbor counted = {NULL, 0, 0};

    statement->length = 0;
    if (chain->stride == 0 || chain->boot != position->boot) {
        return BAYMARK_NOT_STARTED;
    }
    if (chain->number == chain->first || strcmp(subject_of(device, about), device->name) != 0) {
        return BAYMARK_BAD_VALUE;
    }
    put_cover(&counted, chain);
    const enum baymark_result begun = statement_begin(&draft, device, position, about,
                                                      CONTENT_RECORDS, counted.length, statement);
    if (begun != BAYMARK_OK) {
        return begun;
    }
    put_cover(&draft.cbor, chain);
    const enum baymark_result ended = statement_end(&draft, device, position, statement);
    if (ended == BAYMARK_OK) {
        chain->first = chain->number;
        memcpy(chain->before, chain->link, sizeof chain->before);
    }
    return ended;
}
