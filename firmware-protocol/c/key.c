#include "baymark.h"
#include "cbor.h"

/* RFC 9053, section 7: the labels of a COSE_Key; 1 is kty, -1 crv, -2 x, -3 y. */
#define KTY_OKP 1u
#define KTY_EC2 2u
#define CRV_P256 1
#define CRV_ED25519 6
#define CRV_SM2 (-65538) /* private use, not standard */

size_t baymark_cose_key(enum baymark_suite suite, const uint8_t x[32], const uint8_t *y,
                        uint8_t key[BAYMARK_COSE_KEY_MAX])
{
    struct cbor out = {key, BAYMARK_COSE_KEY_MAX, 0};
    const bool okp = suite == BAYMARK_EDDSA;

    cbor_head(&out, CBOR_MAP, okp ? 3 : 4);
    cbor_head(&out, CBOR_UNSIGNED, 1);
    cbor_head(&out, CBOR_UNSIGNED, okp ? KTY_OKP : KTY_EC2);
    cbor_integer(&out, -1);
    cbor_integer(&out, okp ? CRV_ED25519 : suite == BAYMARK_SM2 ? CRV_SM2 : CRV_P256);
    cbor_integer(&out, -2);
    cbor_bytes(&out, x, 32);
    if (!okp) {
        cbor_integer(&out, -3);
        cbor_bytes(&out, y, 32);
    }
    return out.length;
}

enum baymark_result baymark_thumbprint(baymark_hash *hash, void *hash_ctx, const uint8_t *key,
                                       size_t length, uint8_t thumbprint[32])
{
    const struct baymark_bytes part = {key, length};

    return hash(hash_ctx, &part, 1, thumbprint) == 0 ? BAYMARK_OK : BAYMARK_HASH_FAILED;
}
