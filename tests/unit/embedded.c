/*
 * Starts and breaks clusters of its own, in folders of its own: not the one that the other tests share.  That one is
 * stopped by `embedded stop FOLDER` at the end of a run; `embedded start FOLDER` starts one for
 * tests that are no C, and says where it is.
 */
#include "db/embedded.h"

#include "base/file.h"
#include "db/cluster.h"
#include "db/pg.h"
#include "tap.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(bool fine, const struct err *e)
{
	if (!fine) {
		printf("Bail out! %s\n", e->message);
		exit(1);
	}
}

static void shell(const char *command)
{
	struct err e = {0};

	must(system(command) == 0 || err_set(&e, ERR_INTERNAL, "%s", command), &e);
}

/* A folder that anybody may enter. */
static char *new_folder(struct arena *a)
{
	char *folder = text_z(a, S("/tmp/counterfoil-test-XXXXXX"));
	struct err e = {0};

	must((mkdtemp(folder) && chmod(folder, 0755) == 0) || err_set(&e, ERR_INTERNAL, "mkdtemp"), &e);
	return folder;
}

static const char *start(struct arena *a, const char *folder)
{
	const char *conninfo;
	struct err e = {0};

	must(embedded_start(a, folder, &conninfo, &e), &e);
	return conninfo;
}

static void stop(struct arena *a, const char *folder)
{
	struct err e = {0};

	must(embedded_stop(a, folder, &e), &e);
}

static struct rows *query(struct arena *a, const char *conninfo, const char *sql)
{
	struct err e = {0};
	struct rows *r;
	struct pg *pg;

	must(pg_open(a, conninfo, &pg, &e) && pg_query(pg, a, sql, NO_PARAMS, &r, &e), &e);
	return r;
}

static Str value(struct arena *a, const char *conninfo, const char *sql)
{
	return rows_at(query(a, conninfo, sql), 0, 0);
}

static const char *socket_folder(struct arena *a, const char *conninfo)
{
	Str host, rest;

	text_cut(text(conninfo + strlen("host=")), ' ', &host, &rest);
	return text_z(a, host);
}

static pid_t server(struct arena *a, const char *data)
{
	struct err e = {0};
	Str content, line, rest;
	uint64_t pid = 0;

	must(file_read(a, path_join(a, data, "postmaster.pid"), 65536, &content, &e), &e);
	text_cut(content, '\n', &line, &rest);
	return text_uint(line, &pid) ? (pid_t)pid : 0;
}

/* Sessions end before the server is broken under them. */
struct place {
	const char *folder, *data;
};

static struct place place_of(struct arena *a, const char *folder)
{
	return (struct place){folder, path_join(a, folder, "postgres/data")};
}

static void test_first(struct arena *a, struct place p)
{
	struct err e = {0};
	const char *conninfo, *again;
	struct stat s;
	pid_t pid;
	const char *path;

	ok(embedded_stop(a, p.folder, &e), "stopping what was never there is fine");
	conninfo = start(a, p.folder);
	is_str(value(a, conninfo, "select current_user || ' ' || current_database()"), S("counterfoil counterfoil"),
		"connected");
	is_str(value(a, conninfo, "select rolsuper::text from pg_roles where rolname = current_user"), S("false"),
	       "without superuser rights");
	is_str(value(a, conninfo,
		"select string_agg(setting, ' ' order by name) from pg_settings where name in ('jit', 'fsync', "
				  "'listen_addresses', 'random_page_cost', 'synchronous_commit', 'wal_compression', 'wal_level', "
				  "'server_encoding', 'lc_collate', 'full_page_writes', 'checkpoint_timeout')"),
	       S("900 on on off C.UTF-8  1.1 UTF8 on lz4 minimal"), "with our settings");
	path = path_join(a, socket_folder(a, conninfo), ".s.PGSQL.5432");
	ok(strlen(path) <= 107 && file_exists(path), "its socket's path is short enough: %s", path);
	ok(stat(path_folder(a, path), &s) == 0 && (s.st_mode & 0777) == 0700, "in a folder of mode 700");
	ok(stat(p.data, &s) == 0 && s.st_uid != 0, "its files are not root's");
	pid = server(a, p.data);
	ok(stat(arena_print(a, "/proc/%d", (int)pid), &s) == 0 && s.st_uid != 0, "nor is its process");
	ok(getsid(pid) != getsid(0), "it has a session of its own");
	again = start(a, p.folder);
	is_z(again, conninfo, "started again, the same");
	is_int(server(a, p.data), pid, "by the same server");
}

static void test_stop(struct arena *a, struct place p)
{
	pid_t pid = server(a, p.data);
	struct err e = {0};

	ok(embedded_stop(a, p.folder, &e), "stopped: %s", e.message);
	ok(!process_lives(pid), "its process is gone");
	ok(embedded_stop(a, p.folder, &e), "stopped again");
}

