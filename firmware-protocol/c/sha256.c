/* SHA-256 (FIPS 180-4), small rather than fast: one round after the other, a window of 16 words. */
#include "baymark.h"

#include <string.h>

/* FIPS 180-4, section 4.2.2. */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/* FIPS 180-4, section 5.3.3. */
static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

struct sha256 {
    uint32_t state[8];
    uint8_t block[64];
    size_t filled; /* bytes of the block; below 64 */
    uint64_t length;
};

static uint32_t rotated(uint32_t x, unsigned bits)
{
    return (x >> bits) | (x << (32 - bits));
}

/* The word of the message schedule for this round, in place of the one of 16 rounds ago (6.2.2,
 * step 1). */
static uint32_t scheduled(uint32_t w[16], unsigned round)
{
    if (round >= 16) {
        const uint32_t w15 = w[(round + 1) % 16];
        const uint32_t w2 = w[(round + 14) % 16];
        const uint32_t sigma0 = rotated(w15, 7) ^ rotated(w15, 18) ^ (w15 >> 3);
        const uint32_t sigma1 = rotated(w2, 17) ^ rotated(w2, 19) ^ (w2 >> 10);
        w[round % 16] += sigma0 + w[(round + 9) % 16] + sigma1;
    }
    return w[round % 16];
}

/* FIPS 180-4, section 6.2.2. */
static void compress(struct sha256 *sha)
{
    uint32_t w[16];
    uint32_t v[8]; /* a to h */

    for (size_t i = 0; i < 16; i++) {
        w[i] = (uint32_t)sha->block[4 * i] << 24 | (uint32_t)sha->block[4 * i + 1] << 16 |
               (uint32_t)sha->block[4 * i + 2] << 8 | (uint32_t)sha->block[4 * i + 3];
    }
    memcpy(v, sha->state, sizeof v);
    for (unsigned round = 0; round < 64; round++) {
        const uint32_t sum1 = rotated(v[4], 6) ^ rotated(v[4], 11) ^ rotated(v[4], 25);
        const uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        const uint32_t t1 = v[7] + sum1 + choice + constants[round] + scheduled(w, round);
        const uint32_t sum0 = rotated(v[0], 2) ^ rotated(v[0], 13) ^ rotated(v[0], 22);
        const uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);

        memmove(v + 1, v, 7 * sizeof v[0]);
        v[4] += t1;
        v[0] = t1 + sum0 + majority;
    }
    for (size_t i = 0; i < 8; i++) {
        sha->state[i] += v[i];
    }
    sha->filled = 0;
}

static void add(struct sha256 *sha, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        sha->block[sha->filled++] = bytes[i];
        if (sha->filled == sizeof sha->block) {
            compress(sha);
        }
    }
    sha->length += length;
}

/* Padding (section 5.1.1): a one bit, zeros, and the length in bits at the end of a block. */
static void finish(struct sha256 *sha, uint8_t digest[32])
{
    const uint64_t bits = sha->length * 8;

    sha->block[sha->filled++] = 0x80;
    if (sha->filled > 56) {
        memset(sha->block + sha->filled, 0, 64 - sha->filled);
        compress(sha);
    }
    memset(sha->block + sha->filled, 0, 56 - sha->filled);
    for (unsigned i = 0; i < 8; i++) {
        sha->block[56 + i] = (uint8_t)(bits >> (56 - 8 * i));
    }
    compress(sha);
    for (unsigned i = 0; i < 32; i++) {
        digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
    }
}

int baymark_sha256(void *ctx, const struct baymark_bytes *parts, size_t parts_count,
                   uint8_t digest[32])
{
    struct sha256 sha;

    (void)ctx;
    memcpy(sha.state, initial, sizeof sha.state);
    sha.filled = 0;
    sha.length = 0;
    for (size_t i = 0; i < parts_count; i++) {
        add(&sha, parts[i].bytes, parts[i].length);
    }
    finish(&sha, digest);
    return 0;
}
