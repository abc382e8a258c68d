#include "db/session.h"

#include "db/copy.h"
#include "db/numeric.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

enum { BUFFER = 64 * 1024, WORTH_SENDING = BUFFER / 4, SOCKET_ROOM = 1 << 20 };

struct copy_in {
	struct pg *pg;
	const char *sql;
	size_t len;
	struct err failed;             /* the first error; all later calls do nothing */
	char at[BUFFER];
};

static void give_up(void *subject)
{
	struct copy_in *c = subject;

	session_end_stream(c->pg, c);
}

static void put(struct copy_in *c, const void *bytes, size_t size);

/* Room for some batches between the two processes, so that neither waits for the other's every pause; the kernel gives
 * what it allows, and less is only slower. */
static void widen(int socket)
{
	int size = SOCKET_ROOM;

	(void)setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

bool copy_in_open(struct pg *pg, struct arena *a, const char *sql, struct copy_in **c, struct err *e)
{
	/* Signature, flags, no extension. */
	static const char header[19] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";
	struct copy_in *new = arena_raw(a, sizeof *new);

	if (!session_copy(pg, sql, PGRES_COPY_IN, e))
		return false;
	widen(PQsocket(pg->conn));
	new->pg = pg;
	new->sql = text_z(a, text(sql));
	new->len = 0;
	err_clear(&new->failed);
	pg->stream = new;
	arena_defer(a, give_up, new);
	put(new, header, sizeof header);
	*c = new;
	return true;
}

/* The server's word on a COPY that it has ended by itself. */
static void hear(struct copy_in *c)
{
	PGresult *r;

	PQputCopyEnd(c->pg->conn, "refused");
	r = PQgetResult(c->pg->conn);
	session_failed(c->pg, r, c->sql, &c->failed);
	PQclear(r);
	session_close_stream(c->pg);
}

/* An error message begins with E (PostgreSQL manual, 55.7); under TLS it cannot be told and waits for the end. */
static bool has_refused(PGconn *conn)
{
	char first;

	return !PQsslInUse(conn) && !PQgssEncInUse(conn)
	    && recv(PQsocket(conn), &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1 && first == 'E';
}

/*
 * libpq does not look at a server's error until the COPY ends, so that a load of hours would be sent for nothing, and
 * while it waits to write it reads the error away.  So we wait in its place: until there is room to write, and for as
 * long as nothing was said.  False if the COPY is over.
 */
static bool has_room(PGconn *conn, struct err *e)
{
	struct pollfd socket = {.fd = PQsocket(conn), .events = POLLIN | POLLOUT};

	do {
		socket.revents = 0;
		if (poll(&socket, 1, -1) < 0 && errno != EINTR)
			return err_set(e, ERR_TEMPORARY, "COPY: cannot wait for the database: %s", strerror(errno));
		if ((socket.revents & ~POLLOUT) && (has_refused(conn) || PQconsumeInput(conn) != 1))
			return false;
	} while (!(socket.revents & POLLOUT));
	return true;
}

static void send_rows(struct copy_in *c, const char *bytes, size_t size)
{
	PGconn *conn = c->pg->conn;

	if (c->pg->stream != c)
		err_set(&c->failed, ERR_INTERNAL, "COPY: written to after its end");
	else if (size > 0 && (!has_room(conn, &c->failed) || PQputCopyData(conn, bytes, (int)size) != 1))
		hear(c);
}

static void flush(struct copy_in *c)
{
	if (c->failed.kind == ERR_NONE)
		send_rows(c, c->at, c->len);
	c->len = 0;
}

/* Room for size bytes, at most BUFFER; the caller fills them. */
static char *room(struct copy_in *c, size_t size)
{
	char *at;

	if (size > BUFFER - c->len)
		flush(c);
	at = c->at + c->len;
	c->len += size;
	return at;
}

static void put(struct copy_in *c, const void *bytes, size_t size)
{
	const char *from = bytes;

	for (size_t part; size > 0; from += part, size -= part) {
		part = size < BUFFER ? size : BUFFER;
		memcpy(room(c, part), from, part);
	}
}

static void store16(char *at, uint16_t n)
{
	at[0] = (char)(n >> 8);
	at[1] = (char)n;
}

static void store32(char *at, uint32_t n)
{
	store16(at, (uint16_t)(n >> 16));
	store16(at + 2, (uint16_t)n);
}

static void store64(char *at, uint64_t n)
{
	store32(at, (uint32_t)(n >> 32));
	store32(at + 4, (uint32_t)n);
}

/* A field of fixed size: its length, then room for it. */
static char *field(struct copy_in *c, size_t size)
{
	char *at = room(c, 4 + size);

	store32(at, (uint32_t)size);
	return at + 4;
}

void copy_row(struct copy_in *c, int columns)
{
	store16(room(c, 2), (uint16_t)columns);
}

void copy_null(struct copy_in *c)
{
	store32(room(c, 4), UINT32_MAX);
}

void copy_bytes(struct copy_in *c, Str s)
{
	/* No value may be longer: PostgreSQL manual, appendix K. */
	if (s.len >= (1U << 30))
		err_set(&c->failed, ERR_DATABASE, "COPY: a value of %zu bytes; Postgres takes 1 GB at most", s.len);
	if (!s.at || c->failed.kind != ERR_NONE) {
		copy_null(c);
		return;
	}
	store32(room(c, 4), (uint32_t)s.len);
	put(c, s.at, s.len);
}

void copy_text(struct copy_in *c, Str s)
{
	copy_bytes(c, s);
}

void copy_jsonb(struct copy_in *c, Str json)
{
	if (!json.at || json.len >= (1U << 30)) {
		copy_bytes(c, json);
		return;
	}
	store32(room(c, 4), (uint32_t)json.len + 1);
	*room(c, 1) = 1;
	put(c, json.at, json.len);
}

void copy_hash(struct copy_in *c, struct hash h)
{
	char *at = field(c, 16);

	store64(at, h.high);
	store64(at + 8, h.low);
}

void copy_int2(struct copy_in *c, int16_t n)
{
	store16(field(c, 2), (uint16_t)n);
}

void copy_int4(struct copy_in *c, int32_t n)
{
	store32(field(c, 4), (uint32_t)n);
}

void copy_int8(struct copy_in *c, int64_t n)
{
	store64(field(c, 8), (uint64_t)n);
}

void copy_bool(struct copy_in *c, bool b)
{
	*field(c, 1) = (char)b;
}

void copy_char(struct copy_in *c, char byte)
{
	*field(c, 1) = byte;
}

void copy_date(struct copy_in *c, date d)
{
	if (d == DATE_NONE)
		copy_null(c);
	else
		copy_int4(c, d - COPY_EPOCH);
}

void copy_instant(struct copy_in *c, instant t)
{
	if (t == INSTANT_NONE)
		copy_null(c);
	else
		copy_int8(c, t - COPY_EPOCH * DAY);
}

void copy_interval(struct copy_in *c, int64_t microseconds)
{
	char *at = field(c, 16);

	store64(at, (uint64_t)microseconds);
	store64(at + 8, 0);
}

void copy_numeric(struct copy_in *c, struct decimal d, int display_scale)
{
	struct numeric n;
	char *at;

	if (!numeric_of(d, display_scale, &n)) {
		err_set(&c->failed, ERR_DATABASE,
			"COPY: a number of %zu digits at scale %d; Postgres takes 16383 behind the point",
			d.digits.len, (int)d.scale);
		copy_null(c);
		return;
	}
	at = field(c, 8 + 2 * n.groups);
	numeric_write(&n, at);
}

bool copy_in_check(struct copy_in *c, struct err *e)
{
	if (c->len >= WORTH_SENDING)
		flush(c);
	return c->failed.kind == ERR_NONE || err_set(e, c->failed.kind, "%s", c->failed.message);
}

/* A COPY that failed on our side must fail on the server's too. */
static bool end(struct copy_in *c, int64_t *rows)
{
	const char *refuse = c->failed.kind == ERR_NONE ? NULL : "the rows are not whole";
	uint64_t count = 0;
	PGresult *r;

	if (c->pg->stream != c)
		return false;
	if (PQputCopyEnd(c->pg->conn, refuse) != 1) {
		hear(c);
		return false;
	}
	r = PQgetResult(c->pg->conn);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		session_failed(c->pg, r, c->sql, &c->failed);
	else if (text_uint(text(PQcmdTuples(r)), &count) && rows)
		*rows = (int64_t)count;
	PQclear(r);
	session_close_stream(c->pg);
	return c->failed.kind == ERR_NONE;
}

bool copy_in_end(struct copy_in *c, int64_t *rows, struct err *e)
{
	store16(room(c, 2), UINT16_MAX);
	flush(c);
	return end(c, rows) || err_set(e, c->failed.kind, "%s", c->failed.message);
}
