-- What receipts alone said before is asked proof of once more.
CREATE TABLE anchored (
  only  INTEGER PRIMARY KEY CHECK (only = 1),
  batch INTEGER NOT NULL
) STRICT;
