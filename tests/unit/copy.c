#include "db/copy.h"

#include "base/buf.h"

#include "cluster.h"
#include "tap.h"

#include <time.h>

static struct copy_in *into(struct pg *pg, struct arena *a, const char *sql)
{
	struct err e = {0};
	struct copy_in *c;

	test_must(copy_in_open(pg, a, sql, &c, &e), &e);
	return c;
}

/* A row of everything, and one of nothing. */
static void test_types(struct arena *a, struct pg *pg)
{
	static const char *const want[] = {
		"text ü", "\\x00ff", "01234567-89ab-cdef-fedc-ba9876543210", "{\"a\": 1}", "-32768", "-2147483648",
		"-9223372036854775808", "t", "r", "1999-12-31", "1969-12-31 23:59:59.999999+00", "25:00:00.000001", "-12.50",
	};
	struct err e = {0};
	struct copy_in *c;
	struct rows *r;
	struct decimal d;
	int64_t count = 0;
	date day = 0;

	test_run(pg, "create temp table every (a text, b bytea, c uuid, d jsonb, e int2, f int4, g int8, h bool, "
		"i \"char\", j date, k timestamptz, l interval, m numeric)");
	c = into(pg, a, "copy every from stdin (format binary)");
	ok(date_of(1999, 12, 31, &day) && decimal_parse(a, S("-12.5"), &d), "values");
	copy_row(c, 13);
	copy_text(c, S("text ü"));
	copy_bytes(c, (Str){"\0\xff", 2});
	copy_hash(c, (struct hash){UINT64_C(0x0123456789abcdef), UINT64_C(0xfedcba9876543210)});
	copy_jsonb(c, S("{\"a\":1}"));
	copy_int2(c, INT16_MIN);
	copy_int4(c, INT32_MIN);
	copy_int8(c, INT64_MIN);
	copy_bool(c, true);
	copy_char(c, 'r');
	copy_date(c, day);
	copy_instant(c, -1);
	copy_interval(c, 25 * 3600 * SECOND + 1);
	copy_numeric(c, d, 2);
	copy_row(c, 13);
	for (int i = 0; i < 9; i++)
		copy_null(c);
	copy_date(c, DATE_NONE);
	copy_instant(c, INSTANT_NONE);
	copy_text(c, PARAM_NULL);
	copy_jsonb(c, PARAM_NULL);
	ok(copy_in_end(c, &count, &e) && count == 2, "two rows are taken: %s", e.message);
	r = test_query(pg, a, "select * from every");
	for (size_t i = 0; i < 13; i++) {
		is_str(rows_at(r, 0, i), text(want[i]), "column %zu", i);
		ok(rows_is_null(r, 1, i), "and its NULL");
	}
}

/* Random decimals against the server's own reading of the same text. */
static void test_numeric(struct arena *a, struct pg *pg)
{
	enum { COUNT = 4000 };
	static const char *const edges[] = {
		"0", "-0", "0.00", "1", "-1", "10", "100", "1000", "9999", "10000", "10001", "99999999", "100000000", "0.1",
			"0.01",
		"0.001", "0.0001", "0.00001", "0.00010001", "1.0001", "1.50", "-12345.6789", "123456789.123456789",
	};
	struct err e = {0};
	struct copy_in *c;
	struct rows *r;
	Str *texts = arena_array(a, COUNT, Str);
	int *scales = arena_array(a, COUNT, int);

	srand(20260331);
	for (int i = 0; i < COUNT; i++) {
		int front = rand() % (i % 3 ? 12 : 200), behind = rand() % (i % 3 ? 8 : 200);
		struct buf *b = buf_new(a, 1000);

		buf_print(b, "%s", rand() % 2 ? "-" : "");
		for (int j = 0; j < front; j++)
			buf_byte(b, (char)('0' + (rand() % 3 ? rand() % 10 : 0)));
		buf_print(b, "%s", behind ? "." : front ? "" : "7");
		for (int j = 0; j < behind; j++)
			buf_byte(b, (char)('0' + (rand() % 3 ? rand() % 10 : 0)));
		texts[i] = i < (int)(sizeof edges / sizeof *edges) ? text(edges[i]) : buf_str(b);
		scales[i] = rand() % 20;
	}
	test_run(pg, "create temp table numbers (i int, digits text, scale int, n numeric)");
	c = into(pg, a, "copy numbers from stdin (format binary)");
	for (int i = 0; i < COUNT; i++) {
		struct decimal d;

		test_must(decimal_parse(a, texts[i], &d) || err_set(&e, ERR_INTERNAL, "%.*s", STR(texts[i])), &e);
		copy_row(c, 4);
		copy_int4(c, i);
		copy_text(c, texts[i]);
		copy_int4(c, scales[i]);
		copy_numeric(c, d, scales[i]);
	}
	ok(copy_in_end(c, NULL, &e), "numbers: %s", e.message);
	r = test_query(pg, a, "select digits, scale, n, n = digits::numeric, "
			 "n::text = round(digits::numeric, greatest(scale, min_scale(digits::numeric)))::text "
			 "from numbers where n is distinct from digits::numeric "
			 "or n::text <> round(digits::numeric, greatest(scale, min_scale(digits::numeric)))::text limit 5");
	is_int((int64_t)rows_count(r), 0, "%d decimals have their value and their display scale", COUNT);
	for (size_t i = 0; i < rows_count(r); i++)
		printf("# %.*s scale %.*s: %.*s\n", STR(rows_at(r, i, 0)), STR(rows_at(r, i, 1)), STR(rows_at(r, i, 2)));
	r = test_query(pg, a, "select count(*) from numbers where numeric_send(n) <> numeric_send(n::text::numeric)");
	is_int(rows_int(r, 0, 0), 0, "and are the very bytes that the server makes of them");
}

