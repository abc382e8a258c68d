#include "stage/staging.h"

/*
 * A system closes its past: a month that is booked, a payout that has left.  What it changes of it all the same is
 * listed row by row, from the delta, while the live table still holds what was said before.
 */

enum { SQL_LIMIT = 1 << 16 };

static const struct settled *settled_of(const struct stage *s)
{
	return s->in.intake->settled;
}

/* A date is over with its last minute. */
static Str moment_sql(struct stage *s, const char *alias)
{
	const struct field *f = &s->d->entity->fields[settled_of(s)->field];
	Str name = quoted_identifier(s->memory, f->name);

	return text(arena_print(s->memory, f->type == TYPE_DATE
		? "((%s.%.*s + 1)::timestamp at time zone 'UTC')" : "%s.%.*s", alias, STR(name)));
}

/* The key as it may be shown. */
static Str key_sql(struct stage *s, const char *alias)
{
	const struct entity *n = s->d->entity;
	struct buf *b = buf_new(s->memory, SQL_LIMIT);

	for (size_t i = 0; i < n->key_count; i++) {
		const struct field *f = &n->fields[n->key[i]];

		buf_add(b, i > 0 ? S(", ") : S(""));
		if (f->personal)
			buf_add(b, S("null"));
		else
			buf_print(b, "%s.%.*s::text", alias, STR(quoted_identifier(s->memory, f->name)));
	}
	return buf_str(b);
}

static struct texts names_of(struct stage *s, bool all)
{
	const struct entity *n = s->d->entity;
	struct texts names = {0};

	for (size_t i = 0; i < n->field_count; i++)
		if (all || !n->fields[i].personal)
			texts_add(s->memory, &names, n->fields[i].name);
	return names;
}

/* Before the first list there is no past, and under another map nobody can tell whose change it is. */
static bool can_tell(struct stage *s)
{
	if (s->previous.snapshot_id != 0 && s->cause == CAUSE_MAP)
		stage_note(s, "the map has changed: what the system changed of its past is not told apart tonight");
	return s->previous.snapshot_id != 0 && s->cause == CAUSE_SOURCE;
}

static bool find(struct stage *s, instant before, struct err *e)
{
	struct arena *a = s->memory;
	struct texts all = names_of(s, true), plain = names_of(s, false);
	const char *sql = STATEMENT(a, sql_stage_settled_find, {"live", s->d->live}, {"next", s->d->next},
		{"source", s->text.source}, {"same_key", s->text.same_key}, {"live_key", key_sql(s, "l")},
		{"next_key", key_sql(s, "n")}, {"live_moment", moment_sql(s, "l")}, {"next_moment", moment_sql(s, "n")},
		{"lacking", s->has_lacking ? S("pg_temp.stage_lacking") : S("(select null::uuid as key_hash where false)")});

	return pg_run(s->pg, sql, P(param_instant(a, before), param_texts(a, &all), param_texts(a, &plain)), NULL, e);
}

static void say(struct stage *s, instant before, const struct rows *counts)
{
	static const char *const what[] = {"changed", "added", "removed"};
	struct buf *b = buf_new(s->memory, SQL_LIMIT);

	for (size_t i = 0; i < sizeof what / sizeof *what; i++)
		if (rows_int(counts, 0, i) > 0)
			buf_print(b, "%s%lld %s", b->len > 0 ? ", " : "", (long long)rows_int(counts, 0, i), what[i]);
	if (b->len > 0)
		stage_note(s, arena_print(s->memory, "of rows from before %s, which their system had closed: %s",
			instant_text(s->memory, before), text_z(s->memory, buf_str(b))));
}

bool settled_find(struct stage *s, struct err *e)
{
	instant as_of = s->as_of != INSTANT_NONE ? s->as_of : s->in.landing->landed_at;
	struct rows *counts;
	instant before;

	if (!settled_of(s) || !can_tell(s))
		return true;
	before = as_of - settled_of(s)->after;
	s->has_settled = true;
	if (!run_for(s, sql_stage_settled_table, NULL, e) || !find(s, before, e)
	    || !pg_query(s->pg, s->memory, sql_stage_settled_count, NO_PARAMS, &counts, e))
		return false;
	say(s, before, counts);
	return true;
}

bool settled_record(struct stage *s, const struct delta *d, struct err *e)
{
	return !s->has_settled
	    || (pg_run(s->pg, sql_stage_settled_record, P(param_int(s->memory, d->snapshot_id)), NULL, e)
		&& pg_run(s->pg, sql_stage_settled_drop, NO_PARAMS, NULL, e));
}
