-- After schema-alarm-counts.sql: nobody noted which of them was counted last.
INSERT INTO alarm_count (device, subject, rule, row, kept)
  SELECT device, subject, rule, 0, kept FROM alarm_series;
DROP TABLE alarm_series;

-- Nobody asks any more for those that are open by code, subject and device.
DROP INDEX alarm_open;
CREATE INDEX alarm_open ON alarm (number) WHERE ended IS NULL;
