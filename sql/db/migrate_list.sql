-- db_migrate_list: the migrations that this database has.
select number, name, digest from ops.migration order by number