/* A parent that reads our output to its end must not wait for the server. */
static void test_descriptors(struct arena *a, struct place p)
{
	struct pollfd out;
	int ends[2] = {-1, -1}, status = 1;
	pid_t child;
	char said[64];

	ok(pipe(ends) == 0, "a pipe");
	fflush(stdout);
	child = fork();
	if (child == 0) {
		dup2(ends[1], 1);
		dup2(ends[1], 2);
		dup2(ends[1], 17);
		close(ends[0]);
		close(ends[1]);
		start(a, p.folder);
		_exit(0);
	}
	close(ends[1]);
	ok(waitpid(child, &status, 0) == child && status == 0, "another process starts it");
	out = (struct pollfd){.fd = ends[0], .events = POLLIN};
	ok(poll(&out, 1, 60000) == 1 && read(ends[0], said, sizeof said) == 0, "and holds no descriptor of that one open");
	close(ends[0]);
	is_str(value(a, start(a, p.folder), "select 1"), S("1"), "while it outlives it");
}

static void test_killed(struct arena *a, struct place p)
{
	const char *conninfo = start(a, p.folder);
	struct arena *session = arena_new(a);
	struct err e = {0};
	struct pg *pg;
	pid_t pid = server(a, p.data);

	must(pg_open(session, conninfo, &pg, &e)
	     && pg_script(pg, "create table public.kept (n int); insert into public.kept select generate_series(1, 1000)",
		&e)
	     && pg_begin(pg, READ_COMMITTED, &e)
	     && pg_run(pg, "insert into public.kept values (-1)", NO_PARAMS, NULL, &e), &e);
	ok(kill(pid, SIGKILL) == 0, "a server is killed in the middle");
	ok(embedded_start(a, p.folder, &conninfo, &e), "and started again: %s", e.message);
	ok(server(a, p.data) != pid, "as another process");
	is_str(value(a, conninfo, "select count(*) || ' ' || min(n) from public.kept"), S("1000 1"),
	       "with all that was committed, and no more");
	arena_end(session);
}

/* The number of a server that was killed may be another process's by now: here it is this one's, and then init's. */
static void test_stale_pid(struct arena *a, struct place p)
{
	const int numbers[] = {(int)getpid(), 1, 2000000000};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		const char *conninfo;
		struct err e = {0};

		stop(a, p.folder);
		must(file_write(path_join(a, p.data, "postmaster.pid"),
			text(arena_print(a, "%d\n%s\n1\n5432\n/tmp\n", numbers[i],
				p.data)), &e), &e);
		ok(embedded_start(a, p.folder, &conninfo, &e), "a stale postmaster.pid of process %d: %s", numbers[i],
			e.message);
	}
	ok(kill(getpid(), 0) == 0, "no other process was touched");
}

static void test_version(struct arena *a, struct place p)
{
	const char *file = path_join(a, p.data, "PG_VERSION"), *conninfo;
	struct err e = {0};
	Str before;

	stop(a, p.folder);
	must(file_read(a, file, 100, &before, &e) && file_write(file, S("13\n"), &e), &e);
	ok(!embedded_start(a, p.folder, &conninfo, &e) && e.kind == ERR_DATABASE && strstr(e.message, "made by Postgres 13")
	   && strstr(e.message, "pg_upgrade -U postgres -b /usr/lib/postgresql/13/bin -B "),
		"an older cluster is refused: %.80s",
	   e.message);
	err_clear(&e);
	must(file_write(file, S("99\n"), &e), &e);
	ok(!embedded_start(a, p.folder, &conninfo, &e) && e.kind == ERR_DATABASE && strstr(e.message, "postgresql-99"),
	   "and a newer one: %s", e.message);
	err_clear(&e);
	must(file_write(file, before, &e), &e);
	ok(embedded_start(a, p.folder, &conninfo, &e), "its own is started: %s", e.message);
}

/* Whoever removes var/ wants to begin anew; the server of before must not be in the way. */
static void test_removed(struct arena *a, struct place p)
{
	const char *conninfo = start(a, p.folder);
	pid_t pid = server(a, p.data);
	struct err e = {0};

	shell(arena_print(a, "rm -rf %s/postgres", p.folder));
	ok(process_lives(pid), "var is removed under a running server");
	ok(embedded_start(a, p.folder, &conninfo, &e), "a new one starts: %s", e.message);
	ok(!process_lives(pid), "and the old one is stopped");
	ok(rows_is_null(query(a, conninfo, "select to_regclass('public.kept')"), 0, 0), "its database is empty");
	shell(arena_print(a, "rm -rf %s", socket_folder(a, conninfo)));
	ok(embedded_start(a, p.folder, &conninfo, &e), "a socket that was removed is made again: %s", e.message);
	is_str(value(a, conninfo, "select 1"), S("1"), "and answers");
}

