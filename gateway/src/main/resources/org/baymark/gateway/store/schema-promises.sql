-- By which batch everything up to a row has to be filed, because it was promised. Gone once that batch is sealed.
CREATE TABLE promised (
  number INTEGER PRIMARY KEY,              -- of the batch
  row    INTEGER NOT NULL
) STRICT;
