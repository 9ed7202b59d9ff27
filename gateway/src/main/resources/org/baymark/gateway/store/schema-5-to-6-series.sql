-- Where version 6 kept what version 7 keeps in alarm_count.
CREATE TABLE alarm_series (
  rule    TEXT NOT NULL,
  subject TEXT NOT NULL,
  device  TEXT NOT NULL,
  kept    BLOB NOT NULL,
  PRIMARY KEY (rule, subject, device)
) STRICT, WITHOUT ROWID;
