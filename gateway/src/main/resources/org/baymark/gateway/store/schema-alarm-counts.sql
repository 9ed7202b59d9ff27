-- What the rules of alarms count, of each device so much at most. Written by CountTable.
CREATE TABLE alarm_count (
  device  TEXT NOT NULL,
  subject TEXT NOT NULL,
  rule    TEXT NOT NULL,             -- as text
  row     INTEGER NOT NULL,          -- of the statement that was counted last
  kept    BLOB NOT NULL,             -- as Series writes itself
  PRIMARY KEY (device, subject, rule)
) STRICT, WITHOUT ROWID;
