-- Devices on their way in, and what becomes of keys. Times are milliseconds since 1970.

-- Claimed by the label that they carry. Gone once the device has proven that the key is its own.
CREATE TABLE claim (
  name    TEXT PRIMARY KEY,          -- its URN
  label   TEXT NOT NULL,             -- as scanned
  owner   TEXT NOT NULL,
  kinds   TEXT NOT NULL,             -- wire names, joined by commas
  claimed INTEGER NOT NULL,
  nonce   BLOB,                      -- drawn for this device, if one was
  revoked INTEGER                    -- when, if the claim was ended: the name is used up
) STRICT;

-- Devices that the operator does not want to hear for now.
CREATE TABLE suspension (
  device INTEGER PRIMARY KEY REFERENCES device (id),
  at     INTEGER NOT NULL
) STRICT;

-- Keys that devices had before they rolled over to another.
CREATE TABLE former_key (
  key        BLOB PRIMARY KEY,       -- deterministic COSE_Key
  device     INTEGER NOT NULL REFERENCES device (id),
  registered INTEGER NOT NULL,       -- its place in the log
  ended      INTEGER NOT NULL
) STRICT;
CREATE INDEX former_key_by_device ON former_key (device);
