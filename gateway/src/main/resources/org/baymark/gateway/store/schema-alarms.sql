-- Alarms, and what the rules know. Times are milliseconds since 1970. Written by AlarmTable and BindingTable.

-- How far the rules have read; up to since_row they learn who is attached where, and raise nothing.
CREATE TABLE alarm_reading (
  only      INTEGER PRIMARY KEY CHECK (only = 1),
  row       INTEGER NOT NULL,
  since_row INTEGER NOT NULL
) STRICT;

CREATE TABLE alarm (
  number    INTEGER PRIMARY KEY AUTOINCREMENT,
  code      TEXT NOT NULL,           -- the rule's name, silence, equivocation
  rule      TEXT NOT NULL,           -- the rule as it was; empty where there is none
  subject   TEXT NOT NULL,
  device    TEXT NOT NULL,           -- whose readings or silence it is
  detail    TEXT NOT NULL,           -- for a person
  raised    INTEGER NOT NULL,
  ended     INTEGER,
  why       TEXT,                    -- it ended
  statement BLOB,                    -- the alert, as signed; null: not signed
  id        BLOB,                    -- of that
  fate      TEXT                     -- stored, or why it was refused; null: on its way
) STRICT;
CREATE INDEX alarm_open ON alarm (number) WHERE ended IS NULL;
CREATE INDEX alarm_waiting ON alarm (number) WHERE statement IS NOT NULL AND fate IS NULL;

-- How often each device said that it will speak: by its hello with the highest number.
CREATE TABLE alarm_interval (
  device  TEXT PRIMARY KEY,
  boot    INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  seconds INTEGER                    -- null: that hello says none
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm_post (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  body   TEXT NOT NULL
) STRICT;
CREATE TABLE alarm_unposted (
  only    INTEGER PRIMARY KEY CHECK (only = 1),
  dropped INTEGER NOT NULL
) STRICT;

-- Attaches, detaches, handovers and retracts about each shipment, and the runs that they make.
CREATE TABLE binding_said (
  shipment TEXT NOT NULL,
  row      INTEGER NOT NULL,
  PRIMARY KEY (shipment, row)
) STRICT, WITHOUT ROWID;
CREATE TABLE binding (
  shipment   TEXT NOT NULL,
  device     TEXT NOT NULL,
  nth        INTEGER NOT NULL,
  after_boot INTEGER,                -- null: not known
  after_seq  INTEGER,
  until_boot INTEGER,                -- null: no detach says one
  until_seq  INTEGER,
  attached   INTEGER NOT NULL,       -- the row of the statement that began it
  said_by    TEXT NOT NULL,
  said_id    BLOB NOT NULL,
  said_at    INTEGER NOT NULL,       -- when it was received
  retracted  BLOB,                   -- the id of the statement that takes it back
  PRIMARY KEY (shipment, device, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX binding_by_device ON binding (device);
