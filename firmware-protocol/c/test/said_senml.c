#include "said.h"
#include "reader.h"

#include <string.h>

/* false: a float. */
static bool read_number(struct reader *in, struct baymark_number *to)
{
    *to = number(in);
    return to->form != BAYMARK_NO_NUMBER;
}

static bool read_field(struct said *said, struct reader *in, struct baymark_senml *record)
{
    switch (integer(in)) {
    case 0:
        record->name = said_text(said, in);
        return true;
    case 1:
        record->unit = said_text(said, in);
        return true;
    case 2:
        return read_number(in, &record->value);
    case 3:
        record->text = said_text(said, in);
        return true;
    case 4:
        record->truth = head(in).information == CBOR_TRUE ? BAYMARK_TRUE : BAYMARK_FALSE;
        return true;
    case 5:
        return read_number(in, &record->sum);
    case 6:
        return read_number(in, &record->time);
    case 7:
        return read_number(in, &record->update_time);
    case 8:
        record->data = span(in, CBOR_BYTES);
        return true;
    case -1:
        record->base_version = integer(in) == 10;
        return record->base_version;
    case -2:
        record->base_name = said_text(said, in);
        return true;
    case -3:
        return read_number(in, &record->base_time);
    case -4:
        record->base_unit = said_text(said, in);
        return true;
    case -5:
        return read_number(in, &record->base_value);
    case -6:
        return read_number(in, &record->base_sum);
    default:
        demand(false, "a SenML label");
        return false;
    }
}

bool said_pack(struct said *said, const struct baymark_bytes *senml, struct baymark_pack *pack)
{
    struct reader in = reader(*senml);

    for (uint64_t records = argument(&in, CBOR_ARRAY); records > 0; records--) {
        struct baymark_senml record;
        memset(&record, 0, sizeof record);
        for (uint64_t fields = argument(&in, CBOR_MAP); fields > 0; fields--) {
            if (!read_field(said, &in, &record)) {
                return false;
            }
        }
        demand(baymark_pack_add(pack, &record) == BAYMARK_OK, "the encoder takes a SenML record");
    }
    return true;
}
