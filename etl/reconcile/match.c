#include "reconcile/match.h"

#include "db/copy.h"
#include "db/statement.h"
#include "embedded.h"
#include "reconcile/lines.h"
#include "reconcile/suggest.h"
#include "reconcile/view.h"

const char *stage_name(enum pairing_stage stage)
{
	static const char *const names[] = {
		[STAGE_NONE] = "", [STAGE_CONFIRMED] = "confirmed", [STAGE_REFERENCE] = "reference", [STAGE_GROUP] = "group",
		[STAGE_TEXT] = "text", [STAGE_DIFFERENT] = "different", [STAGE_AMOUNT] = "amount",
	};

	return names[stage];
}

struct matching {
	struct arena *a;
	struct pg *pg;
	const struct rule *rule;
	const struct inputs *inputs;
	const struct night *night;
	int64_t rule_run;
	struct lines lines;
};

static Str list_view(const struct matching *m, int list)
{
	return view_name(m->a, &m->rule->sides[list], list);
}

static struct texts key_names(const struct matching *m, int list)
{
	return entity_key_names(m->a, m->rule->sides[list].accounts[0]->entity);
}

/* Whether all of a list is there tonight. */
static bool is_whole(const struct rule *rule, const struct inputs *inputs, int list)
{
	const struct side *side = &rule->sides[list];

	for (size_t i = 0; i < side->account_count; i++) {
		const struct input *in = input_of(inputs, side, i);

		if (!in->available || in->missing_parts.count > 0)
			return false;
	}
	return true;
}

/* ── what stands ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool break_list(struct matching *m, int list, struct err *e)
{
	return pg_run(m->pg, STATEMENT(m->a, sql_reconcile_match_break, {"view", list_view(m, list)},
			{"worth", line_worth(m->a, m->rule, list)}),
		P(param_int(m->a, m->rule_run), param_int(m->a, list), param_bool(is_whole(m->rule, m->inputs, list))),
		NULL, e);
}

static bool standing_find(struct matching *m, struct err *e)
{
	Str rule_run = param_int(m->a, m->rule_run);

	return pg_run(m->pg, sql_reconcile_match_standing, NO_PARAMS, NULL, e)
	    && pg_run(m->pg, sql_reconcile_match_standing_fill,
		      P(m->rule->id, param_date(m->a, m->night->business_date)), NULL, e)
	    && pg_run(m->pg, sql_reconcile_match_standing_analyze, NO_PARAMS, NULL, e)
	    && break_list(m, 0, e) && break_list(m, 1, e)
	    && pg_run(m->pg, sql_reconcile_match_undo, P(rule_run, m->rule->id), NULL, e)
	    && pg_run(m->pg, sql_reconcile_match_ended, P(rule_run), NULL, e);
}

/* ── what people said ──────────────────────────────────────────────────────────────────────────────────────────── */

/* The lines that one decision names; those that there are tonight. */
struct decided {
	Str what;
	int64_t *lines[2];
	size_t count[2];
	bool whole;                      /* all are there */
};

struct decisions {
	struct decided *at;
	size_t count;
};

