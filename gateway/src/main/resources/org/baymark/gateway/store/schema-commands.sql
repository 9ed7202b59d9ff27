-- What devices were told to do, and how far it came. Times are milliseconds since 1970.
CREATE TABLE command (
  device     INTEGER NOT NULL REFERENCES device (id),
  number     INTEGER NOT NULL,       -- rises for each device
  kind       TEXT NOT NULL,          -- as the protocol names it
  seconds    INTEGER,                -- of an interval
  queued     INTEGER NOT NULL,
  expires    INTEGER NOT NULL,
  transport  TEXT,                   -- over which it was sent last, and when
  sent       INTEGER,
  delivered  INTEGER,
  superseded INTEGER,                -- by a newer one of its kind
  PRIMARY KEY (device, number)
) STRICT, WITHOUT ROWID;
