-- Where the gateway's own statements stand in their history. Written by VoiceTable.
CREATE TABLE voice (
  only     INTEGER PRIMARY KEY CHECK (only = 1),
  boot     INTEGER NOT NULL,
  seq      INTEGER NOT NULL,         -- the next
  previous BLOB                      -- the first bytes of the id before
) STRICT;
