/* A device that says something of its keys. For the tests and for conform.c only. */
#ifndef SPEAKER_H
#define SPEAKER_H

#include "reader.h"

enum { SPEAKER_NAME_MAX = 128 };

struct speaker {
    char name[SPEAKER_NAME_MAX + 1];
    struct baymark_device device;
    struct baymark_public_key key;
    const uint8_t *signature; /* that it gives, whatever it signs */
};

/* Takes a COSE_Key, whose bytes are not copied: it is the key of this speaker. */
void speaker_key(struct reader *in, struct speaker *speaker);

#endif
