#include "reconcile/match.h"

#include "db/copy.h"
#include "db/statement.h"
#include "embedded.h"
#include "reconcile/decided.h"
#include "reconcile/match_keep.h"
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
	struct standing standing;
	struct match_kept kept;
};

static Str list_view(const struct matching *m, int list)
{
	return view_name(m->a, &m->rule->sides[list], list);
}

static struct texts key_names(const struct matching *m, int list)
{
	return entity_key_names(m->a, m->rule->sides[list].accounts[0]->entity);
}

static bool is_whole(const struct rule *rule, const struct inputs *inputs, int list)
{
	return side_is_whole(&rule->sides[list], inputs);
}

/* ── what is kept ──────────────────────────────────────────────────────────────────────────────────────────────── */

static bool list_keep(struct matching *m, int list, struct err *e)
{
	struct texts names = key_names(m, list);

	return pg_run(m->pg, sql_reconcile_match_list, P(param_int(m->a, m->rule_run), param_int(m->a, list),
		m->rule->sides[list].name, param_texts(m->a, &names)), NULL, e);
}

static bool suggestions_write(struct matching *m, const struct decisions *d, const struct suggestion *list,
	size_t count, struct err *e)
{
	struct copy_in *c;
	bool good = true;

	if (!copy_in_open(m->pg, m->a, sql_reconcile_match_suggested_copy, &c, e))
		return false;
	for (size_t i = 0; good && i < count; i++) {
		if (decisions_reject(d, &list[i]))
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
	struct suggestion *list;
	size_t count = suggest(m->a, &m->lines.pairing, &list);

	return count == 0
	    || (pg_run(m->pg, sql_reconcile_match_suggested, NO_PARAMS, NULL, e)
		&& suggestions_write(m, d, list, count, e)
		&& pg_run(m->pg, STATEMENT(m->a, sql_reconcile_match_suggest, {"first", list_view(m, 0)},
			{"second", list_view(m, 1)}), P(param_int(m->a, m->rule_run)), NULL, e));
}

/* ── what is found ─────────────────────────────────────────────────────────────────────────────────────────────── */

/* Why a line of the other list cannot be said to have no counterpart in this one; not told if it can. */
struct doubt {
	bool told;
	Str reason;                      /* SQL */
	const char *cause;
};

/* Rows of which nothing can be told; what those are that a match holds is known. */
static bool has_untold(const struct matching *m, int list, bool held_too)
{
	for (size_t i = 0; i < m->lines.other_count[list]; i++) {
		const struct other_row *o = &m->lines.others[list][i];

		if (strchr("rtuc", o->state) && (held_too || !o->is_held))
			return true;
	}
	return false;
}

static struct doubt doubt_of(struct matching *m, int list)
{
	const struct side *side = &m->rule->sides[list];

	if (!is_whole(m->rule, m->inputs, list))
		return (struct doubt){false, view_absence_reason(m->a, side, m->inputs), "'input'"};
	if (has_untold(m, list, false))
		return (struct doubt){false, quoted_literal(m->a, text(arena_print(m->a, "may be the unreadable record in %.*s",
			STR(side->name)))), "'unreadable'"};
	return (struct doubt){true, S("null::text"), "null::text"};
}

static bool alone_find(struct matching *m, int list, struct err *e)
{
	bool leading = list == 0, clocked = m->rule->sides[1].within.given && leading;
	struct texts names = key_names(m, list);
	struct doubt doubt = doubt_of(m, 1 - list);

	return pg_run(m->pg, STATEMENT(m->a, sql_reconcile_match_alone, {"view", list_view(m, list)},
			{"worth", line_worth(m->a, m->rule, list)}, {"list", leading ? S("0") : S("1")},
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

	if (m->kept.unequal == 0)
		return true;
	return pg_run(m->pg, STATEMENT(m->a, sql_reconcile_match_different, {"first", list_view(m, 0)},
			{"second", list_view(m, 1)}, {"field", quoted_literal(m->a, n->fields[m->rule->lists[0].amount].name)},
			{"side", quoted_literal(m->a, m->rule->sides[1].name)}), NO_PARAMS, NULL, e);
}

/* Most lists say nothing by themselves, and are not looked through again for it. */
static bool untold_find(struct matching *m, int list, struct err *e)
{
	return !has_untold(m, list, true) || side_alone(m->a, m->pg, m->rule, m->inputs, (size_t)list, e);
}

/* ── the rule ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool standing_find(struct matching *m, struct err *e)
{
	Str standing = standing_sql(m->a, m->rule, m->night->business_date);
	bool whole[] = {is_whole(m->rule, m->inputs, 0), is_whole(m->rule, m->inputs, 1)};

	return lines_read(&m->lines, standing, e) && standing_read(&m->lines, standing, whole, &m->standing, e);
}

static bool lines_match(struct matching *m, struct err *e)
{
	struct decisions decisions;

	if (!standing_find(m, e) || !decisions_read(&m->lines, &decisions, e))
		return false;
	decisions_end(&m->lines, &decisions, &m->standing);
	decisions_take(&m->lines, &decisions);
	pair_lines(m->a, &m->lines.pairing);
	decisions_drop(&m->lines, &decisions);
	return standing_keep(&m->lines, &m->standing, m->rule_run, e)
	    && match_keep(&m->lines, &m->standing, m->rule_run, &m->kept, e)
	    && list_keep(m, 0, e) && list_keep(m, 1, e) && suggestions_keep(m, &decisions, e);
}

bool match_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	const struct night *night, int64_t rule_run, struct clocks *clocks, int64_t *compared, struct err *e)
{
	struct matching m = {.a = a, .pg = pg, .rule = rule, .inputs = inputs, .night = night, .rule_run = rule_run,
		.lines = {.a = a, .pg = pg, .rule = rule, .inputs = inputs, .pairing = {.window = rule->window}}};

	clocks_add(a, clocks, 1, &rule->sides[1].within);
	if (!sides_make(a, pg, rule, inputs, e) || !lines_match(&m, e))
		return false;
	*compared = m.kept.compared;
	return alone_find(&m, 0, e) && alone_find(&m, 1, e) && different_find(&m, e)
	    && untold_find(&m, 0, e) && untold_find(&m, 1, e);
}

/* What stood open is gone where its line has a counterpart now, or where both lists are there in full.  A line of one
 * list may have the key of one of the other, and is another line all the same. */
static Str provable_sql(struct arena *a, const struct rule *rule, const struct inputs *inputs, int list)
{
	bool whole = is_whole(rule, inputs, 0) && is_whole(rule, inputs, 1);

	return text(arena_print(a, "(%s and not exists (select from found f where f.key_hash = p.key_hash "
		"and f.status = 'not comparable' and (f.names is null) = %s) or (m.key_hash is not null and m.state in "
		"('g', 'y', 'o') and not exists (select from own o where o.list = %d and o.key_hash = p.key_hash)))",
		whole ? "true" : "false", list == 0 ? "true" : "false", list));
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
