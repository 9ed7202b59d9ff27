-- Readings that went without a signature each. Written by RecordLog and Stretches. A key is the 8 bytes of its kid,
-- as one signed integer.

-- Several of one number may be here, for anybody can send one; number counts from 0 in each boot. In the
-- order of the key and without an index: a device writes into one page, and reads its covers' in a row.
CREATE TABLE record (
  key      INTEGER NOT NULL,
  boot     INTEGER NOT NULL,
  number   INTEGER NOT NULL,
  nth      INTEGER NOT NULL,         -- ascending as they came
  received INTEGER NOT NULL,         -- ms since 1970
  bytes    BLOB NOT NULL,            -- exactly as they came
  PRIMARY KEY (key, boot, number, nth)
) STRICT, WITHOUT ROWID;

-- The numbers that accepted covers name; neighbours are one row, so mostly a row for each boot.
CREATE TABLE covered (
  key     INTEGER NOT NULL,
  boot    INTEGER NOT NULL,
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  records INTEGER NOT NULL,          -- how many are here with these numbers
  PRIMARY KEY (key, boot, first)
) STRICT, WITHOUT ROWID;
