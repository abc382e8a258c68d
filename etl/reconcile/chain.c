#include "reconcile/chain.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/chain_match.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 16 << 20 };

struct chain {
	struct arena *a;
	struct pg *pg;
	const struct rule *rule;
	const struct inputs *inputs;
	int64_t rule_run;
	const struct chain_match *matches;      /* of each hop */
};

/* What is known of a hop's records before its lines are judged. */
struct doubts {
	bool here;                       /* a record may belong to any line */
	bool untold;                     /* there are records of which nothing can be told */
	bool before;                     /* a record of the hop before may be named by any */
	bool undated;                    /* there are rows of the hop before without a moment */
};

/* ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str side_view(const struct chain *c, size_t hop)
{
	return view_name(c->a, &c->rule->sides[hop], (int)hop);
}

static Str side_quoted(const struct chain *c, size_t hop)
{
	return quoted_literal(c->a, c->rule->sides[hop].name);
}

static Str table(const struct chain *c, const char *what, size_t hop)
{
	return text(arena_print(c->a, "chain_%s_%zu", what, hop));
}

static const struct entity *entity_of(const struct chain *c, size_t hop)
{
	return c->rule->sides[hop].accounts[0]->entity;
}

static Str yes_or_no(bool b)
{
	return b ? S("true") : S("false");
}

/* Whether each line has one row there, and each row one line: its rows name one row of the hop before, all the way. */
static bool is_tree(const struct rule *rule, size_t hop)
{
	while (hop > 0 && rule->hops[hop].parent)
		hop = rule->hops[hop].after;
	return hop == 0;
}

/* Whether all lines of it have one row each. */
static bool is_single(const struct rule *rule, size_t hop)
{
	return is_tree(rule, hop) && (hop == 0 || rule->hops[hop].amount >= 0);
}

/* ── links ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* "v.f_source_id is null or …", of the hop's own fields or of those of the hop before. */
static Str nameless_sql(const struct chain *c, size_t hop, const char *alias, bool own)
{
	const struct hop *h = &c->rule->hops[hop];
	const struct entity *n = entity_of(c, own ? hop : h->after);
	struct buf *b = buf_new(c->a, SQL_LIMIT);

	for (size_t i = 0; i < h->link_count; i++)
		buf_print(b, "%s%.*s is null", i > 0 ? " or " : "",
			STR(view_field(c->a, alias, n, own ? h->links[i].own : h->links[i].before)));
	return h->link_count > 0 ? buf_str(b) : S("false");
}

static Str same_sql(const struct chain *c, size_t hop)
{
	const struct hop *h = &c->rule->hops[hop];
	struct buf *b = buf_new(c->a, SQL_LIMIT);

	for (size_t i = 0; i < h->link_count; i++)
		buf_print(b, "%s%.*s = %.*s", i > 0 ? " and " : "",
			STR(view_field(c->a, "b", entity_of(c, h->after), h->links[i].before)),
			STR(view_field(c->a, "v", entity_of(c, hop), h->links[i].own)));
	return buf_str(b);
}

/* Without an answer of the match rule no row is known to be another's. */
static Str by_match_sql(const struct chain *c, size_t hop)
{
	const struct hop *h = &c->rule->hops[hop];

	return text(STATEMENT(c->a, sql_reconcile_chain_by_match, {"view", side_view(c, hop)},
		{"before", side_view(c, h->after)}, {"pairs", chain_match_pairs(c->a, &c->matches[hop])},
		{"own_list", h->list == 0 ? S("first") : S("second")},
		{"other_list", h->list == 0 ? S("second") : S("first")}));
}

static Str links_sql(const struct chain *c, size_t hop)
{
	const struct hop *h = &c->rule->hops[hop];

	if (h->matched)
		return by_match_sql(c, hop);
	if (h->parent)
		return text(STATEMENT(c->a, sql_reconcile_chain_by_parent, {"rows",
			view_sql(c->a, c->rule, &c->rule->sides[hop], c->inputs, h->parent, h->amount, false)}));
	return text(STATEMENT(c->a, sql_reconcile_chain_by_fields, {"view", side_view(c, hop)},
		{"before", side_view(c, h->after)}, {"same", same_sql(c, hop)},
		{"nameless", nameless_sql(c, hop, "v", true)}));
}

