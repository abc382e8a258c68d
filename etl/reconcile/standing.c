#include "reconcile/standing.h"

#include "db/copy.h"
#include "db/statement.h"
#include "embedded.h"
#include "reconcile/match.h"

/* The columns of sql/reconcile/match_standing_read.sql, and of match_standing_several.sql. */
enum { OF_RULE_RUN, OF_MATCH_NO, OF_STAGE, OF_ALTERNATIVES, OF_CURRENCY, OF_LINES, OF_HEADS = OF_LINES + 2,
       OF_SUMS = OF_HEADS + 2, COLUMNS = OF_SUMS + 2 };
enum { LINE_RULE_RUN, LINE_MATCH_NO, LINE_LIST, LINE_KEY, LINE_UNITS, LINE_COLUMNS };

static const char gone[] = "a line is gone", changed[] = "the amount of a line has changed";

Str standing_sql(struct arena *a, const struct rule *rule, date night)
{
	return text(STATEMENT(a, sql_reconcile_match_standing, {"rule", quoted_literal(a, rule->id)},
		{"date", quoted_literal(a, text(date_text(a, night)))}));
}

static Str units_of(const struct lines *l)
{
	return decimal_text(l->a, decimal_shift(decimal_of(l->a, 1), l->scale));
}

/* What is no integer in tonight's units is the amount of no line tonight. */
static int64_t units_at(Str field)
{
	return field.at ? binary_int(field) : INT64_MIN;
}

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static enum pairing_stage stage_named(Str name)
{
	for (enum pairing_stage stage = STAGE_CONFIRMED; stage <= STAGE_AMOUNT; stage++)
		if (text_is(name, text(stage_name(stage))))
			return stage;
	return STAGE_NONE;
}

static void match_add(struct lines *l, struct standing *s, const Str *fields)
{
	struct standing_match m = {.rule_run = binary_int(fields[OF_RULE_RUN]),
		.match_no = binary_int(fields[OF_MATCH_NO]), .alternatives = (uint32_t)binary_int(fields[OF_ALTERNATIVES]),
		.currency = line_currency(l, fields[OF_CURRENCY])};
	uint32_t number = match_new(l->a, &l->pairing, stage_named(fields[OF_STAGE]));

	for (int list = 0; list < 2; list++) {
		m.lines[list] = (uint32_t)binary_int(fields[OF_LINES + list]);
		m.heads[list] = binary_hash(fields[OF_HEADS + list]);
		m.sums[list] = units_at(fields[OF_SUMS + list]);
		m.ended = m.sums[list] == INT64_MIN ? changed : m.ended;
	}
	l->pairing.matches[number - 1].standing = true;
	s->at = arena_grow(l->a, s->at, s->count, sizeof *s->at);
	s->at[s->count++] = m;
}

static bool matches_read(struct lines *l, Str standing, struct standing *s, struct err *e)
{
	Str fields[COLUMNS];
	struct copy_out *c;

	if (!copy_out_open(l->pg, l->a, STATEMENT(l->a, sql_reconcile_match_standing_read, {"standing", standing},
			{"units", units_of(l)}), &c, e))
		return false;
	while (copy_out_next(c, fields, COLUMNS, e))
		match_add(l, s, fields);
	return e->kind == ERR_NONE;
}

static bool is_before(const struct standing_match *m, int64_t rule_run, int64_t match_no)
{
	return m->rule_run != rule_run ? m->rule_run < rule_run : m->match_no < match_no;
}

/* They come in the order of the matches, and each of one of these. */
static bool several_read(struct lines *l, Str standing, struct standing *s, struct err *e)
{
	Str fields[LINE_COLUMNS];
	struct copy_out *c;
	size_t of = 0;

	if (!copy_out_open(l->pg, l->a, STATEMENT(l->a, sql_reconcile_match_standing_several, {"standing", standing},
			{"units", units_of(l)}), &c, e))
		return false;
	while (copy_out_next(c, fields, LINE_COLUMNS, e)) {
		while (of + 1 < s->count
		       && is_before(&s->at[of], binary_int(fields[LINE_RULE_RUN]), binary_int(fields[LINE_MATCH_NO])))
			of++;
		s->several = arena_grow(l->a, s->several, s->several_count, sizeof *s->several);
		s->several[s->several_count++] = (struct standing_line){of, (int)binary_int(fields[LINE_LIST]),
			binary_hash(fields[LINE_KEY]), units_at(fields[LINE_UNITS])};
	}
	return e->kind == ERR_NONE;
}

/* ── whether it stands ─────────────────────────────────────────────────────────────────────────────────────────── */

