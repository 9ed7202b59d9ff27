-- Devices, what they said, and what was refused. Times are milliseconds since 1970.

CREATE TABLE device (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,   -- its URN
  key        BLOB NOT NULL UNIQUE,   -- deterministic COSE_Key
  owner      TEXT NOT NULL,
  kinds      TEXT NOT NULL,          -- wire names, joined by commas
  revoked    INTEGER,                -- when, if it was
  added      INTEGER NOT NULL
) STRICT;

CREATE TABLE subject (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE          -- canonical form
) STRICT;

-- Rows are written in the order of their commits, so "all rows above the last one I saw" is a safe
-- question. It has no index: a commit writes the page at its end and no other of it. By device and
-- number they are found in schema-numbers.sql.
CREATE TABLE statement (
  row      INTEGER PRIMARY KEY,
  device   INTEGER NOT NULL REFERENCES device (id),
  boot     INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  id       BLOB NOT NULL,            -- SHA-256 of the Sig_structure
  subject  INTEGER NOT NULL REFERENCES subject (id),
  bytes    BLOB NOT NULL,            -- exactly as they came
  received INTEGER NOT NULL,
  flags    INTEGER NOT NULL          -- 1 late, 2 equivocation, 4 claims the future, 8 the far past
) STRICT;

-- Refused messages, the newest of them: rows and bytes are bounded, the oldest go first.
CREATE TABLE refused (
  row       INTEGER PRIMARY KEY AUTOINCREMENT,
  at        INTEGER NOT NULL,
  transport TEXT NOT NULL,
  reason    INTEGER NOT NULL,        -- the refusal's number
  detail    TEXT NOT NULL,
  bytes     BLOB NOT NULL
) STRICT;
