-- By which batch everything up to a row has to be filed, because it was promised. Gone once that batch is sealed.
CREATE TABLE promised (
  number INTEGER PRIMARY KEY,              -- of the batch
  row    INTEGER NOT NULL
) STRICT;

-- Batches whose statements lie in a file of their own. Of such a statement its row, number and id stay, so that it is
-- known when it comes again; its bytes are none. The ranges follow each other from batch 1. Written by PrunedLog.
CREATE TABLE pruned (
  first_batch INTEGER PRIMARY KEY,
  last_batch  INTEGER NOT NULL,
  first_row   INTEGER NOT NULL,
  last_row    INTEGER NOT NULL,
  cleared     INTEGER NOT NULL,            -- the last row whose bytes are gone here
  file        TEXT NOT NULL,               -- seen from the folder of this database
  size        INTEGER NOT NULL,            -- bytes
  digest      BLOB NOT NULL,               -- SHA-256 of the file
  at          INTEGER NOT NULL             -- ms since 1970
) STRICT;