static void test_numeric_limits(struct arena *a, struct pg *pg)
{
	struct err e = {0};
	struct copy_in *c = into(pg, a, "copy numbers (n) from stdin (format binary)");
	struct decimal small = {S("1"), 16383, false}, big = {S("9"), -131071, true};
	struct rows *r;

	copy_row(c, 1);
	copy_numeric(c, small, 0);
	copy_row(c, 1);
	copy_numeric(c, big, 0);
	ok(copy_in_end(c, NULL, &e), "the smallest and the largest: %s", e.message);
	r = test_query(pg, a, "select count(*) from numbers where n = ('1e-16383')::numeric or n = ('-9e131071')::numeric");
	is_int(rows_int(r, 0, 0), 2, "are exact");
	small.scale++;
	c = into(pg, a, "copy numbers (n) from stdin (format binary)");
	copy_row(c, 1);
	copy_numeric(c, small, 0);
	ok(!copy_in_end(c, NULL, &e) && strstr(e.message, "16383"), "one more digit is an error: %s", e.message);
	r = test_query(pg, a, "select 1");
	is_int(rows_int(r, 0, 0), 1, "that leaves the session usable");
}

/* Values around and past the size of the buffer, and a load of many buffers. */
static void test_big(struct arena *a, struct pg *pg)
{
	static const size_t sizes[] = {0, 1, 65500, 65535, 65536, 65537, 200000, 5000000};
	enum { SIZES = sizeof sizes / sizeof *sizes, ROWS = 50000 };
	char *bytes = arena_raw(a, 5000000);
	struct err e = {0};
	struct copy_in *c;
	int64_t count = 0;
	bool lives = true;

	memset(bytes, 'x', 5000000);
	test_run(pg, "create temp table big (n int, t text)");
	c = into(pg, a, "copy big from stdin (format binary)");
	for (int i = 0; i < ROWS; i++) {
		copy_row(c, 2);
		copy_int4(c, i);
		copy_text(c, (Str){bytes, i < SIZES ? sizes[i] : 20});
		lives = lives && (i % 1000 || copy_in_check(c, &e));
	}
	ok(lives && copy_in_end(c, &count, &e) && count == ROWS, "many rows, some of them big: %s", e.message);
	is_int(rows_int(test_query(pg, a, "select sum(length(t)) from big where n < 8"), 0, 0),
	       0 + 1 + 65500 + 65535 + 65536 + 65537 + 200000 + 5000000, "none is cut");
}