static bool decisions_read(struct matching *m, struct decisions *d, struct err *e)
{
	Str last = {0};
	struct rows *r;

	*d = (struct decisions){0};
	if (!pg_query(m->pg, m->a, sql_reconcile_match_decided, P(m->rule->id), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		int list = (int)rows_int(r, i, 2);
		struct hash key = {(uint64_t)rows_int(r, i, 3), (uint64_t)rows_int(r, i, 4)};
		int64_t line = line_with(&m->lines, list, key);
		struct decided *one;

		if (d->count == 0 || !text_is(last, rows_at(r, i, 0))) {
			d->at = arena_grow(m->a, d->at, d->count, sizeof *d->at);
			d->at[d->count++] = (struct decided){.what = rows_at(r, i, 1), .whole = true};
		}
		last = rows_at(r, i, 0);
		one = &d->at[d->count - 1];
		one->whole = one->whole && line >= 0;
		one->lines[list] = arena_grow(m->a, one->lines[list], one->count[list], sizeof *one->lines[list]);
		one->lines[list][one->count[list]++] = line;
	}
	return true;
}

static bool has_line(const struct decided *d, int list, int64_t line)
{
	for (size_t i = 0; i < d->count[list]; i++)
		if (d->lines[list][i] == line)
			return true;
	return false;
}

/* Whether one speaks of all lines of the other. */
static bool covers(const struct decided *one, const struct decided *other)
{
	for (int list = 0; list < 2; list++)
		for (size_t i = 0; i < other->count[list]; i++)
			if (!has_line(one, list, other->lines[list][i]))
				return false;
	return true;
}

static bool is_against(const struct decided *d)
{
	return text_is(d->what, S("rejected")) || text_is(d->what, S("undone"));
}

/* The newest word on the same lines counts. */
static bool is_superseded(const struct decisions *d, size_t which)
{
	for (size_t i = which + 1; i < d->count; i++)
		if (covers(&d->at[i], &d->at[which]))
			return true;
	return false;
}

static struct pairing_line *decided_line(struct matching *m, const struct decided *d, int list, size_t i)
{
	return &m->lines.pairing.lists[list].lines[d->lines[list][i]];
}

static void confirm(struct matching *m, const struct decided *d)
{
	uint32_t number;

	for (int list = 0; list < 2; list++)
		for (size_t i = 0; i < d->count[list]; i++)
			if (decided_line(m, d, list, i)->match)
				return;
	number = match_new(m->lines.a, &m->lines.pairing, STAGE_CONFIRMED);
	for (int list = 0; list < 2; list++)
		for (size_t i = 0; i < d->count[list]; i++)
			decided_line(m, d, list, i)->match = number;
}

static void confirmed_take(struct matching *m, const struct decisions *d)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->at[i].whole && text_is(d->at[i].what, S("confirmed")) && !is_superseded(d, i))
			confirm(m, &d->at[i]);
}

/* Tonight's match that holds all the lines of which it was said that they are not one; 0 if there is none. */
static uint32_t match_of(struct matching *m, const struct decided *d)
{
	uint32_t match = 0;

	for (int list = 0; list < 2; list++)
		for (size_t i = 0; i < d->count[list]; i++) {
			uint32_t of = decided_line(m, d, list, i)->match;

			if (!of || (match && of != match) || m->lines.pairing.matches[of - 1].standing)
				return 0;
			match = of;
		}
	return match;
}

static void lines_free(struct matching *m, uint32_t match)
{
	for (int list = 0; list < 2; list++)
		for (size_t i = 0; i < m->lines.pairing.lists[list].count; i++)
			if (m->lines.pairing.lists[list].lines[i].match == match)
				m->lines.pairing.lists[list].lines[i].match = 0;
}

static void rejected_drop(struct matching *m, const struct decisions *d)
{
	for (size_t i = 0; i < d->count; i++) {
		bool against = d->at[i].whole && is_against(&d->at[i]) && !is_superseded(d, i);
		uint32_t match = against ? match_of(m, &d->at[i]) : 0;

		if (match)
			lines_free(m, match);
	}
}

static bool is_rejected(const struct decisions *d, const struct suggestion *s)
{
	for (size_t i = 0; i < d->count; i++) {
		const struct decided *one = &d->at[i];

		if (one->count[0] == 1 && one->count[1] == 1 && one->lines[0][0] == s->first && one->lines[1][0] == s->second
		    && is_against(one) && !is_superseded(d, i))
			return true;
	}
	return false;
}

/* ── what is kept ──────────────────────────────────────────────────────────────────────────────────────────────── */

static bool list_keep(struct matching *m, int list, struct err *e)
{
	struct texts names = key_names(m, list);

	return pg_run(m->pg, sql_reconcile_match_list, P(param_int(m->a, m->rule_run), param_int(m->a, list),
		m->rule->sides[list].name, param_texts(m->a, &names)), NULL, e);
}

