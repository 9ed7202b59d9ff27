-- Sealed batches, and what goes to the alliance in which order. Written by BatchLog, Outbox and HeadLog.

-- Statements are numbered in the order of their commit, and a batch holds all from first_row to
-- last_row. So a statement needs no mark of its own, which would write its page a second time.
CREATE TABLE IF NOT EXISTS batch (
  number             INTEGER PRIMARY KEY,  -- from 1, without gaps
  header             BLOB NOT NULL,        -- as signed
  header_id          BLOB NOT NULL,
  first_row          INTEGER NOT NULL,
  last_row           INTEGER NOT NULL,
  first_entry        INTEGER NOT NULL,     -- its entries, ascending by subject key
  last_entry         INTEGER NOT NULL,
  statements_through INTEGER NOT NULL      -- how many statements in this batch and all before it
) STRICT;

CREATE TABLE IF NOT EXISTS subject_entry (
  entry       INTEGER PRIMARY KEY,
  subject_key BLOB NOT NULL,
  batch       INTEGER NOT NULL,
  n           INTEGER NOT NULL,
  root        BLOB NOT NULL,
  members     BLOB NOT NULL                -- its statements in the order of the tree: 4 bytes each,
) STRICT;                                  -- row - first_row of the batch, most significant first

CREATE UNIQUE INDEX IF NOT EXISTS subject_entry_by_key ON subject_entry (subject_key, batch);

-- One queue for all that the alliance has to take: a device's registration stands before the first
-- batch that holds something of the device, and its revocation waits for the last one that does: what
-- was taken before it has to stand before it in the log too. Either batch, or request and those after.
CREATE TABLE IF NOT EXISTS outbox (
  place     INTEGER PRIMARY KEY AUTOINCREMENT,
  queued_at INTEGER NOT NULL,              -- ms since 1970
  batch     INTEGER,
  request   BLOB,                          -- as signed: every attempt sends the same bytes
  action    TEXT,                          -- register, revoke
  name      TEXT,                          -- whom it is about
  after_row INTEGER,                       -- not before the batch with this statement; null: at once
  log_index INTEGER,                       -- from the receipt
  refusal   TEXT                           -- why the alliance will not have it
) STRICT;

CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (place) WHERE log_index IS NULL AND refusal IS NULL;
CREATE INDEX IF NOT EXISTS outbox_by_index ON outbox (log_index) WHERE log_index IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS outbox_by_batch ON outbox (batch) WHERE batch IS NOT NULL;
CREATE INDEX IF NOT EXISTS outbox_by_name ON outbox (name) WHERE name IS NOT NULL;

-- The newest head of the log that the policy accepted.
CREATE TABLE IF NOT EXISTS head (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  note TEXT NOT NULL,
  size INTEGER NOT NULL,
  root BLOB NOT NULL
) STRICT;

-- The last batch that a proof has shown under such a head; all before it are there too. A receipt is one member's word.
CREATE TABLE anchored (
  only  INTEGER PRIMARY KEY CHECK (only = 1),
  batch INTEGER NOT NULL
) STRICT;

-- Two heads of one log that cannot both be true. While there is one, nothing more is anchored.
CREATE TABLE IF NOT EXISTS contradiction (
  seen_at INTEGER NOT NULL,                -- ms since 1970
  kept    TEXT NOT NULL,
  offered TEXT NOT NULL,
  why     TEXT NOT NULL
) STRICT;