Str chain_links(struct arena *a, const struct rule *rule, const struct inputs *inputs, size_t hop, int64_t matched_by)
{
	struct chain_match *matches = arena_array(a, rule->side_count, struct chain_match);
	const struct chain c = {.a = a, .rule = rule, .inputs = inputs, .matches = matches};

	matches[hop].answer = matched_by;
	return links_sql(&c, hop);
}

static bool link_make(const struct chain *c, size_t hop, struct doubts *doubts, struct err *e)
{
	Str link = table(c, "link", hop);
	struct rows *r;

	if (!pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_link, {"link", link}, {"rows", links_sql(c, hop)}),
		    NO_PARAMS, NULL, e)
	    || !pg_query(c->pg, c->a, STATEMENT(c->a, sql_reconcile_chain_doubt, {"link", link},
			{"before", side_view(c, c->rule->hops[hop].after)}, {"nameless", nameless_sql(c, hop, "b", false)},
			{"at", table(c, "at", c->rule->hops[hop].after)}), NO_PARAMS, &r, e))
		return false;
	*doubts = (struct doubts){rows_bool(r, 0, 0), rows_bool(r, 0, 1), rows_bool(r, 0, 2), rows_bool(r, 0, 3)};
	return true;
}

/* ── what comes to a hop ───────────────────────────────────────────────────────────────────────────────────────── */

static bool at_make(const struct chain *c, size_t hop, struct err *e)
{
	return pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_at, {"at", table(c, "at", hop)}), NO_PARAMS, NULL, e);
}

static bool reach(const struct chain *c, size_t hop, struct err *e)
{
	const struct hop *h = &c->rule->hops[hop];
	bool tree = is_tree(c->rule, hop), counted = !tree && h->amount >= 0;
	Str lines = text(STATEMENT(c->a, sql_reconcile_chain_lines, {"distinct", tree ? S("") : S("distinct")},
		{"before", table(c, "at", h->after)}, {"link", table(c, "link", hop)}));

	if (counted)
		lines = text(arena_print(c->a, "select d.*, count(*) over (partition by own) as lines from (%.*s) d",
			WHOLE(lines)));
	return at_make(c, hop, e)
	    && pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_reach, {"at", table(c, "at", hop)},
			{"fresh", counted ? S("lines = 1") : yes_or_no(h->amount >= 0)}, {"lines", lines}), NO_PARAMS, NULL, e);
}

static bool first_make(const struct chain *c, struct err *e)
{
	Str view = side_view(c, 0);

	return at_make(c, 0, e)
	    && pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_first, {"at", table(c, "at", 0)}, {"view", view}),
		      NO_PARAMS, NULL, e)
	    && pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_unread, {"view", view}, {"side", side_quoted(c, 0)},
			{"reason", view_reason(c->a, &c->rule->sides[0], c->inputs, "v")}), NO_PARAMS, NULL, e)
	    && side_alone(c->a, c->pg, c->rule, c->inputs, 0, e);
}

/* ── what it lacks ─────────────────────────────────────────────────────────────────────────────────────────────── */

static Str may_be_unreadable(const struct chain *c, size_t hop)
{
	return quoted_literal(c->a, text(arena_print(c->a, "may be the unreadable record in %.*s",
		STR(c->rule->sides[hop].name))));
}

/* Whether all of the hop's list is there, and the match rule by which it is reached has looked at it. */
static bool is_provable(const struct chain *c, size_t hop, size_t list)
{
	return side_is_whole(&c->rule->sides[list], c->inputs) && c->matches[hop].lacking.len == 0;
}

/* Why it is not. */
static Str unprovable_sql(const struct chain *c, size_t hop, size_t list)
{
	const struct side *side = &c->rule->sides[list];

	return side_is_whole(side, c->inputs) ? quoted_literal(c->a, c->matches[hop].lacking)
	     : view_absence_reason(c->a, side, c->inputs);
}

static Str unprovable_cause(const struct chain *c, size_t list)
{
	return side_is_whole(&c->rule->sides[list], c->inputs) ? S("'matches'") : S("'input'");
}

