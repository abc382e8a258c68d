/*
 * The embedded cluster: a private Postgres under the project's var/, made when it is missing, started when it is
 * stopped, unix socket only, never as root (root drops to an unprivileged user).  It has no secrets to keep: peer
 * authentication on a socket in a folder of mode 700.  Where that user cannot enter the project, the data lies in
 * /var/lib/counterfoil/<hash of the project's path>, and var/postgres/where says so.
 */
#ifndef DB_EMBEDDED_H
#define DB_EMBEDDED_H

#include "base/err.h"
#include "base/text.h"

/* Makes and starts what is not there; gives the conninfo of its database.  folder: the project's var folder.
 * A cluster of another major version is ERR_DATABASE and names the commands that upgrade it. */
bool embedded_start(struct arena *a, const char *folder, const char **conninfo, struct err *e)
	__attribute__((warn_unused_result));

/* Stops it; fine if it does not run. */
bool embedded_stop(struct arena *a, const char *folder, struct err *e) __attribute__((warn_unused_result));

#endif
