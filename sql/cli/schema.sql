-- cli_schema: the newest migration.
select number, name from ops.migration order by number desc limit 1