static bool keep(struct matching *m, struct err *e)
{
	return lines_write(&m->lines, e) && list_keep(m, 0, e) && list_keep(m, 1, e)
	    && pg_run(m->pg, sql_reconcile_match_totals, P(param_int(m->a, m->rule_run)), NULL, e);
}

static bool suggestions_write(struct matching *m, const struct decisions *d, struct err *e)
{
	struct suggestion *list;
	size_t count = suggest(m->a, &m->lines.pairing, &list);
	struct copy_in *c;
	bool good = true;

	if (!copy_in_open(m->pg, m->a, sql_reconcile_match_suggested_copy, &c, e))
		return false;
	for (size_t i = 0; good && i < count; i++) {
		if (is_rejected(d, &list[i]))
			continue;
		copy_row(c, 3);
		copy_hash(c, m->lines.keys[0][list[i].first].hash);
		copy_hash(c, m->lines.keys[1][list[i].second].hash);
		copy_numeric(c, decimal_shift(decimal_of(m->a, (int64_t)(list[i].score * 1000)), -3), 3);
		good = copy_in_check(c, e);
	}
	return good && copy_in_end(c, NULL, e);
}

static bool suggestions_keep(struct matching *m, const struct decisions *d, struct err *e)
{
	return pg_run(m->pg, sql_reconcile_match_suggested, NO_PARAMS, NULL, e)
	    && suggestions_write(m, d, e)
	    && pg_run(m->pg, STATEMENT(m->a, sql_reconcile_match_suggest, {"first", list_view(m, 0)},
			{"second", list_view(m, 1)}), P(param_int(m->a, m->rule_run)), NULL, e);
}

/* ── what is found ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* Why a line of the other list cannot be said to have no counterpart in this one; not told if it can. */
struct doubt {
	bool told;
	Str reason;                      /* SQL */
	const char *cause;
};

static bool doubt_of(struct matching *m, int list, struct doubt *d, struct err *e)
{
	const struct side *side = &m->rule->sides[list];
	struct rows *r;

	*d = (struct doubt){.told = true, .reason = S("null::text"), .cause = "null::text"};
	if (!is_whole(m->rule, m->inputs, list)) {
		*d = (struct doubt){false, view_absence_reason(m->a, side, m->inputs), "'input'"};
		return true;
	}
	if (!pg_query(m->pg, m->a, STATEMENT(m->a, sql_reconcile_match_unreadable, {"view", list_view(m, list)}),
			P(param_int(m->a, list)), &r, e))
		return false;
	if (rows_bool(r, 0, 0))
		*d = (struct doubt){false, quoted_literal(m->a, text(arena_print(m->a, "may be the unreadable record in %.*s",
			STR(side->name)))), "'unreadable'"};
	return true;
}

static bool alone_find(struct matching *m, int list, struct err *e)
{
	bool leading = list == 0, clocked = m->rule->sides[1].within.given && leading;
	struct texts names = key_names(m, list);
	struct doubt doubt;

	if (!doubt_of(m, 1 - list, &doubt, e))
		return false;
	return pg_run(m->pg, STATEMENT(m->a, sql_reconcile_match_alone, {"view", list_view(m, list)},
			{"worth", line_worth(m->a, m->rule, list)}, {"exact", line_exact(&m->lines, list)},
			{"list", leading ? S("0") : S("1")},
			{"kind", leading ? S("'missing'") : S("'unexpected'")}, {"sign", leading ? S("-") : S("+")},
			{"leading", leading ? S("true") : S("false")}, {"told", doubt.told ? S("true") : S("false")},
			{"reason", doubt.reason}, {"cause", text(doubt.cause)}, {"clock", clocked ? S("1") : S("null::integer")},
			{"names", leading ? S("null::text[]") : text(arena_print(m->a, "%.*s::text[]",
				WHOLE(quoted_literal(m->a, param_texts(m->a, &names)))))},
			{"side", quoted_literal(m->a, m->rule->sides[1].name)}), NO_PARAMS, NULL, e);
}