/* Why a line does not hold its match any more; NULL if it does, or if that cannot be known. */
static const char *trouble_of(const struct lines *l, const struct standing_match *m, const struct standing_line *of,
	bool whole)
{
	int64_t at = line_with(l, of->list, of->key);
	const struct pairing_line *line = at < 0 ? NULL : &l->pairing.lists[of->list].lines[at];
	const struct other_row *other = line ? NULL : line_other(l, of->list, of->key);

	if (line && l->keys[of->list][at].state != 'x')
		return line->amount != of->units || line->currency != m->currency ? changed : NULL;
	if (line)
		return NULL;
	if (!other)
		return whole ? gone : NULL;
	return other->state == 'f' || (other->state != 'x' && (other->has_no_amount || other->is_long)) ? changed : NULL;
}

/* All lines of the match, one after the other; *next: where among those of several it is. */
static void lines_of(const struct standing *s, size_t match, size_t *next,
	void (*take)(void *subject, const struct standing_line *line), void *subject)
{
	const struct standing_match *m = &s->at[match];

	for (int list = 0; list < 2; list++)
		if (m->lines[list] == 1)
			take(subject, &(struct standing_line){match, list, m->heads[list], m->sums[list]});
	for (; *next < s->several_count && s->several[*next].match == match; ++*next)
		take(subject, &s->several[*next]);
}

struct looking {
	struct lines *l;
	struct standing_match *m;
	const bool *whole;
};

/* That a line is gone says more than that one has changed. */
static void look(void *subject, const struct standing_line *line)
{
	struct looking *g = subject;
	const char *why = trouble_of(g->l, g->m, line, g->whole[line->list]);

	if (why && g->m->ended != gone)
		g->m->ended = why;
}

struct holding {
	struct lines *l;
	uint32_t number;                 /* 0: to be free */
};

static void hold(void *subject, const struct standing_line *line)
{
	struct holding *h = subject;
	int64_t at = line_with(h->l, line->list, line->key);
	struct other_row *other = at < 0 ? line_other(h->l, line->list, line->key) : NULL;

	if (other)
		other->is_held = h->number > 0;
	if (at >= 0)
		h->l->pairing.lists[line->list].lines[at].match = h->number;
}

bool standing_read(struct lines *l, Str standing, const bool whole[2], struct standing *s, struct err *e)
{
	size_t looked = 0, held = 0;

	*s = (struct standing){0};
	if (!matches_read(l, standing, s, e) || !several_read(l, standing, s, e))
		return false;
	for (size_t i = 0; i < s->count; i++) {
		struct looking g = {l, &s->at[i], whole};
		struct holding h = {l, (uint32_t)i + 1};

		lines_of(s, i, &looked, look, &g);
		if (g.m->ended)
			held = looked;
		else
			lines_of(s, i, &held, hold, &h);
	}
	return true;
}

/* ── what else ends it ─────────────────────────────────────────────────────────────────────────────────────────── */

/* The first of its lines among those of several. */
static size_t several_of(const struct standing *s, size_t match)
{
	size_t low = 0, high = s->several_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->several[middle].match < match)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct seeking {
	int list;
	struct hash key;
	bool found;
};

static void seek(void *subject, const struct standing_line *line)
{
	struct seeking *k = subject;

	k->found = k->found || (line->list == k->list && line->key.high == k->key.high && line->key.low == k->key.low);
}

bool standing_has(const struct standing *s, size_t match, int list, struct hash key)
{
	struct seeking k = {list, key, false};
	size_t from = several_of(s, match);

	lines_of(s, match, &from, seek, &k);
	return k.found;
}

void standing_end(struct lines *l, struct standing *s, size_t match, const char *reason)
{
	struct holding h = {l, 0};
	size_t from = several_of(s, match);

	s->at[match].ended = reason;
	lines_of(s, match, &from, hold, &h);
}

bool standing_keep(struct lines *l, const struct standing *s, int64_t rule_run, struct err *e)
{
	struct copy_in *c;
	bool good = true;

	if (!copy_in_open(l->pg, l->a, sql_reconcile_match_ended, &c, e))
		return false;
	for (size_t i = 0; good && i < s->count; i++) {
		if (!s->at[i].ended)
			continue;
		copy_row(c, 4);
		copy_int8(c, s->at[i].rule_run);
		copy_int8(c, s->at[i].match_no);
		copy_int8(c, rule_run);
		copy_text(c, text(s->at[i].ended));
		good = copy_in_check(c, e);
	}
	return good && copy_in_end(c, NULL, e);
}
