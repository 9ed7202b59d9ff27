-- Which statement bears which number, and how many there are. Written by Numbers, some thousands of statements at once
-- and sorted by device: an index on the statements would write a page for each device in each commit.

-- The statements up to the row in indexed, all of them and no others.
CREATE TABLE numbered (
  device INTEGER NOT NULL,
  boot   INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  row    INTEGER NOT NULL,
  PRIMARY KEY (device, boot, seq, row)
) STRICT, WITHOUT ROWID;

-- The same statements, counted.
CREATE TABLE counted (
  device     INTEGER NOT NULL,
  boot       INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  numbers    INTEGER NOT NULL,             -- different ones
  last       INTEGER NOT NULL,             -- the highest of these
  anchored   INTEGER NOT NULL,             -- statements in batches up to the anchored one
  PRIMARY KEY (device, boot)
) STRICT, WITHOUT ROWID;

CREATE TABLE indexed (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  row  INTEGER NOT NULL
) STRICT;
