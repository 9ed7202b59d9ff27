#include "speaker.h"

#include <string.h>

static int given(void *signature, const uint8_t *to_be_signed, size_t n, uint8_t to[64])
{
    (void)to_be_signed, (void)n;
    memcpy(to, *(const uint8_t **)signature, BAYMARK_SIGNATURE_SIZE);
    return 0;
}

void speaker_key(struct reader *in, struct speaker *speaker)
{
    const uint8_t *const from = in->at;
    uint8_t thumbprint[32];
    int64_t curve = 0;

    memset(&speaker->key, 0, sizeof speaker->key);
    for (uint64_t left = argument(in, CBOR_MAP); left > 0; left--) {
        switch (integer(in)) {
        case 1:
            integer(in);
            break;
        case -1:
            curve = integer(in);
            break;
        case -2:
            speaker->key.x = span(in, CBOR_BYTES).bytes;
            break;
        default:
            speaker->key.y = span(in, CBOR_BYTES).bytes;
        }
    }
    demand(baymark_thumbprint(baymark_sha256, NULL, from, (size_t)(in->at - from), thumbprint) ==
               BAYMARK_OK,
           "a hash");
    memcpy(speaker->device.kid, thumbprint, sizeof speaker->device.kid);
    speaker->device.name = speaker->name;
    speaker->device.suite = curve == 1 ? BAYMARK_ES256 : curve == 6 ? BAYMARK_EDDSA : BAYMARK_SM2;
    speaker->device.sign = given;
    speaker->device.sign_ctx = &speaker->signature;
    speaker->device.hash = baymark_sha256;
}
