#include "cli/story_chain.h"

#include "cli/mask.h"
#include "db/statement.h"
#include "embedded.h"
#include "reconcile/chain.h"
#include "reconcile/view.h"
#include "report/model.h"

enum { SQL_LIMIT = 16 << 20, ROWS_MOST = 20 };

/* One chain while it is walked. */
struct walk {
	struct arena *a;
	struct pg *pg;
	const struct rule *rule;
	struct inputs inputs;
	Str rule_run;
	struct texts *found;             /* of each hop, hashes of its rows */
	bool *on_way;
	int64_t *matched_by;             /* of each hop: the answer of the match rule by which it is reached; 0: none */
};

/* ── what the answer was made from ─────────────────────────────────────────────────────────────────────────────── */

static bool input_read(struct walk *w, const struct side *side, const struct account *account, struct err *e)
{
	struct input in = {.account = account, .side = side, .number = (int)w->inputs.count, .as_of = INSTANT_NONE};
	Str live = quoted_identifier(w->a, text(arena_print(w->a, "stage.%.*s_%.*s", STR(account->system),
		STR(account->entity->name))));
	struct rows *r;

	if (!pg_query(w->pg, w->a, sql_cli_trace_chain_input, P(w->rule_run, side->name, account->extract, live), &r, e))
		return false;
	if (rows_count(r) > 0) {
		in.staged = in.available = true;
		in.snapshot_no = (int32_t)rows_int(r, 0, 0);
		in.source = (int32_t)rows_int(r, 0, 1);
		in.aside = rows_bool(r, 0, 2);
		in.newest = rows_bool(r, 0, 3);
		in.columns = texts_split(w->a, rows_at(r, 0, 4), UNIT_SEPARATOR);
	}
	w->inputs.at = arena_grow(w->a, w->inputs.at, w->inputs.count, sizeof *w->inputs.at);
	w->inputs.at[w->inputs.count++] = in;
	return true;
}

static bool inputs_of_answer(struct walk *w, struct err *e)
{
	w->inputs = (struct inputs){.cut = INSTANT_NONE};
	for (size_t i = 0; i < w->rule->side_count; i++)
		for (size_t k = 0; k < w->rule->sides[i].account_count; k++)
			if (!input_read(w, &w->rule->sides[i], w->rule->sides[i].accounts[k], e))
				return false;
	return true;
}

static bool matches_of_answer(struct walk *w, struct err *e)
{
	struct rows *r;

	if (!pg_query(w->pg, w->a, sql_cli_trace_chain_matched, P(w->rule_run), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r) && i < w->rule->side_count; i++)
		w->matched_by[i] = rows_int(r, i, 0);
	return true;
}

/* ── steps ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void view_add(struct buf *b, const struct walk *w, size_t hop)
{
	const struct side *side = &w->rule->sides[hop];

	buf_print(b, "%s%.*s as (%.*s)", b->len > 0 ? ", " : "",
		WHOLE(quoted_identifier(w->a, view_name(w->a, side, (int)hop))),
		WHOLE(view_sql(w->a, w->rule, side, &w->inputs, NULL, w->rule->hops[hop].amount, false)));
}

static void hashes_add(struct walk *w, size_t hop, const struct rows *r)
{
	for (size_t i = 0; i < rows_count(r); i++)
		texts_add(w->a, &w->found[hop], rows_at(r, i, 0));
	w->on_way[hop] = true;
}

/* From the rows of a hop to those of the hop before, or from there to the hop's. */
static bool step(struct walk *w, size_t hop, bool back, struct err *e)
{
	size_t from = back ? hop : w->rule->hops[hop].after, to = back ? w->rule->hops[hop].after : hop;
	struct buf *views = buf_new(w->a, SQL_LIMIT);
	struct rows *r;

	w->on_way[to] = true;
	if (w->found[from].count == 0)
		return true;
	view_add(views, w, w->rule->hops[hop].after);
	view_add(views, w, hop);
	if (!pg_query(w->pg, w->a, STATEMENT(w->a, sql_cli_trace_chain_step, {"views", buf_str(views)},
			{"links", chain_links(w->a, w->rule, &w->inputs, hop, w->matched_by[hop])},
			{"wanted", back ? S("before") : S("own")},
			{"given", back ? S("own") : S("before")}), P(param_texts(w->a, &w->found[from])), &r, e))
		return false;
	hashes_add(w, to, r);
	return true;
}