static bool is_matched(const struct chain *c, size_t hop)
{
	return c->matches[hop].answer > 0;
}

static Str said_sql(const struct chain *c, size_t hop, bool before)
{
	return chain_match_said(c->a, &c->rule->hops[hop], &c->matches[hop], before,
		side_view(c, before ? c->rule->hops[hop].after : hop));
}

static Str expected_sql(const struct chain *c, size_t hop)
{
	const struct side *side = &c->rule->sides[hop];

	if (c->rule->hops[hop].optional)
		return S("false");
	if (side->expect.count == 0)
		return S("true");
	return text(arena_print(c->a, "exists (select from %.*s e where e.key_hash = x.origin and (%.*s))",
		WHOLE(quoted_identifier(c->a, side_view(c, 0))),
		WHOLE(conditions_sql(c->a, &side->expect, c->rule->entity, "e"))));
}

/* When the rows of a hop were seen first, if some have no moment of their own. */
static Str seen_sql(const struct chain *c, size_t hop, bool undated)
{
	if (!undated)
		return S("select null::uuid as key_hash, null::timestamptz as as_of where false");
	return text(arena_print(c->a, "select key_hash, min(as_of) as as_of from (%.*s) s group by key_hash",
		WHOLE(view_first_seen(c->a, &c->rule->sides[hop], c->inputs))));
}

/* Of what its match rule asks nothing, nothing is asked here.  While a list is not there
 * in full, the rule does not say of each line what it would ask. */
static Str asked_sql(const struct chain *c, size_t hop)
{
	Str expected = expected_sql(c, hop);

	return !is_matched(c, hop) || !is_provable(c, hop, hop) ? expected
	     : text(arena_print(c->a, "(%.*s) and x.asked", WHOLE(expected)));
}

static Str lacking_sql(const struct chain *c, size_t hop, bool undated)
{
	const struct hop *h = &c->rule->hops[hop];
	const char *lacking = STATEMENT(c->a, sql_reconcile_chain_lacking, {"before", table(c, "at", h->after)},
		{"link", table(c, "link", hop)}, {"said", said_sql(c, hop, true)},
		{"seen", seen_sql(c, h->after, undated)});

	if (!h->all)
		return text(lacking);
	return text(arena_print(c->a, "%s union all %s", lacking,
		STATEMENT(c->a, sql_reconcile_chain_rest, {"worth", table(c, "worth", hop)})));
}

static Str wait_text(const struct chain *c, const struct lag *lag)
{
	if (lag->us == 0 && lag->business_days == 0)
		return S("younger than what it is compared with");
	return text(arena_print(c->a, "within normal delay of %s", lag_text(c->a, lag)));
}

/* The match rule says how long what it holds together may take, but not of that of which less has come. */
static Str waits_sql(bool matched)
{
	return !matched ? S("m.moment > $2::timestamptz")
	     : S("case when x.come is null then x.waits "
		"else m.moment > $2::timestamptz end");
}

static bool lacking_judge(const struct chain *c, size_t hop, const struct doubts *doubts, struct err *e)
{
	const struct side *side = &c->rule->sides[hop];
	instant cut = c->inputs->cut;
	bool matched = is_matched(c, hop);
	instant until = cut == INSTANT_NONE ? cut : lag_due_until(&side->within, rule_zone(c->rule), cut);

	return pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_judge, {"lacking", lacking_sql(c, hop, doubts->undated)},
			{"expected", asked_sql(c, hop)},
			{"provable", yes_or_no(is_provable(c, hop, hop))},
			{"doubt", matched ? S("x.doubt is not null") : yes_or_no(doubts->here)},
			{"waits", waits_sql(matched)},
			{"reason", view_reason(c->a, side, c->inputs, "x")}, {"absent_reason", unprovable_sql(c, hop, hop)},
			{"absent_cause", unprovable_cause(c, hop)}, {"doubt_reason", may_be_unreadable(c, hop)}),
		P(param_int(c->a, (int64_t)hop), param_instant(c->a, until), param_instant(c->a, cut),
		  wait_text(c, &side->within)), NULL, e);
}

