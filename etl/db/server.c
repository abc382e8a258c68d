#include "db/cluster.h"

#include "base/file.h"

#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

enum { START_SECONDS = 600, CRASH_SECONDS = 60, SILENT_SECONDS = 3, POLL_MS = 20 };

/* Root's files would be root's to read. */
static bool write_for(struct arena *a, const struct cluster *c, const char *name, const char *content, struct err *e)
{
	const char *path = path_join(a, c->data, name);

	if (!file_write(path, text(content), e))
		return false;
	if (geteuid() == 0 && lchown(path, c->user.uid, c->user.gid) != 0)
		return err_set(e, ERR_DATABASE, "%s: %s", path, strerror(errno));
	return true;
}

/* A container often has 64 MB of shared memory, where a parallel join would fail. */
static const char *shared_memory(void)
{
	struct statvfs s;
	bool is_small = statvfs("/dev/shm", &s) != 0 || (uint64_t)s.f_blocks * s.f_frsize < (UINT64_C(1) << 30);

	return is_small ? "mmap" : "posix";
}

static const char *settings =
	"# Written by counterfoil at every start; settings of your own: ALTER SYSTEM.\n"
	"listen_addresses = ''\n"
	"unix_socket_permissions = 0700\n"
	"max_connections = 100\n"
	"shared_buffers = 256MB\n"
	"work_mem = 64MB\n"
	"maintenance_work_mem = 240MB\n"
	"random_page_cost = 1.1\n"
	"jit = off\n"
	"fsync = on\n"
	"synchronous_commit = on\n"
	"full_page_writes = on\n"
	"wal_level = minimal\n"
	"max_wal_senders = 0\n"
	"wal_compression = lz4\n"
	"max_wal_size = 4GB\n"
	"checkpoint_timeout = 15min\n"
	"timezone = 'UTC'\n"
	"log_timezone = 'UTC'\n"
	"lc_messages = 'C'\n"
	"logging_collector = on\n"
	"log_directory = 'log'\n"
	"log_filename = 'postgres-%u.log'\n"
	"log_rotation_age = 1d\n"
	"log_rotation_size = 0\n"
	"log_truncate_on_rotation = on\n"
	"log_line_prefix = '%m [%p] %u@%d '\n";

/* No passwords: who may go to the socket, root or the cluster's own user, is both roles. */
static const char *identities(struct arena *a, const struct user *u)
{
	return arena_print(a, "counterfoil root counterfoil\ncounterfoil root postgres\n"
			   "counterfoil \"%s\" counterfoil\ncounterfoil \"%s\" postgres\n", u->name, u->name);
}

bool server_configure(struct arena *a, const struct cluster *c, struct err *e)
{
	const char *all = arena_print(a, "%sdynamic_shared_memory_type = %s\nunix_socket_directories = '%s'\n", settings,
				      shared_memory(), c->socket);

	return write_for(a, c, "postgresql.conf", all, e)
	    && write_for(a, c, "pg_hba.conf", "local all all peer map=counterfoil\n", e)
	    && write_for(a, c, "pg_ident.conf", identities(a, &c->user), e);
}

static PGPing ping(const struct cluster *c)
{
	const char *const keywords[] = {"host", "port", "user", "dbname", "connect_timeout", NULL};
	const char *const values[] = {c->socket, "5432", "counterfoil", "counterfoil", "5", NULL};

	return PQpingParams(keywords, values, 0);
}

/* No server runs on the folder: what says so is of one that was killed, and its number may be another process's now. */
static void remove_traces(struct arena *a, const struct cluster *c)
{
	unlink(path_join(a, c->data, "postmaster.pid"));
	unlink(path_join(a, c->socket, ".s.PGSQL.5432.lock"));
	unlink(path_join(a, c->socket, ".s.PGSQL.5432"));
}

/* Recovery after a crash may take minutes, in which the server refuses; one without a socket is given silent_ms. */
static bool comes_up(const struct cluster *c, pid_t pid, int silent_ms)
{
	int silent = 0;

	for (int ms = 0; ms < START_SECONDS * 1000 && silent < silent_ms && process_lives(pid); ms += POLL_MS) {
		PGPing said = ping(c);

		if (said == PQPING_OK)
			return true;
		silent += said == PQPING_REJECT ? 0 : POLL_MS;
		nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000L}, NULL);
	}
	return false;
}

bool server_answers(const struct cluster *c, pid_t pid)
{
	return comes_up(c, pid, SILENT_SECONDS * 1000);
}

/* One try; *again if the server gave up only because sessions of a killed one still hold its shared memory. */
static bool start_once(struct arena *a, const struct cluster *c, bool *again, struct err *e)
{
	const char *const argv[] = {path_join(a, c->programs, "postgres"), "-D", c->data, NULL};
	const char *output = path_join(a, c->data, "start.log");
	struct err ignored = {0};
	Str said = {"", 0};
	pid_t pid;

	*again = false;
	remove_traces(a, c);
	if (!user_start(&c->user, argv, output, &pid, e))
		return false;
	if (comes_up(c, pid, START_SECONDS * 1000))
		return true;
	if (process_lives(pid))
		return server_stop(pid, SIGQUIT, e)
		    && err_set(e, ERR_TEMPORARY, "%s: the server did not answer for %d s; see %s/log", c->data, START_SECONDS,
			       c->data);
	if (file_exists(output) && file_read(a, output, 1 << 20, &said, &ignored))
		said = text_trim(said);
	*again = text_find(said, S("shared memory block")) < said.len;
	said = said.len > 800 ? text_from(said, said.len - 800) : said;
	return err_set(e, ERR_DATABASE, "%s: the server does not start; see %s and %s/log: %.*s", c->data, output, c->data,
		       STR(said));
}

/* A killed server's sessions end when they notice. */
bool server_start(struct arena *a, const struct cluster *c, struct err *e)
{
	bool again, started = start_once(a, c, &again, e);

	for (int second = 0; again && second < CRASH_SECONDS; second++) {
		nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
		err_clear(e);
		started = start_once(a, c, &again, e);
	}
	return started;
}
