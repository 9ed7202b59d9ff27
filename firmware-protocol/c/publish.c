/*
 * Says a temperature to a gateway over MQTT 5, with a P-256 key that "./baymark sim key" made, and
 * waits until the gateway has stored it. On Debian, with libmosquitto-dev and libssl-dev:
 *
 *   cc -std=c99 -o publish publish.c cbor.c position.c sha256.c statement.c telemetry.c key.c \
 *      -lmosquitto -lcrypto
 *   ./publish HOST PORT KEY-FILE NAME
 *
 * It counts its starts by the clock. A device has baymark_start for that: see README.md.
 */
#define OPENSSL_API_COMPAT 0x10101000L /* the EC functions of 1.1.1 take fewer lines */
#include "baymark.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <openssl/ecdsa.h>
#include <openssl/obj_mac.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* RFC 9053, section 7.1.1: a private key in deterministic CBOR has x, y and d at these places. */
enum { X = 8, Y = 43, D = 78, KEY_SIZE = 110 };

static int sign(void *ctx, const uint8_t *to_be_signed, size_t n, uint8_t signature[64])
{
    uint8_t digest[32];
    ECDSA_SIG *made = ECDSA_do_sign(SHA256(to_be_signed, n, digest), sizeof digest, ctx);
    if (made == NULL) {
        return 1;
    }
    BN_bn2binpad(ECDSA_SIG_get0_r(made), signature, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(made), signature + 32, 32);
    ECDSA_SIG_free(made);
    return 0;
}

/* The reason code of MQTT 5 says whether the statement is stored: below 0x80 (section 15). */
static void answered(struct mosquitto *mqtt, void *answer, int id, int reason,
                     const mosquitto_property *properties)
{
    (void)mqtt, (void)id, (void)properties;
    *(int *)answer = reason;
}

int main(int argc, char **argv)
{
    uint8_t key[KEY_SIZE], cose_key[BAYMARK_COSE_KEY_MAX], thumbprint[32], senml[64], bytes[300];
    char topic[160];
    int answer = -1;
    FILE *file = argc == 5 ? fopen(argv[3], "r") : NULL;
    for (size_t i = 0; i < sizeof key; i++) {
        if (file == NULL || fscanf(file, "%2hhx", &key[i]) != 1) {
            fprintf(stderr, "usage: publish HOST PORT KEY-FILE NAME; the key is one of P-256\n");
            return 64;
        }
    }
    EC_KEY *ec = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
    EC_KEY_set_private_key(ec, BN_bin2bn(key + D, 32, NULL));

    struct baymark_device device = {.name = argv[4],
                                    .suite = BAYMARK_ES256,
                                    .sign = sign,
                                    .sign_ctx = ec,
                                    .hash = baymark_sha256};
    size_t key_size = baymark_cose_key(device.suite, key + X, key + Y, cose_key);
    baymark_thumbprint(baymark_sha256, NULL, cose_key, key_size, thumbprint);
    memcpy(device.kid, thumbprint, sizeof device.kid);

    struct baymark_position position;
    struct baymark_about about = {.has_time = true, .time = (uint64_t)time(NULL)};
    struct baymark_senml reading = {
        .name = "temp", .unit = "Cel", .value = baymark_decimal(425, -2)};
    struct baymark_pack pack;
    struct baymark_statement said = {.bytes = bytes, .size = sizeof bytes};
    baymark_start_at(&position, (uint32_t)time(NULL));
    baymark_pack_begin(&pack, senml, sizeof senml);
    if (baymark_pack_add(&pack, &reading) != BAYMARK_OK ||
        baymark_telemetry(&device, &position, &about, &pack, &said) != BAYMARK_OK) {
        fprintf(stderr, "the reading could not be signed\n");
        return 1;
    }

    mosquitto_lib_init();
    struct mosquitto *mqtt = mosquitto_new(NULL, true, &answer);
    snprintf(topic, sizeof topic, "baymark/v1/%s", device.name);
    mosquitto_int_option(mqtt, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    mosquitto_publish_v5_callback_set(mqtt, answered);
    int error = mosquitto_connect(mqtt, argv[1], atoi(argv[2]), 60);
    if (error == MOSQ_ERR_SUCCESS) {
        error = mosquitto_publish(mqtt, NULL, topic, (int)said.length, bytes, 1, false);
    }
    while (error == MOSQ_ERR_SUCCESS && answer < 0) {
        error = mosquitto_loop(mqtt, 1000, 1);
    }
    for (size_t i = 0; i < sizeof said.id; i++) {
        printf("%02x", said.id[i]);
    }
    printf(" %s\n", answer < 0 ? mosquitto_strerror(error) : mosquitto_reason_string(answer));
    return answer >= 0 && answer < 0x80 ? 0 : 1;
}
