/*
 * Brings the database to the schema that this program knows: sql/schema/NNN_name.sql in order, each in a transaction
 * with its record in ops.migration, one process at a time.  A database that is newer than the program, or whose applied
 * migration differs from ours by digest, is ERR_DATABASE.
 */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/pg.h"

bool migrate(struct pg *pg, int *applied, struct err *e) __attribute__((warn_unused_result));

/* For commands that must not change the schema: false, ERR_DATABASE with what to run, unless it is ours exactly. */
bool migrate_check(struct pg *pg, struct err *e) __attribute__((warn_unused_result));

#endif
