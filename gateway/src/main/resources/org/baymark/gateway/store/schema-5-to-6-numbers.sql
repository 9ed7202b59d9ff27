-- It cost a page for each device in each commit; schema-numbers.sql says what stands for it.
DROP INDEX statement_number;