/* ── what is found ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool breaks_find(const struct chain *c, size_t hop, struct err *e)
{
	size_t after = c->rule->hops[hop].after;

	return pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_break, {"side", side_quoted(c, hop)},
		{"before_side", side_quoted(c, after)}, {"first", side_view(c, 0)}, {"before", side_view(c, after)},
		{"clocked", is_matched(c, hop) ? S("not f.broken") : S("true")}),
		P(param_int(c->a, (int64_t)hop)), NULL, e);
}

static bool currencies_find(const struct chain *c, size_t hop, struct err *e)
{
	size_t after = c->rule->hops[hop].after;

	return !c->rule->hops[hop].all
	    || pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_currency, {"side", side_quoted(c, hop)},
			{"before_side", side_quoted(c, after)}, {"first", side_view(c, 0)}, {"before", side_view(c, after)},
			{"view", side_view(c, hop)}, {"at", table(c, "at", after)}, {"link", table(c, "link", hop)}),
		NO_PARAMS, NULL, e);
}

static bool worth_make(const struct chain *c, size_t hop, bool undated, struct err *e)
{
	size_t after = c->rule->hops[hop].after;

	return !c->rule->hops[hop].all
	    || pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_worth, {"worth", table(c, "worth", hop)},
			{"before", table(c, "at", after)}, {"link", table(c, "link", hop)}, {"seen", seen_sql(c, after, undated)}),
		NO_PARAMS, NULL, e);
}

static bool excess_find(const struct chain *c, size_t hop, struct err *e)
{
	size_t after = c->rule->hops[hop].after;

	return !c->rule->hops[hop].all
	    || pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_excess, {"side", side_quoted(c, hop)},
			{"before_side", side_quoted(c, after)}, {"first", side_view(c, 0)}, {"before", side_view(c, after)},
			{"view", side_view(c, hop)}, {"worth", table(c, "worth", hop)}), NO_PARAMS, NULL, e);
}

/* Why nothing can be told of what has no row of the hop before, as SQL; empty if it can. */
static Str untold_sql(const struct chain *c, size_t hop)
{
	size_t after = c->rule->hops[hop].after;

	return is_provable(c, hop, after) ? chain_match_partial(c->a, &c->rule->hops[hop], &c->matches[hop])
	     : unprovable_sql(c, hop, after);
}

static Str untold_cause(const struct chain *c, size_t hop)
{
	size_t after = c->rule->hops[hop].after;

	return is_provable(c, hop, after) ? S("'input'") : unprovable_cause(c, after);
}

static bool is_told(const struct chain *c, size_t hop)
{
	return untold_sql(c, hop).len == 0;
}

/* SQL over l, a link of the hop: whether there is a row of the hop before that it names. */
static Str known_sql(const struct chain *c, size_t hop)
{
	const struct hop *h = &c->rule->hops[hop];

	if (is_matched(c, hop) && is_told(c, hop))
		return S("(l.before is not null or w.key_hash is null or w.waits)");
	if (is_matched(c, hop))
		return text(arena_print(c->a, "(l.before is not null or coalesce(w.waits, false) or %.*s)",
			WHOLE(chain_match_holds(c->a, h, &c->matches[hop]))));
	if (!h->parent)
		return S("l.before is not null");
	return text(arena_print(c->a, "l.before is not null and exists (select from %.*s b where b.key_hash = l.before)",
		WHOLE(quoted_identifier(c->a, side_view(c, h->after)))));
}

static bool unexpected_find(const struct chain *c, size_t hop, bool doubt, struct err *e)
{
	size_t after = c->rule->hops[hop].after;
	bool told = is_told(c, hop);

	return c->rule->hops[hop].alone
	    || pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_unexpected, {"side", side_quoted(c, hop)},
			{"before_side", side_quoted(c, after)}, {"view", side_view(c, hop)}, {"link", table(c, "link", hop)},
			{"known", known_sql(c, hop)}, {"told", yes_or_no(told && !doubt)}, {"said", said_sql(c, hop, false)},
			{"reason", told ? may_be_unreadable(c, after) : untold_sql(c, hop)},
			{"cause", told ? S("'unreadable'") : untold_cause(c, hop)},
			{"names", side_names(c->a, c->rule, &c->rule->sides[hop])}),
		P(param_instant(c->a, c->inputs->cut)), NULL, e);
}

