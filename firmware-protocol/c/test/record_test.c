/* The chain of records: its links, its covers, and when it wants one. */
#include "checks.h"

#include <stdio.h>
#include <string.h>

static uint8_t buffer[BAYMARK_STATEMENT_MAX + 1];

/* The links were computed with another SHA-256, from the text of section 6.3. */
static void chain_of_five(void)
{
    static const char *const records[5] = {
        "8448ce582be2d2c03608070081a20061740200", "8448ce582be2d2c03608070181a20061740201",
        "8448ce582be2d2c03608070281a20061740202", "8448ce582be2d2c03608070381a20061740203",
        "8448ce582be2d2c03608070481a20061740204"};
    static const char *const links[5] = {
        "989c2be490d1dcce12bfeff8d560f50d", "854ec7ab1708ccf744a713c8f27d3ed2",
        "04f5cb54819a60dae367448ee54a0d01", "ddb76651493de9e79ccc4f0e27f2beb5",
        "2a93fb467dd4539cdb14f89373e74a08"};
    uint8_t small[16];
    uint8_t kept[2 * BAYMARK_LINK_SIZE];
    uint8_t bytes[19];
    size_t length;
    struct baymark_chain chain;
    struct baymark_pack pack;
    struct baymark_position position = position_now();
    struct baymark_statement cover = {buffer, sizeof buffer, 0, {0}};

    check(baymark_chain_begin(&chain, &position, 2, kept, 2) == BAYMARK_OK, "a chain");
    for (int i = 0; i < 5; i++) {
        one_reading(&pack, small, sizeof small, i);
        check(baymark_record(&device, &chain, &pack, bytes, 18, &length) == BAYMARK_BUFFER_SMALL &&
                  length == 19,
              "no room for a record");
        check(baymark_record(&device, &chain, &pack, bytes, 19, &length) == BAYMARK_OK, "a record");
        check_hex(bytes, length, records[i], "a record");
        check_hex(chain.link, sizeof chain.link, links[i], "its link");
    }
    check(baymark_cover(&device, &position, &nothing, &chain, &cover) == BAYMARK_OK, "a cover");
    char payload[300];
    snprintf(payload, sizeof payload,
             "85000502500000000000000000000000000000000083"
             "50%s50%s50%s",
             links[1], links[3], links[4]);
    check_hex(buffer + cover.length - 66 - strlen(payload) / 2, strlen(payload) / 2, payload,
              "what it covers");
    check(chain.first == 5 && memcmp(chain.before, chain.link, sizeof chain.link) == 0, "the next");
    check(baymark_cover(&device, &position, &nothing, &chain, &cover) == BAYMARK_BAD_VALUE,
          "nothing to cover");
}

static void chain_limits(void)
{
    uint8_t small[16];
    static uint8_t bytes[BAYMARK_RECORD_MAX + 1];
    static uint8_t large[BAYMARK_RECORD_MAX];
    size_t length;
    struct baymark_chain chain;
    struct baymark_pack pack;
    struct baymark_position position = position_now();
    struct baymark_position later = position_now();
    struct baymark_statement cover = {buffer, sizeof buffer, 0, {0}};
    const struct baymark_about other = {"urn:dev:os:32473-other", false, 0, false, 0};

    one_reading(&pack, small, sizeof small, 1);
    check(baymark_chain_begin(&chain, &position, 0, NULL, 0) == BAYMARK_BAD_VALUE, "no stride");
    check(baymark_chain_begin(&chain, &position, 1025, NULL, 0) == BAYMARK_BAD_VALUE, "1,025");
    check(baymark_record(&device, &chain, &pack, bytes, sizeof bytes, &length) ==
              BAYMARK_NOT_STARTED,
          "no chain");

    /* Without room for links: as many records as the stride, then a cover. */
    check(baymark_chain_begin(&chain, &position, 3, NULL, 0) == BAYMARK_OK, "a chain");
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 3; i++) {
            check(baymark_record(&device, &chain, &pack, bytes, sizeof bytes, &length) ==
                      BAYMARK_OK,
                  "a record");
        }
        check(baymark_record(&device, &chain, &pack, bytes, sizeof bytes, &length) ==
                  BAYMARK_COVER_DUE,
              "a cover is due");
        check(baymark_cover(&device, &position, &other, &chain, &cover) == BAYMARK_BAD_VALUE,
              "about another");
        later.boot = 8;
        check(baymark_cover(&device, &later, &nothing, &chain, &cover) == BAYMARK_NOT_STARTED,
              "a cover in another boot");
        check(baymark_cover(&device, &position, &nothing, &chain, &cover) == BAYMARK_OK, "a cover");
    }

    check(baymark_chain_begin(&chain, &position, 1024, NULL, 0) == BAYMARK_OK, "a chain");
    for (int i = 0; i < 1024; i++) {
        check(baymark_record(&device, &chain, &pack, bytes, sizeof bytes, &length) == BAYMARK_OK,
              "a record of 1,024");
    }
    check(baymark_record(&device, &chain, &pack, bytes, sizeof bytes, &length) == BAYMARK_COVER_DUE,
          "1,025 records");
    check(baymark_cover(&device, &position, &nothing, &chain, &cover) == BAYMARK_OK, "their cover");

    chain.number = chain.first = UINT32_MAX;
    check(baymark_record(&device, &chain, &pack, bytes, sizeof bytes, &length) == BAYMARK_OK,
          "the last number of a record");
    check(baymark_record(&device, &chain, &pack, bytes, sizeof bytes, &length) ==
              BAYMARK_NUMBERS_SPENT,
          "no number is left");

    check(baymark_chain_begin(&chain, &position, 1, NULL, 0) == BAYMARK_OK, "a chain");
    pack.bytes = large;
    pack.length = BAYMARK_RECORD_MAX - 12;
    check(baymark_record(&device, &chain, &pack, bytes, sizeof bytes, &length) == BAYMARK_OK &&
              length == BAYMARK_RECORD_MAX,
          "the longest record");
    check(baymark_cover(&device, &position, &nothing, &chain, &cover) == BAYMARK_OK, "its cover");
    pack.length++;
    check(baymark_record(&device, &chain, &pack, bytes, sizeof bytes, &length) == BAYMARK_TOO_LARGE,
          "a record of 513");
}

int main(void)
{
    chain_of_five();
    chain_limits();
    printf("records: links, covers and the limits\n");
    return failures == 0 ? 0 : 1;
}
