-- db_migrate_record: one migration was applied.
insert into ops.migration (number, name, digest, engine) values ($1, $2, $3, $4)