static bool untold_find(const struct chain *c, size_t hop, struct err *e)
{
	const struct side *side = &c->rule->sides[hop];
	Str alone = table(c, "alone", hop);

	return pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_alone, {"alone", alone}, {"view", side_view(c, hop)},
			{"link", table(c, "link", hop)}, {"at", table(c, "at", c->rule->hops[hop].after)}), NO_PARAMS, NULL, e)
	    && pg_run(c->pg, STATEMENT(c->a, sql_reconcile_side_alone, {"side_view", alone}, {"side", side_quoted(c, hop)},
			{"duplicates", view_duplicates_sql(c->a, side, c->inputs, c->rule->hops[hop].amount, false)},
			{"names", side_names(c->a, c->rule, side)}, {"reason", view_reason(c->a, side, c->inputs, "s")}),
		      NO_PARAMS, NULL, e);
}

static bool hop_find(const struct chain *c, size_t hop, struct err *e)
{
	struct doubts doubts;

	return link_make(c, hop, &doubts, e)
	    && reach(c, hop, e)
	    && worth_make(c, hop, doubts.undated, e)
	    && lacking_judge(c, hop, &doubts, e)
	    && breaks_find(c, hop, e)
	    && excess_find(c, hop, e)
	    && currencies_find(c, hop, e)
	    && unexpected_find(c, hop, doubts.before, e)
	    && (!doubts.untold || untold_find(c, hop, e));
}

/* ── what stands ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool hop_keep(const struct chain *c, size_t hop, struct err *e)
{
	const struct hop *h = &c->rule->hops[hop];

	return pg_run(c->pg, sql_reconcile_chain_hop, P(param_int(c->a, c->rule_run), param_int(c->a, (int64_t)hop),
		param_int(c->a, (int64_t)h->after), c->rule->sides[hop].name, h->title, param_bool(h->optional),
		is_matched(c, hop) ? param_int(c->a, c->matches[hop].answer) : PARAM_NULL), NULL, e);
}

static bool entered_keep(const struct chain *c, size_t hop, struct err *e)
{
	Str at = table(c, "at", hop), lines = text(arena_print(c->a, "table %.*s", STR(at)));

	if (!is_single(c->rule, hop))
		lines = text(STATEMENT(c->a, sql_reconcile_chain_one_each, {"at", at}));
	return pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_entered, {"lines", lines}),
		P(param_int(c->a, c->rule_run), param_int(c->a, (int64_t)hop)), NULL, e);
}

static bool reached_keep(const struct chain *c, size_t hop, struct err *e)
{
	size_t after = c->rule->hops[hop].after;
	struct slot slots[] = {{"before", table(c, "at", after)}, {"link", table(c, "link", hop)}};
	const char *lines = statement(c->a,
		is_single(c->rule, after) ? sql_reconcile_chain_came : sql_reconcile_chain_came_whole, slots, 2);

	return pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_reached, {"lines", text(lines)}),
		P(param_int(c->a, c->rule_run), param_int(c->a, (int64_t)hop)), NULL, e);
}

static bool standing_check(const struct chain *c, struct err *e)
{
	struct rows *r;

	if (!pg_query(c->pg, c->a, sql_reconcile_chain_check, P(param_int(c->a, c->rule_run)), &r, e))
		return false;
	return rows_count(r) == 0 || err_set(e, ERR_INTERNAL, "rule %.*s: what came before hop \"%.*s\" is not what went "
		"on and what stands there in \"%.*s\"", STR(c->rule->id), STR(rows_at(r, 0, 0)), STR(rows_at(r, 0, 1)));
}

static bool standing_keep(const struct chain *c, struct err *e)
{
	Str rule_run = param_int(c->a, c->rule_run), zone = text(zone_name(rule_zone(c->rule)));

	for (size_t i = 0; i < c->rule->side_count; i++)
		if (!hop_keep(c, i, e) || !entered_keep(c, i, e) || (i > 0 && !reached_keep(c, i, e)))
			return false;
	return pg_run(c->pg, STATEMENT(c->a, sql_reconcile_chain_unfollowed, {"view", side_view(c, 0)}), P(rule_run), NULL,
		      e)
	    && pg_run(c->pg, sql_reconcile_chain_standing, P(rule_run, param_instant(c->a, c->inputs->cut), zone), NULL, e)
	    && standing_check(c, e);
}

/* ── the rule ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool matches_find(struct chain *c, const struct night *night, struct err *e)
{
	struct chain_match *matches = arena_array(c->a, c->rule->side_count, struct chain_match);

	c->matches = matches;
	for (size_t i = 1; i < c->rule->side_count; i++)
		if (!chain_match_find(c->a, c->pg, &c->rule->hops[i], night, c->rule_run, &matches[i], e))
			return false;
	return true;
}

bool chain_find(struct arena *a, struct pg *pg, const struct rule *rule, const struct inputs *inputs,
	const struct night *night, int64_t rule_run, struct clocks *clocks, int64_t *compared, struct err *e)
{
	struct chain c = {a, pg, rule, inputs, rule_run, NULL};
	struct rows *r;

	if (!matches_find(&c, night, e) || !sides_make(a, pg, rule, inputs, e)
	    || !pg_run(pg, sql_reconcile_chain_lack, NO_PARAMS, NULL, e) || !first_make(&c, e))
		return false;
	for (size_t i = 1; i < rule->side_count; i++) {
		clocks_add(a, clocks, (int)i, &rule->sides[i].within);
		if (!hop_find(&c, i, e))
			return false;
	}
	if (!standing_keep(&c, e)
	    || !pg_query(pg, a, STATEMENT(a, sql_reconcile_chain_compared, {"at", table(&c, "at", 0)}), NO_PARAMS, &r,
			 e))
		return false;
	*compared = rows_int(r, 0, 0);
	return true;
}

/* ── what is gone ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* "(3, 1)", the hop and those on the way to it. */
static Str way_sql(const struct chain *c, size_t hop)
{
	struct buf *b = buf_new(c->a, 1024);

	buf_print(b, "(%zu", hop);
	for (size_t i = c->rule->hops[hop].after; i > 0; i = c->rule->hops[i].after)
		buf_print(b, ", %zu", i);
	buf_byte(b, ')');
	return buf_str(b);
}

