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

/* What the program says of itself: "postgres (PostgreSQL) 15.8 …"; 0 if it says nothing of the kind. */
static int major_of(struct arena *a, const struct user *u, const char *programs)
{
	const char *const argv[] = {path_join(a, programs, "postgres"), "--version", NULL};
	struct err ignored = {0};
	Str said, version;

	if (!user_run(a, u, argv, S(""), &said, &ignored))
		return 0;
	version = text_from(said, text_find(said, S(") ")) + 2);
	return version.len > 0 ? (int)strtol(text_z(a, version), NULL, 10) : 0;
}

/* Where the programs of a major version are: Debian's folder, else where pg_config of the PATH points to. */
static const char *programs_of(struct arena *a, const struct user *u, int major)
{
	static const char *const configs[] = {"/usr/local/bin/pg_config", "/usr/bin/pg_config"};
	const char *programs = debian_programs(a, major);

	if (has_server(a, programs))
		return programs;
	for (size_t i = 0; i < sizeof configs / sizeof *configs; i++) {
		const char *const argv[] = {configs[i], "--bindir", NULL};
		struct err ignored = {0};
		Str said;

		if (access(configs[i], X_OK) != 0 || !user_run(a, u, argv, S(""), &said, &ignored))
			continue;
		programs = text_z(a, said);
		if (has_server(a, programs) && major_of(a, u, programs) == major)
			return programs;
	}
	return NULL;
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
	pid_t pid = server_pid(c);

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

	for (int major = NEWEST; major >= OLDEST && !c->programs; major--) {
		bool is_wanted = made_by < OLDEST || made_by > NEWEST || made_by == major;

		c->programs = is_wanted ? programs_of(a, &c->user, major) : NULL;
		c->major = major;
	}
	for (int major = NEWEST; major >= OLDEST && !c->programs; major--) {
		c->programs = programs_of(a, &c->user, major);
		c->major = major;
	}
	if (!c->programs)
		return err_set(e, ERR_DATABASE, "no Postgres server of version %d to %d is installed; apt-get install "
				"postgresql-%d", OLDEST, NEWEST, OLDEST);
	if (made.len > 0 && made_by != c->major)
		return refuse_version(a, c, made_by, e);
	return true;
}
