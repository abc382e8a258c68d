/*
 * The parts of the embedded cluster: whose it is, where it lies, and the server that runs on it.  Private to this
 * folder; embedded.h is what others see.
 *
 *   var/postgres/lock      held while one process makes, starts or stops it
 *   var/postgres/data      the data folder, of the unprivileged user
 *   var/postgres/where     or, where that user cannot go: a line with the path of the data folder elsewhere
 *   /tmp/cf-<hash>-<uid>   the socket's folder, mode 700: a socket's path may have 107 bytes only
 */
#ifndef DB_CLUSTER_H
#define DB_CLUSTER_H

#include "base/buf.h"
#include "base/err.h"

#include <sys/types.h>

/* Whose files and processes the cluster is: never root's. */
struct user {
	const char *name;
	uid_t uid;
	gid_t gid;
	gid_t groups[64];
	int group_count;
};

struct cluster {
	const char *folder;        /* var/postgres, absolute */
	const char *data;
	const char *socket;        /* folder */
	struct user user;
	const char *programs;      /* folder of initdb and postgres */
	int major;
};

/* The user of an existing data folder; else ourselves, or the user postgres when we are root. */
bool user_of(struct arena *a, const char *data, struct user *u, struct err *e);
/* *can: whether the user can enter and list the folder; false if that could not be found out. */
bool user_can_reach(const struct user *u, const char *folder, bool *can, struct err *e);
/* Runs a program as the user, without our descriptors, terminal and Postgres environment, to its end; what it says is
 * in *output (the last 4 KiB).  False if it could not be run or did not succeed. */
bool user_run(struct arena *a, const struct user *u, const char *const *argv, Str *output, struct err *e);
/* Starts a program as the user that outlives us; its output goes to a file of the user.  *pid is its process. */
bool user_start(const struct user *u, const char *const *argv, const char *output, pid_t *pid, struct err *e);

/* Fills folder, data, socket and user. */
bool cluster_find(struct arena *a, const char *var, struct cluster *c, struct err *e);
/* Fills programs and major; false if none is installed, or the data folder is of a version that cannot run here. */
bool cluster_programs(struct arena *a, struct cluster *c, struct err *e);
bool cluster_is_made(const struct cluster *c);
bool cluster_make(struct arena *a, const struct cluster *c, struct err *e);
/* A folder of the cluster's user, with all that is in it; fine if it is not there. */
bool cluster_remove(struct arena *a, const struct cluster *c, const char *folder, struct err *e);

/* *pid: the postmaster that runs on the data folder, 0 if none does; false if that could not be found out. */
bool server_pid(const struct cluster *c, pid_t *pid, struct err *e);
/* The same, once its data folder is gone: found by the socket that it still holds. */
bool server_orphan(const struct cluster *c, pid_t *pid, struct err *e);
bool server_configure(struct arena *a, const struct cluster *c, struct err *e);
bool server_start(struct arena *a, const struct cluster *c, struct err *e);
/* signal: SIGINT is a fast stop, SIGQUIT gives up at once.  Waits until it is gone. */
bool server_stop(pid_t pid, int signal, struct err *e);
/* Whether the running server takes connections, or will once it has recovered. */
bool server_answers(const struct cluster *c, pid_t pid);
/* Neither gone nor a zombie; one that cannot be looked at now is taken to live. */
bool process_lives(pid_t pid);

/* The first line of a file without blanks at its ends, empty if it cannot be read. */
Str first_line(struct arena *a, const char *path);

#endif
