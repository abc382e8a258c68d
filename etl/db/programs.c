#include "db/cluster.h"

#include "base/file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* wal_compression = lz4 is of 15; newer ones than the last are not known to work. */
enum { OLDEST = 15, NEWEST = 18 };

static const char *debian_programs(struct arena *a, int major)
{
	return arena_print(a, "/usr/lib/postgresql/%d/bin", major);
}

static bool has_server(struct arena *a, const char *programs)
{
	return access(path_join(a, programs, "postgres"), X_OK) == 0 && access(path_join(a, programs, "initdb"), X_OK) == 0;
}

/* What the program says of itself: "postgres (PostgreSQL) 15.8 …"; 0 if it says nothing of the kind.  False only if it
 * cannot be asked now. */
static bool major_of(struct arena *a, const struct user *u, const char *programs, int *major, struct err *e)
{
	const char *const argv[] = {path_join(a, programs, "postgres"), "--version", NULL};
	struct err none = {0};
	Str said, version;

	*major = 0;
	if (!user_run(a, u, argv, &said, &none))
		return none.kind != ERR_TEMPORARY || err_set(e, none.kind, "%s", none.message);
	version = text_from(said, text_find(said, S(") ")) + 2);
	*major = version.len > 0 ? (int)strtol(text_z(a, version), NULL, 10) : 0;
	return true;
}

/* Where pg_config says that programs of that version are; NULL if it says nothing of the kind. */
static bool ask_config(struct arena *a, const struct user *u, const char *config, int major, const char **programs,
	struct err *e)
{
	const char *const argv[] = {config, "--bindir", NULL};
	struct err none = {0};
	int found = 0;
	Str said;

	*programs = NULL;
	if (access(config, X_OK) != 0)
		return true;
	if (!user_run(a, u, argv, &said, &none))
		return none.kind != ERR_TEMPORARY || err_set(e, none.kind, "%s", none.message);
	*programs = text_z(a, said);
	if (has_server(a, *programs) && !major_of(a, u, *programs, &found, e))
		return false;
	*programs = found == major ? *programs : NULL;
	return true;
}

/* Where the programs of a major version are: Debian's folder, else where pg_config of the PATH points to; NULL if there
 * are none. */
static bool programs_of(struct arena *a, const struct user *u, int major, const char **programs, struct err *e)
{
	static const char *const configs[] = {"/usr/local/bin/pg_config", "/usr/bin/pg_config"};

	*programs = debian_programs(a, major);
	if (has_server(a, *programs))
		return true;
	*programs = NULL;
	for (size_t i = 0; i < sizeof configs / sizeof *configs && !*programs; i++)
		if (!ask_config(a, u, configs[i], major, programs, e))
			return false;
	return true;
}

/* Both versions' programs, and a new cluster that is like the old one: PostgreSQL manual, pg_upgrade. */
static bool refuse_older(struct arena *a, const struct cluster *c, int made_by, struct err *e)
{
	bool is_root = geteuid() == 0;
	const char *as = is_root ? arena_print(a, "runuser -u %s -- ", c->user.name) : "";
	const char *make = is_root ? arena_print(a, "  install -d -m 700 -o %s %s\n", c->user.name, c->data) : "";
	const char *old = debian_programs(a, made_by), *kept = arena_print(a, "%s.%d", c->data, made_by);

	return err_set(e, ERR_DATABASE, "%s: it was made by Postgres %d, and this program runs Postgres %d; upgrade it:\n"
			"  apt-get install postgresql-%d\n  mv %s %s\n%s"
			"  %s%s/initdb -D %s --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8\n"
			"  cd /tmp && %s%s/pg_upgrade -U postgres -b %s -B %s -d %s -D %s\n"
			"and when all is well: rm -rf %s", c->data, made_by, c->major,
		       made_by, c->data, kept, make, as, c->programs, c->data,
		       as, c->programs, old, c->programs, kept, c->data, kept);
}

static bool refuse_version(struct arena *a, const struct cluster *c, int made_by, struct err *e)
{
	pid_t pid;

	if (!server_pid(c, &pid, e))
		return false;
	if (pid)
		return err_set(e, ERR_DATABASE, "%s: a server of Postgres %d runs on it (process %d), and this program runs "
			"Postgres %d; stop it first: counterfoil stop", c->data, made_by, (int)pid, c->major);
	if (made_by < c->major)
		return refuse_older(a, c, made_by, e);
	return err_set(e, ERR_DATABASE, "%s: it was made by Postgres %d, which is newer than Postgres %d of this machine, "
		"and no cluster can go back; install that version: apt-get install postgresql-%d", c->data, made_by, c->major,
		made_by);
}

bool cluster_programs(struct arena *a, struct cluster *c, struct err *e)
{
	Str made = first_line(a, path_join(a, c->data, "PG_VERSION"));
	int made_by = (int)strtol(text_z(a, made), NULL, 10);

	/* Those of the version that made it, else the newest. */
	for (int turn = 0; turn < 2; turn++)
		for (int major = NEWEST; major >= OLDEST && !c->programs; major--) {
			bool is_wanted = turn > 0 || made_by < OLDEST || made_by > NEWEST || made_by == major;

			if (is_wanted && !programs_of(a, &c->user, major, &c->programs, e))
				return false;
			c->major = major;
		}
	if (!c->programs)
		return err_set(e, ERR_DATABASE, "no Postgres server of version %d to %d is installed; apt-get install "
				"postgresql-%d", OLDEST, NEWEST, OLDEST);
	if (made.len > 0 && made_by != c->major)
		return refuse_version(a, c, made_by, e);
	return true;
}