static void test_together(struct arena *a)
{
	enum { PROCESSES = 3 };
	struct place p = place_of(a, new_folder(a));
	int children[PROCESSES], good = 0;

	shell(arena_print(a, "mkdir -p %s/postgres/data.new/base && touch %s/postgres/data.new/base/1", p.folder,
		p.folder));
	if (geteuid() == 0)
		shell(arena_print(a, "chown -R postgres %s/postgres/data.new", p.folder));
	fflush(stdout);
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			value(a, start(a, p.folder), "select 1");
			_exit(0);
		}
	}
	for (int i = 0; i < PROCESSES; i++) {
		int status;

		good += waitpid(children[i], &status, 0) > 0 && status == 0;
	}
	is_int(good, PROCESSES, "processes that start at once, over a half-made cluster, all get it");
	stop(a, p.folder);
	shell(arena_print(a, "rm -rf %s", p.folder));
}

/* Runs the command between "as root: " and the semicolon. */
static void follow_advice(const char *message)
{
	const char *command = strstr(message, "as root: ") + strlen("as root: ");
	char line[2048];

	snprintf(line, sizeof line, "%.*s", (int)strcspn(command, ";"), command);
	shell(line);
}

/* Root's home has mode 700, and the cluster's user is not root. */
static void test_closed_home(struct arena *a)
{
	const char *home = new_folder(a), *var = path_join(a, home, "var"), *conninfo, *data;
	const char *where = path_join(a, var, "postgres/where");
	struct err e = {0};
	Str line;

	if (geteuid() != 0) {
		skip("only root has a home that the cluster's user cannot enter");
		return;
	}
	ok(chmod(home, 0700) == 0 && embedded_start(a, var, &conninfo, &e), "a home of mode 700: %s", e.message);
	must(file_read(a, where, 4096, &line, &e), &e);
	data = text_z(a, text_trim(line));
	ok(text_begins(line, S("/var/lib/counterfoil/")) && file_exists(data),
		"var/postgres/where says where the data is: %s", data);
	query(a, conninfo, "create table public.kept (n int)");
	stop(a, var);
	conninfo = start(a, var);
	ok(!rows_is_null(query(a, conninfo, "select to_regclass('public.kept')"), 0, 0), "it is found again");
	for (int i = 0; i < 2; i++) {
		shell(arena_print(a, "rm -rf %s", var));
		conninfo = start(a, var);
		ok(rows_is_null(query(a, conninfo, "select to_regclass('public.kept')"), 0, 0), "var removed: begun anew");
	}
	query(a, conninfo, "create table public.moved (n int)");
	ok(file_exists(arena_print(a, "%s.before/PG_VERSION", data)), "and the one before is kept aside");
	stop(a, var);
	shell(arena_print(a, "mv %s %s.moved", var, var));
	ok(!embedded_start(a, arena_print(a, "%s.moved", var), &conninfo, &e) && strstr(e.message, "moved"),
	   "a project that was moved is told what to do: %s", e.message);
	follow_advice(e.message);
	conninfo = start(a, arena_print(a, "%s.moved", var));
	ok(!rows_is_null(query(a, conninfo, "select to_regclass('public.moved')"), 0, 0), "and does it");
	stop(a, arena_print(a, "%s.moved", var));
	shell(arena_print(a, "rm -rf %s %s $(dirname $(cat %s.moved/postgres/where))", home, path_folder(a, data), var));
}

static void test_hostile_socket(struct arena *a)
{
	struct place p = place_of(a, new_folder(a));
	const char *conninfo = start(a, p.folder), *socket;
	struct err e = {0};

	socket = socket_folder(a, conninfo);
	stop(a, p.folder);
	shell(arena_print(a, "mkdir -p %s && chmod 777 %s", socket, socket));
	ok(!embedded_start(a, p.folder, &conninfo, &e) && strstr(e.message, socket),
		"a socket folder of others is not used: %s",
	   e.message);
	err_clear(&e);
	shell(arena_print(a, "rm -rf %s && mkdir -m 700 %s", socket, socket));
	ok(embedded_start(a, p.folder, &conninfo, &e), "one that was made, and not given to its user, is: %s", e.message);
	stop(a, p.folder);
	shell(arena_print(a, "rm -rf %s %s", socket, p.folder));
}

static void test_all(struct arena *a)
{
	struct place p = place_of(a, new_folder(a));

	test_first(a, p);
	test_stop(a, p);
	test_descriptors(a, p);
	test_killed(a, p);
	test_stale_pid(a, p);
	test_version(a, p);
	test_removed(a, p);
	stop(a, p.folder);
	shell(arena_print(a, "rm -rf %s", p.folder));
	test_together(a);
	test_closed_home(a);
	test_hostile_socket(a);
}

int main(int argc, char **argv)
{
	struct arena *root = arena_new(NULL), *a = arena_new(root);
	bool command = argc == 3;

	if (command && strcmp(argv[1], "stop") == 0)
		stop(a, argv[2]);
	else if (command && strcmp(argv[1], "start") == 0)
		puts(start(a, argv[2]));
	else
		test_all(a);
	arena_end(root);
	free(root);
	return command ? 0 : done();
}
