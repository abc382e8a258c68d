#include "reconcile/decided.h"

#include "db/pg.h"
#include "embedded.h"

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The columns of sql/reconcile/match_decided.sql. */
enum { OF_DECISION, OF_WHAT, OF_ACTOR, OF_LIST, OF_HIGH, OF_LOW, OF_NOTE };

static void line_add(struct lines *l, struct decided *to, const struct rows *r, size_t row)
{
	struct decided_line line = {.list = (int)rows_int(r, row, OF_LIST),
		.key = {(uint64_t)rows_int(r, row, OF_HIGH), (uint64_t)rows_int(r, row, OF_LOW)}};

	line.line = line_with(l, line.list, line.key);
	to->whole = to->whole && line.line >= 0;
	to->lines = arena_grow(l->a, to->lines, to->count, sizeof *to->lines);
	to->lines[to->count++] = line;
}

bool decisions_read(struct lines *l, struct decisions *d, struct err *e)
{
	Str last = {0};
	struct rows *r;

	*d = (struct decisions){0};
	if (!pg_query(l->pg, l->a, sql_reconcile_match_decided, P(l->rule->id), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		if (d->count == 0 || !text_is(last, rows_at(r, i, OF_DECISION))) {
			d->at = arena_grow(l->a, d->at, d->count, sizeof *d->at);
			d->at[d->count++] = (struct decided){.what = rows_at(r, i, OF_WHAT), .actor = rows_at(r, i, OF_ACTOR),
				.note = rows_at(r, i, OF_NOTE), .whole = true};
		}
		last = rows_at(r, i, OF_DECISION);
		line_add(l, &d->at[d->count - 1], r, i);
	}
	return true;
}

/* ── which count ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool has_line(const struct decided *d, const struct decided_line *line)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->lines[i].list == line->list && d->lines[i].key.high == line->key.high
		    && d->lines[i].key.low == line->key.low)
			return true;
	return false;
}

/* Whether one speaks of all lines of the other. */
static bool covers(const struct decided *one, const struct decided *other)
{
	for (size_t i = 0; i < other->count; i++)
		if (!has_line(one, &other->lines[i]))
			return false;
	return true;
}

static bool is_superseded(const struct decisions *d, size_t which)
{
	for (size_t i = which + 1; i < d->count; i++)
		if (covers(&d->at[i], &d->at[which]))
			return true;
	return false;
}

static bool is_against(const struct decisions *d, size_t which)
{
	Str what = d->at[which].what;

	return (text_is(what, S("rejected")) || text_is(what, S("undone"))) && !is_superseded(d, which);
}

static struct pairing_line *paired_line(struct lines *l, const struct decided_line *line)
{
	return &l->pairing.lists[line->list].lines[line->line];
}

/* ── what stands ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_of(const struct standing *s, size_t match, const struct decided *d)
{
	for (size_t i = 0; i < d->count; i++)
		if (!standing_has(s, match, d->lines[i].list, d->lines[i].key))
			return false;
	return !s->at[match].ended;
}

/* The match that stands and has all the lines, be they there tonight or not; s->count if there is none. */
static size_t standing_of(struct lines *l, const struct standing *s, const struct decided *d)
{
	size_t match = 0;

	if (d->lines[0].line >= 0) {
		match = paired_line(l, &d->lines[0])->match;
		return match > 0 && is_of(s, match - 1, d) ? match - 1 : s->count;
	}
	while (match < s->count && !is_of(s, match, d))
		match++;
	return match;
}

void decisions_end(struct lines *l, const struct decisions *d, struct standing *s)
{
	for (size_t i = 0; i < d->count; i++) {
		size_t match = is_against(d, i) ? standing_of(l, s, &d->at[i]) : s->count;

		if (match < s->count)
			standing_end(l, s, match, arena_print(l->a, "undone by %.*s: %.*s", WHOLE(d->at[i].actor),
				WHOLE(d->at[i].note)));
	}
}

/* ── what is new ───────────────────────────────────────────────────────────────────────────────────────────────── */

static void confirm(struct lines *l, const struct decided *d)
{
	uint32_t number;

	for (size_t i = 0; i < d->count; i++)
		if (paired_line(l, &d->lines[i])->match)
			return;
	number = match_new(l->a, &l->pairing, STAGE_CONFIRMED);
	for (size_t i = 0; i < d->count; i++)
		paired_line(l, &d->lines[i])->match = number;
}

void decisions_take(struct lines *l, const struct decisions *d)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->at[i].whole && text_is(d->at[i].what, S("confirmed")) && !is_superseded(d, i))
			confirm(l, &d->at[i]);
}

/* Tonight's match that holds all the lines; 0 if there is none. */
static uint32_t match_of(struct lines *l, const struct decided *d)
{
	uint32_t match = 0;

	for (size_t i = 0; i < d->count; i++) {
		uint32_t of = paired_line(l, &d->lines[i])->match;

		if (!of || (match && of != match) || l->pairing.matches[of - 1].standing)
			return 0;
		match = of;
	}
	return match;
}

static void lines_free(struct lines *l, uint32_t match)
{
	for (int list = 0; list < 2; list++)
		for (size_t i = 0; i < l->pairing.lists[list].count; i++)
			if (l->pairing.lists[list].lines[i].match == match)
				l->pairing.lists[list].lines[i].match = 0;
}

void decisions_drop(struct lines *l, const struct decisions *d)
{
	for (size_t i = 0; i < d->count; i++) {
		uint32_t match = d->at[i].whole && is_against(d, i) ? match_of(l, &d->at[i]) : 0;

		if (match)
			lines_free(l, match);
	}
}

bool decisions_reject(const struct decisions *d, const struct suggestion *s)
{
	for (size_t i = 0; i < d->count; i++) {
		const struct decided *one = &d->at[i];

		if (one->count == 2 && one->lines[0].list == 0 && one->lines[1].list == 1
		    && one->lines[0].line == s->first && one->lines[1].line == s->second && is_against(d, i))
			return true;
	}
	return false;
}
