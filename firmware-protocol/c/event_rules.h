/* Which fields an event has, and which it may have: section 6.2. Used inside this folder only. */
#ifndef BAYMARK_EVENT_RULES_H
#define BAYMARK_EVENT_RULES_H

#include "baymark.h"

/* The text of field 1. */
const char *event_name(enum baymark_event_kind kind);

/* A bit for each field of the map that is there, at the place of its label. */
uint16_t event_fields(const struct baymark_event *event);

/* An event that a gateway takes, about this subject. */
bool event_good(const struct baymark_event *event, const char *subject);

#endif