static bool different_find(struct matching *m, struct err *e)
{
	const struct entity *n = m->rule->entity;

	return pg_run(m->pg, STATEMENT(m->a, sql_reconcile_match_different, {"first", list_view(m, 0)},
			{"second", list_view(m, 1)}, {"field", quoted_literal(m->a, n->fields[m->rule->lists[0].amount].name)},
			{"side", quoted_literal(m->a, m->rule->sides[1].name)}), NO_PARAMS, NULL, e);
}

static bool compared_count(struct matching *m, int64_t *compared, struct err *e)
{
	struct rows *r;

	if (!pg_query(m->pg, m->a, sql_reconcile_match_compared, P(param_int(m->a, m->rule_run)), &r, e))
		return false;
	*compared = rows_int(r, 0, 0);
	return true;
}

/* ── the rule ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool lines_match(struct matching *m, struct err *e)
{
	struct decisions decisions;

	if (!standing_find(m, e) || !lines_read(&m->lines, e) || !decisions_read(m, &decisions, e))
		return false;
	confirmed_take(m, &decisions);
	pair_lines(m->a, &m->lines.pairing);
	rejected_drop(m, &decisions);
	return keep(m, e) && suggestions_keep(m, &decisions, e);
}

bool match_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	const struct night *night, int64_t rule_run, struct clocks *clocks, int64_t *compared, struct err *e)
{
	struct matching m = {.a = a, .pg = pg, .rule = rule, .inputs = inputs, .night = night, .rule_run = rule_run,
		.lines = {.a = a, .pg = pg, .rule = rule, .inputs = inputs, .rule_run = rule_run,
			.pairing = {.window = rule->window}}};

	clocks_add(a, clocks, 1, &rule->sides[1].within);
	return sides_make(a, pg, rule, inputs, e) && lines_match(&m, e)
	    && alone_find(&m, 0, e) && alone_find(&m, 1, e) && different_find(&m, e)
	    && sides_alone(a, pg, rule, inputs, e) && compared_count(&m, compared, e);
}

/* What stood open is gone where its line has a counterpart now, or where both lists are there in full.  A line of one
 * list may have the key of one of the other, and is another line all the same. */
static Str provable_sql(struct arena *a, const struct rule *rule, const struct inputs *inputs, int list)
{
	bool whole = is_whole(rule, inputs, 0) && is_whole(rule, inputs, 1);

	return text(arena_print(a, "(%s and not exists (select from found f where f.key_hash = p.key_hash "
		"and f.status = 'not comparable' and (f.names is null) = %s) or exists (select from pair q "
		"where q.list = %d and q.key_hash = p.key_hash and q.matched))", whole ? "true" : "false",
		list == 0 ? "true" : "false", list));
}

/* What is found of lines of either list stands on the second's side, but for what the first says of itself; each is
 * asked about its own line alone. */
size_t match_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs, struct facing **pairs)
{
	static const struct { int side, list; const char *of; } asked[] = {
		{0, 0, "true"},
		{1, 0, "p.kind in ('missing', 'different')"},
		{1, 1, "p.kind not in ('missing', 'different')"},
	};
	enum { COUNT = sizeof asked / sizeof *asked };

	*pairs = arena_array(a, COUNT, struct facing);
	for (size_t i = 0; i < COUNT; i++) {
		Str view = view_name(a, &rule->sides[asked[i].list], asked[i].list);
		Str provable = provable_sql(a, rule, inputs, asked[i].list);

		(*pairs)[i] = (struct facing){rule->sides[asked[i].side].name, quoted_identifier(a, view), view, provable,
			provable, S("m.key_hash is null or p.kind <> 'twice'"), text(asked[i].of)};
	}
	return COUNT;
}
