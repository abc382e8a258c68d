#include "net/pool.h"

#include <embedded.h>
#include <inttypes.h>

enum { STATE_MOST = QUOTA_NUMBERS * 21 };

struct pool {
	struct arena *a;
	const char *conninfo;
	struct pg *pg;               /* NULL: not opened yet */
	struct texts begun;          /* accounts that have their row */
};

struct pool *pool_new(struct arena *a, const char *conninfo)
{
	struct pool *s = arena_new_of(a, struct pool);

	s->a = arena_new(a);
	s->conninfo = conninfo;
	return s;
}

static bool failed(const struct err *why, struct err *e)
{
	return err_set(e, why->kind == ERR_SIGNAL ? ERR_SIGNAL : ERR_DATABASE, "%s", why->message);
}

static bool open_session(struct pool *s, struct err *e)
{
	struct err why = {0};
	struct pg *pg;

	if (s->pg)
		return true;
	if (!pg_open(s->a, s->conninfo, &pg, &why) || !pg_role(pg, "counterfoil_etl", &why)
	    || !pg_run(pg, sql_net_pace_session, NO_PARAMS, NULL, &why))
		return failed(&why, e);
	s->pg = pg;
	return true;
}

static bool begin_account(struct pool *s, Str account, struct err *e)
{
	struct err why = {0};

	if (texts_has(&s->begun, account))
		return true;
	if (!pg_run(s->pg, sql_net_pace_begin, P(account), NULL, &why))
		return failed(&why, e);
	texts_add(s->a, &s->begun, text_copy(s->a, account));
	return true;
}

/* Numbers with a blank between; what is none, or too many, is as if nothing were known. */
static void state_read(Str state, struct quota *q)
{
	Str number;

	memset(q, 0, sizeof *q);
	while (state.len > 0) {
		bool negative = text_begins(state, S("-")), is_one;
		uint64_t value;

		text_cut(state, ' ', &number, &state);
		is_one = text_uint(text_from(number, negative), &value) && value <= INT64_MAX;
		if (!is_one || q->count == QUOTA_NUMBERS) {
			q->count = 0;
			return;
		}
		q->at[q->count++] = negative ? -(int64_t)value : (int64_t)value;
	}
}

static Str state_text(struct arena *a, const struct quota *q)
{
	struct buf *b = buf_new(a, STATE_MOST);

	for (size_t i = 0; i < q->count; i++)
		buf_print(b, "%s%" PRId64, i > 0 ? " " : "", q->at[i]);
	return b->len > 0 ? buf_str(b) : S("");
}

bool pool_read(struct pool *s, struct arena *a, Str account, const struct texts *names, struct quota *quotas,
	int64_t *version, int64_t *now, struct err *e)
{
	struct err why = {0};
	struct rows *r;

	if (!open_session(s, e) || !begin_account(s, account, e))
		return false;
	if (!pg_query(s->pg, a, sql_net_pace_read, P(account, param_texts(a, names)), &r, &why))
		return failed(&why, e);
	if (rows_count(r) == 0)
		return err_set(e, ERR_DATABASE, "the limits of account %s were taken out of the database meanwhile",
			text_quoted(a, account));
	*version = rows_int(r, 0, 0);
	*now = rows_int(r, 0, 1);
	memset(quotas, 0, names->count * sizeof *quotas);
	for (size_t i = 0; i < rows_count(r); i++)
		for (size_t n = 0; n < names->count; n++)
			if (!rows_is_null(r, i, 2) && text_is(rows_at(r, i, 2), names->at[n]))
				state_read(rows_at(r, i, 3), &quotas[n]);
	return true;
}

bool pool_write(struct pool *s, struct arena *a, Str account, int64_t version, const struct texts *names,
	const struct quota *quotas, bool *written, struct err *e)
{
	struct texts states = {0};
	struct err why = {0};
	int64_t rows = 0;

	for (size_t i = 0; i < names->count; i++)
		texts_add(a, &states, state_text(a, &quotas[i]));
	if (!pg_run(s->pg, sql_net_pace_write, P(account, param_int(a, version), param_texts(a, names),
			param_texts(a, &states)), &rows, &why))
		return failed(&why, e);
	*written = rows > 0;
	return true;
}