static void test_refused(struct arena *a, struct pg *pg)
{
	struct err e = {0};
	struct copy_in *c;
	int tries = 0;

	ok(!copy_in_open(pg, a, "copy nowhere from stdin (format binary)", &c, &e) && strstr(e.message, "42P01"),
		"no table: %s",
	   e.message);
	err_clear(&e);
	test_run(pg, "create temp table few (n int constraint few_only check (n < 5))");
	c = into(pg, a, "copy few from stdin (format binary)");
	for (; tries < 10000000 && (tries % 1000 || copy_in_check(c, &e)); tries++) {
		copy_row(c, 1);
		copy_int4(c, tries);
	}
	ok(tries < 10000000 && strstr(e.message, "few_only"), "a refusal is known before the end: %s", e.message);
	err_clear(&e);
	ok(!copy_in_end(c, NULL, &e) && strstr(e.message, "few_only"), "and is what the end says");
	err_clear(&e);
	c = into(pg, a, "copy big from stdin (format binary)");
	copy_row(c, 2);
	copy_int4(c, 1);
	copy_text(c, S("bad \xff"));
	ok(!copy_in_end(c, NULL, &e) && strstr(e.message, "22021"), "bytes that are no UTF-8: %s", e.message);
	err_clear(&e);
}

/* Whether the server has taken in a row of the COPY that the session of that number has open. */
static bool arrives(struct arena *a, struct pg *other, int64_t session)
{
	const char *sql = arena_print(a, "select coalesce(max(tuples_processed), 0) from pg_stat_progress_copy where pid = "
		"%" PRId64, session);
	bool there = false;

	for (int i = 0; !there && i < 6000; i++) {
		there = rows_int(test_query(other, a, sql), 0, 0) > 0;
		if (!there)
			nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
	return there;
}

static void test_left(struct arena *a, struct pg *pg, const char *conninfo)
{
	enum { FAR_PAST_ALL_BUFFERS = 50000 };
	struct arena *short_lived = arena_new(a);
	struct pg *other = test_session(a, test_superuser(a, conninfo));
	int64_t session = rows_int(test_query(pg, a, "select pg_backend_pid()"), 0, 0);
	struct err e = {0};
	struct copy_in *c;

	test_run(pg, "truncate big");
	c = into(pg, short_lived, "copy big from stdin (format binary)");
	for (int i = 0; i < FAR_PAST_ALL_BUFFERS; i++) {
		copy_row(c, 2);
		copy_int4(c, i);
		copy_text(c, S("left"));
	}
	ok(copy_in_check(c, &e) && arrives(a, other, session), "a COPY of which rows have arrived is left open: %s",
	   e.message);
	arena_end(short_lived);
	is_int(rows_int(test_query(pg, a, "select count(*) from big"), 0, 0), 0, "and leaves nothing");
}

static void test_lost(struct arena *a, struct pg *pg, const char *conninfo)
{
	struct pg *other = test_session(a, test_superuser(a, conninfo));
	struct rows *pid = test_query(pg, a, "select pg_backend_pid()");
	struct copy_in *c = into(pg, a, "copy big from stdin (format binary)");
	struct err e = {0};
	bool lives = true;

	test_must(pg_run(other, "select pg_terminate_backend($1::int)", P(rows_at(pid, 0, 0)), NULL, &e), &e);
	for (int i = 0; lives && i < 100000000; i++) {
		copy_row(c, 2);
		copy_int4(c, i);
		copy_text(c, S("row"));
		lives = i % 1000 || copy_in_check(c, &e);
	}
	ok(!lives && e.kind == ERR_TEMPORARY, "the database gone in the middle of a load: %s", e.message);
	err_clear(&e);
	ok(!copy_in_end(c, NULL, &e) && e.kind == ERR_TEMPORARY, "and at its end");
}

static void test_out(struct arena *a, struct pg *pg)
{
	struct arena *short_lived = arena_new(a);
	struct err e = {0};
	struct copy_out *c;
	int64_t count = 0, sum = 0;
	bool fine = true;
	Str f[4];

	test_must(copy_out_open(pg, a,
		"copy (select n::int8, '01234567-89ab-cdef-fedc-ba9876543210'::uuid, case when n % 2 = 0 "
				       "then n::int2 end, timestamptz 'epoch' - n * interval '1 microsecond' "
				       "from generate_series(1, 30000) n) to stdout (format binary)", &c, &e), &e);
	while (copy_out_next(c, f, 4, &e)) {
		struct hash h = binary_hash(f[1]);

		sum += binary_int(f[0]);
		count++;
		fine = fine && h.high == UINT64_C(0x0123456789abcdef) && h.low == UINT64_C(0xfedcba9876543210)
			&& (count % 2 ? f[2].at == NULL : binary_int(f[2]) == count) && binary_instant(f[3]) == -count;
	}
	ok(e.kind == ERR_NONE && count == 30000 && sum == 450015000 && fine, "every row once, every field itself: %s",
		e.message);
	ok(!copy_out_next(c, f, 4, &e) && e.kind == ERR_NONE, "its end stays its end");
	test_must(copy_out_open(pg, a, "copy (select 1 where false) to stdout (format binary)", &c, &e), &e);
	ok(!copy_out_next(c, f, 1, &e) && e.kind == ERR_NONE, "no rows: %s", e.message);
	test_must(copy_out_open(pg, a, "copy (select 1, 2) to stdout (format binary)", &c, &e), &e);
	ok(!copy_out_next(c, f, 3, &e) && e.kind == ERR_INTERNAL, "another width is an error: %s", e.message);
	err_clear(&e);
	test_must(copy_out_open(pg, a, "copy (select 1 / (3 - n) from generate_series(1, 5) n) to stdout (format binary)",
		&c, &e),
		  &e);
	while (copy_out_next(c, f, 1, &e))
		continue;
	ok(e.kind == ERR_DATABASE && strstr(e.message, "22012"), "an error on the way: %s", e.message);
	err_clear(&e);
	test_must(copy_out_open(pg, short_lived, "copy (select generate_series(1, 30000000)) to stdout (format binary)", &c,
		&e),
		  &e);
	ok(copy_out_next(c, f, 1, &e) && binary_int(f[0]) == 1, "a long one, left after a row");
	arena_end(short_lived);
	is_int(rows_int(test_query(pg, a, "select 42"), 0, 0), 42, "leaves the session usable");
	ok(binary_instant((Str){"\x7f\xff\xff\xff\xff\xff\xff\xff", 8}) == INSTANT_NONE, "infinity is no instant");
	is_int(binary_int((Str){"\xff\xff", 2}), -1, "small integers keep their sign");
}

/* Each as its text says, without zeros at the end; what no 64 bits hold, or is no number, is told. */
static void test_numbers(struct arena *a, struct pg *pg)
{
	struct err e = {0};
	struct copy_out *c;
	int64_t count = 0, good = 0, digits;
	int scale;
	Str f[2];

	test_must(copy_out_open(pg, a,
		"copy (select n::numeric, n::text from (select s * m * (10::numeric ^ p) from (values (1), (-1)) v(s), "
		"(values (0), (1), (9), (1234), (10000), (99990001), (123456789012), (999999999999999)) w(m), "
		"generate_series(-9, 0) p union all select * from (values (1200::numeric), (0.50), (1e17), (0.000001)) x) "
		"y(n)) to stdout (format binary)", &c, &e), &e);
	while (copy_out_next(c, f, 2, &e)) {
		struct decimal said, read;

		count++;
		if (!binary_numeric(f[0], &digits, &scale) || !decimal_parse(a, f[1], &said))
			continue;
		read = decimal_shift(decimal_of(a, digits), -scale);
		good += decimal_compare(read, said) == 0 && (scale == 0 || digits % 10 != 0);
	}
	ok(e.kind == ERR_NONE && count == 164 && good == count, "numbers: %lld of %lld", (long long)good, (long long)count);
	test_must(copy_out_open(pg, a, "copy (select n, ''::text from unnest(array['NaN', 'Infinity', '1e19', "
		"'-92233720368547758080', '12345678901234567.8901']::numeric[]) n) to stdout (format binary)", &c, &e), &e);
	for (good = 0; copy_out_next(c, f, 2, &e);)
		good += !binary_numeric(f[0], &digits, &scale);
	is_int(good, 5, "what is none, or too long");
	ok(!binary_numeric((Str){NULL, 0}, &digits, &scale) && !binary_numeric(S("12345678x"), &digits, &scale),
		"nor these");
}

int main(void)
{
	struct arena *root = arena_new(NULL), *a = arena_new(root);
	const char *conninfo = test_database(a);
	struct pg *pg = test_session(a, conninfo);

	test_types(a, pg);
	test_numeric(a, pg);
	test_numeric_limits(a, pg);
	test_big(a, pg);
	test_out(a, pg);
	test_numbers(a, pg);
	test_refused(a, pg);
	test_left(a, pg, conninfo);
	test_lost(a, pg, conninfo);
	arena_end(root);
	free(root);
	return done();
}