/* Back to the first hop, then on along all hops that come after one that was reached; of many followed rows only after
 * the one that was asked for. */
static bool walk_all(struct walk *w, size_t asked, struct err *e)
{
	size_t begin = asked;

	for (size_t i = asked; i > 0; i = w->rule->hops[i].after)
		if (!step(w, i, true, e))
			return false;
	if (w->found[0].count == 1)
		begin = 0;
	for (size_t i = begin + 1; i < w->rule->side_count; i++) {
		size_t after = w->rule->hops[i].after;

		if (after < begin || !w->on_way[after] || (begin > 0 && after != begin && w->on_way[i]))
			continue;
		w->found[i] = (struct texts){0};
		if (!step(w, i, false, e))
			return false;
	}
	return true;
}

/* ── one chain ─────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Those that were asked for themselves. */
static struct texts asked_of(struct arena *a, const struct story *s, const struct entity *n)
{
	struct texts list = {0};

	for (size_t i = 0; i < s->fact_count; i++)
		if (s->facts[i].relation == RELATION_ITSELF && s->facts[i].shape->entity == n
		    && !texts_has(&list, s->facts[i].hash))
			texts_add(a, &list, s->facts[i].hash);
	return list;
}

static bool rows_tell(struct walk *w, struct chain_told *told, struct err *e)
{
	told->hops = arena_array(w->a, w->rule->side_count, const struct rows *);
	for (size_t i = 0; i < w->rule->side_count; i++) {
		struct buf *views = buf_new(w->a, SQL_LIMIT);
		struct rows *r;

		told->hops[i] = NULL;
		if (!w->on_way[i])
			continue;
		view_add(views, w, i);
		if (!pg_query(w->pg, w->a, STATEMENT(w->a, sql_cli_trace_chain_rows, {"views", buf_str(views)},
				{"view", view_name(w->a, &w->rule->sides[i], (int)i)}),
			      P(param_texts(w->a, &w->found[i]), param_int(w->a, ROWS_MOST)), &r, e))
			return false;
		told->hops[i] = r;
	}
	return true;
}

static bool stands_tell(struct walk *w, struct chain_told *told, struct err *e)
{
	struct rows *r;

	if (!pg_query(w->pg, w->a, sql_cli_trace_chain_stands,
		      P(w->rule_run, param_texts(w->a, &w->found[0]), param_int(w->a, ROWS_MOST)), &r, e))
		return false;
	told->stands = r;
	return true;
}

static bool chain_tell(struct walk *w, size_t asked, struct chain_told *told, struct err *e)
{
	return inputs_of_answer(w, e) && matches_of_answer(w, e) && walk_all(w, asked, e) && rows_tell(w, told, e)
	    && stands_tell(w, told, e);
}

/* The first hop of which a row was asked for. */
static bool is_asked(struct walk *w, const struct story *s, size_t *hop)
{
	for (*hop = 0; *hop < w->rule->side_count; (*hop)++) {
		w->found[*hop] = asked_of(w->a, s, w->rule->sides[*hop].accounts[0]->entity);
		w->on_way[*hop] = w->found[*hop].count > 0;
		if (w->on_way[*hop])
			return true;
	}
	return false;
}

bool chains_tell(struct arena *a, const struct project *p, struct pg *pg, const struct story *s,
	struct chains_told *out, struct err *e)
{
	*out = (struct chains_told){0};
	for (size_t i = 0; i < p->rules.count; i++) {
		const struct rule *rule = &p->rules.at[i];
		struct walk w = {.a = a, .pg = pg, .rule = rule, .found = arena_array(a, rule->side_count, struct texts),
			.on_way = arena_array(a, rule->side_count, bool),
			.matched_by = arena_array(a, rule->side_count, int64_t)};
		size_t asked;
		struct rows *r;

		if (rule->kind != RULE_CHAIN || !is_asked(&w, s, &asked))
			continue;
		if (!pg_query(pg, a, sql_cli_trace_chain_run, P(rule->id, param_date(a, s->at)), &r, e))
			return false;
		if (rows_count(r) == 0)
			continue;
		w.rule_run = rows_at(r, 0, 0);
		out->at = arena_grow(a, out->at, out->count, sizeof *out->at);
		out->at[out->count] = (struct chain_told){.rule = rule, .business_date = rows_date(r, 0, 1)};
		if (!chain_tell(&w, asked, &out->at[out->count++], e))
			return false;
	}
	return true;
}
