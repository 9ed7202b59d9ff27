/* Says a temperature to a gateway over MQTT 5: ./publish HOST PORT KEY-FILE NAME. Made on Debian by
 *   cc -std=c99 -o publish publish.c cbor.c key.c position.c sha256.c statement.c telemetry.c \
 *      -DOPENSSL_API_COMPAT=0x10101000L -lmosquitto -lcrypto */
#include "baymark.h"
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int sign(void *key, const uint8_t *message, size_t n, uint8_t signature[64])
{
    const ECDSA_SIG *const made = ECDSA_do_sign(SHA256(message, n, NULL), 32, key);
    return made == NULL || BN_bn2binpad(ECDSA_SIG_get0_r(made), signature, 32) != 32 ||
           BN_bn2binpad(ECDSA_SIG_get0_s(made), signature + 32, 32) != 32;
}

/* The reason code says whether the statement is stored: below 0x80 (section 15). */
static void told(struct mosquitto *m, void *ctx, int id, int code, const mosquitto_property *p)
{
    (void)m, (void)ctx, (void)id, (void)p;
    exit(puts(mosquitto_reason_string(code)) < 0 || code >= 0x80);
}

int main(int argc, char **argv)
{
    char hex[221], topic[160];
    uint8_t cose_key[BAYMARK_COSE_KEY_MAX], senml[64], bytes[300];
    FILE *const file = argc == 5 ? fopen(argv[3], "r") : NULL;
    if (file == NULL || fscanf(file, "%220s", hex) != 1 || strlen(hex) != 220) {
        return fprintf(stderr, "usage: publish HOST PORT KEY-FILE NAME\n"), 64;
    }
    const uint8_t *const key = OPENSSL_hexstr2buf(hex, NULL); /* x at 8, y at 43, d at 78 */
    EC_KEY *const ec = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
    EC_KEY_oct2priv(ec, key + 78, 32);
    struct baymark_device device = {argv[4], BAYMARK_ES256, {0}, sign, ec, baymark_sha256, NULL};
    const size_t size = baymark_cose_key(BAYMARK_ES256, key + 8, key + 43, cose_key);
    memcpy(device.kid, SHA256(cose_key, size, NULL), sizeof device.kid);
    struct baymark_position position;
    baymark_start_at(&position, (uint32_t)time(NULL)); /* a device has baymark_start: README.md */
    struct baymark_pack pack;
    baymark_pack_begin(&pack, senml, sizeof senml);
    struct baymark_senml reading = {.name = "temp", .unit = "Cel", .value = baymark_integer(4)};
    baymark_pack_add(&pack, &reading);
    struct baymark_about about = {.has_time = true, .time = (uint64_t)time(NULL)};
    struct baymark_statement said = {.bytes = bytes, .size = sizeof bytes};
    if (baymark_telemetry(&device, &position, &about, &pack, &said) != BAYMARK_OK) {
        return 1;
    }
    snprintf(topic, sizeof topic, "baymark/v1/%s", device.name);
    struct mosquitto *const mqtt = (mosquitto_lib_init(), mosquitto_new(NULL, true, NULL));
    mosquitto_int_option(mqtt, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
    mosquitto_publish_v5_callback_set(mqtt, told);
    const int failed = mosquitto_connect(mqtt, argv[1], atoi(argv[2]), 60) ||
                       mosquitto_publish(mqtt, NULL, topic, (int)said.length, bytes, 1, false) ||
                       mosquitto_loop_forever(mqtt, -1, 1);
    return fprintf(stderr, "no connection to %s %s\n", argv[1], argv[2]), failed;
}