/* A break is gone only where the way to its hop could be looked at. */
static struct facing break_facing(const struct chain *c, size_t hop)
{
	Str truth = text(arena_print(c->a, "(select v.key_hash, case when exists (select from chain_lack c "
		"where c.origin = v.key_hash and c.status = 'not comparable' and c.hop in %.*s) then 'x' else v.state end "
		"as state from %.*s v)", STR(way_sql(c, hop)), WHOLE(quoted_identifier(c->a, side_view(c, 0)))));

	return (struct facing){c->rule->sides[hop].name, truth, side_view(c, 0),
		view_provable(c->a, &c->rule->sides[0], c->inputs, NULL, "p"), S("true"), S("false"),
		S("p.kind in ('broken', 'currency', 'residual')")};
}

/* What a hop says under the keys of its own rows. */
static struct facing own_facing(const struct chain *c, size_t hop)
{
	Str side = side_quoted(c, hop), provable = view_provable(c->a, &c->rule->sides[hop], c->inputs, NULL, "p");
	Str truth = text(arena_print(c->a, "(select v.key_hash, case when exists (select from found f where f.side = %.*s "
		"and f.status = 'not comparable' and f.key_hash = v.key_hash) then 'x' else v.state end as state from %.*s v)",
		WHOLE(side), WHOLE(quoted_identifier(c->a, side_view(c, hop)))));

	return (struct facing){c->rule->sides[hop].name, truth, side_view(c, hop), provable, provable,
		S("m.key_hash is null"), S("p.kind not in ('broken', 'currency', 'residual')")};
}

size_t chain_facings(struct arena *a, const struct rule *rule, const struct inputs *inputs, struct facing **pairs)
{
	const struct chain c = {.a = a, .rule = rule, .inputs = inputs};
	size_t count = 0;

	*pairs = arena_array(a, 2 * rule->side_count, struct facing);
	for (size_t i = 0; i < rule->side_count; i++) {
		(*pairs)[count++] = own_facing(&c, i);
		if (i > 0)
			(*pairs)[count++] = break_facing(&c, i);
	}
	return count;
}
