#include "reconcile/close.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/close_rows.h"
#include "reconcile/position_keys.h"

/* The month before, of the same position. */
struct previous {
	int64_t close_id;                /* 0: there is none */
	int64_t number;                  /* of the position in it */
};

/* One position while it is closed; a: ends with it. */
struct closing {
	struct arena *a;
	struct pg *pg;
	const struct close_request *request;
	const struct position *position;
	int64_t close_id;
	Str close, number;               /* as parameters */
	struct inputs inputs;
	struct close_rows rows;
	struct previous previous;
	struct texts reasons;            /* why it is incomplete */
};

static const char *zone_of(const struct close_request *q)
{
	return zone_name(q->company->zone);
}

static instant midnight(struct zone *z, date day)
{
	instant first, second;
	struct wall w = {.month = 1};

	date_split(day, &w.year, &w.month, &w.day);
	zone_instant(z, w, &first, &second);
	return first;
}

/* What was not said is empty, and not unknown. */
static Str said(Str s)
{
	return s.at ? s : S("");
}

/* ── reasons ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static void reason(struct closing *c, const char *why)
{
	texts_add(c->a, &c->reasons, text(why));
}

static void inputs_say(struct closing *c)
{
	for (size_t i = 0; i < c->inputs.count; i++) {
		const struct input *in = &c->inputs.at[i];
		bool is_whole = in->available && !in->kept && in->missing_parts.count == 0;

		if (!in->again && !is_whole)
			reason(c, arena_print(c->a, "%.*s: %s", STR(in->account->extract), in->reason));
		if (!in->again && in->keyless > 0)
			reason(c, arena_print(c->a, "%lld %s of %.*s %s no readable key", (long long)in->keyless,
				in->keyless == 1 ? "record" : "records", STR(in->account->extract),
				in->keyless == 1 ? "has" : "have"));
	}
}

static enum field_type type_at(const struct position *p, size_t list)
{
	return p->rule.sides[list].accounts[0]->entity->fields[p->lists[list].at].type;
}

/* The moment that a list must tell of: the end of the month, or of its days; movements also up to the provider's
 * balance.  INSTANT_NONE of what is read as it was. */
static instant reach_of(const struct closing *c, size_t list)
{
	const struct position *p = c->position;
	instant reach = INSTANT_NONE, other;

	if (p->lists[list].at < 0)
		return INSTANT_NONE;
	if (type_at(p, list) == TYPE_DATE)
		reach = midnight(p->lists[list].zone, c->request->last + 1);
	else if (p->lists[list].role != ROLE_BALANCE)
		reach = midnight(c->request->company->zone, c->request->last + 1);
	for (size_t i = 0; p->lists[list].role == ROLE_MOVEMENTS && i < p->rule.side_count; i++) {
		other = p->lists[i].role == ROLE_BALANCE ? reach_of(c, i) : INSTANT_NONE;
		reach = other > reach ? other : reach;
	}
	return reach;
}

/* Whether what the list of that input does not have is not there. */
static bool is_whole(const struct closing *c, size_t list, const struct input *in)
{
	instant reach = reach_of(c, list);

	return in->available && !in->kept && in->missing_parts.count == 0 && in->keyless == 0
	    && (reach == INSTANT_NONE || in->as_of >= reach);
}

/* The same of all lists of the role. */
static bool role_is_whole(const struct closing *c, enum list_role role)
{
	const struct rule *rule = &c->position->rule;
	bool whole = true;

	for (size_t i = 0; i < rule->side_count; i++)
		for (size_t k = 0; k < rule->sides[i].account_count && c->position->lists[i].role == role; k++)
			whole = whole && is_whole(c, i, input_of(&c->inputs, &rule->sides[i], k));
	return whole;
}

static void reach_say(struct closing *c)
{
	const struct rule *rule = &c->position->rule;

	for (size_t i = 0; i < rule->side_count; i++)
		for (size_t k = 0; k < rule->sides[i].account_count; k++) {
			const struct input *in = input_of(&c->inputs, &rule->sides[i], k);
			instant reach = reach_of(c, i);

			if (in->available && !in->again && reach != INSTANT_NONE && in->as_of < reach)
				reason(c, arena_print(c->a, "%.*s was read up to %s, and the month is told of up to %s",
					STR(in->account->extract), zone_text(c->a, c->request->company->zone, in->as_of),
					zone_text(c->a, c->request->company->zone, reach)));
		}
}

static Str extracts_of(const struct closing *c, size_t list)
{
	const struct side *side = &c->position->rule.sides[list];
	struct buf *b = buf_new(c->a, 1 << 16);

	for (size_t i = 0; i < side->account_count; i++)
		buf_print(b, "%s%.*s", i > 0 ? ", " : "", STR(side->accounts[i]->extract));
	return buf_str(b);
}

static bool doubts_say(struct closing *c, struct err *e)
{
	static const char *const one[] = {"could not be read", "stands there twice, with other values",
		"is gone, but may be the record that could not be read", "is only what was last known", "has no date",
		"has no amount"};
	static const char *const many[] = {"could not be read", "stand there twice, with other values",
		"are gone, but may be records that could not be read", "are only what was last known", "have no date",
		"have no amount"};
	struct rows *r;

	if (!pg_query(c->pg, c->a, sql_reconcile_close_doubts, P(param_date(c->a, c->request->last)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		for (size_t k = 0; k < sizeof one / sizeof *one; k++) {
			int64_t n = rows_int(r, i, k + 1);

			if (n > 0)
				reason(c, arena_print(c->a, "%lld %s of %.*s %s", (long long)n, n == 1 ? "row" : "rows",
					STR(extracts_of(c, (size_t)rows_int(r, i, 0))), n == 1 ? one[k] : many[k]));
		}
	return true;
}

static bool rests_say(struct closing *c, struct err *e)
{
	static const struct { const char *line, *of; } words[] = {
		{"before rest", "between the opening and the closing of the month before"},
		{"balance rest", "to the provider's balance"}, {"ledger rest", "to the ledger"}};
	struct rows *rests, *unstated;

	if (!pg_query(c->pg, c->a, sql_reconcile_close_rests_open, P(c->close, c->number), &rests, e)
	    || !pg_query(c->pg, c->a, sql_reconcile_close_unstated, P(c->close, c->number), &unstated, e))
		return false;
	for (size_t i = 0; i < rows_count(rests); i++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (text_is(rows_at(rests, i, 0), text(words[k].line)))
				reason(c, arena_print(c->a, "%.*s %.*s of the difference %s are not explained",
					STR(rows_at(rests, i, 2)), STR(rows_at(rests, i, 1)), words[k].of));
	for (size_t i = 0; c->position->has_balance && i < rows_count(unstated); i++)
		reason(c, arena_print(c->a, "the provider states no balance in %.*s for the end of the month",
			STR(rows_at(unstated, i, 0))));
	return true;
}

/* ── what was read ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool input_record(struct closing *c, size_t number, enum list_role role, const struct input *in, struct err *e)
{
	bool there = in->available;

	return pg_run(c->pg, sql_reconcile_close_input,
		P(c->close, c->number, param_int(c->a, (int64_t)number), text(role_name(role)), in->account->extract,
			said(in->account->title), there ? param_int(c->a, in->snapshot_id) : PARAM_NULL,
			there ? param_int(c->a, in->snapshot_no) : PARAM_NULL, param_instant(c->a, in->as_of), text(in->status),
			in->reason ? text(in->reason) : PARAM_NULL, param_bool(in->proven)), NULL, e);
}

static bool inputs_keep(struct closing *c, struct err *e)
{
	const struct rule *rule = &c->position->rule;
	size_t number = 0;

	for (size_t i = 0; i < rule->side_count; i++)
		for (size_t k = 0; k < rule->sides[i].account_count; k++)
			if (!input_record(c, ++number, c->position->lists[i].role, input_of(&c->inputs, &rule->sides[i], k), e))
				return false;
	return true;
}

static const struct position_list *balance_list(const struct position *p)
{
	for (size_t i = 0; i < p->rule.side_count; i++)
		if (p->lists[i].role == ROLE_BALANCE)
			return &p->lists[i];
	return NULL;
}

static bool balance_find(struct closing *c, struct err *e)
{
	const struct position_list *list = balance_list(c->position);
	size_t number = list ? (size_t)(list - c->position->lists) : 0;
	Str zone = list ? text(zone_name(list->zone)) : S("");
	const struct input *in;

	if (!list)
		return true;
	in = input_of(&c->inputs, &c->position->rule.sides[number], 0);
	if (list->at >= 0 && type_at(c->position, number) == TYPE_DATE)
		return pg_run(c->pg, sql_reconcile_close_balance_day, P(param_date(c->a, c->request->last), zone), NULL, e);
	if (list->at >= 0)
		return pg_run(c->pg, sql_reconcile_close_balance_moment,
			P(param_instant(c->a, midnight(c->request->company->zone, c->request->last + 1)), zone,
				param_instant(c->a, midnight(c->request->company->zone, c->request->first))), NULL, e);
	return !in->available
	    || pg_run(c->pg, sql_reconcile_close_balance_state, P(param_instant(c->a, in->as_of), zone), NULL, e);
}

static bool openings_fill(struct closing *c, struct err *e)
{
	for (size_t i = 0; i < c->position->opening_count; i++) {
		const struct position_opening *o = &c->position->openings[i];

		if (!pg_run(c->pg, sql_reconcile_close_opening_add, P(text(role_name(o->role)), o->currency,
				decimal_text(c->a, o->amount)), NULL, e))
			return false;
	}
	return true;
}

static bool read_all(struct closing *c, struct err *e)
{
	return pg_run(c->pg, sql_reconcile_close_empty, NO_PARAMS, NULL, e)
	    && close_rows_fill(c->a, c->pg, &c->rows, &c->inputs, e)
	    && pg_run(c->pg, sql_reconcile_close_analyze, NO_PARAMS, NULL, e)
	    && openings_fill(c, e)
	    && balance_find(c, e);
}

/* ── the month before ──────────────────────────────────────────────────────────────────────────────────────────── */

/* Whether anything of it is of before the month. */
static bool has_before(const struct position *p)
{
	for (size_t i = 0; i < p->rule.side_count; i++)
		if (p->lists[i].role == ROLE_MOVEMENTS && p->lists[i].at >= 0)
			return true;
	return false;
}

static date month_before(date first)
{
	int32_t year;
	int month, day;
	date before;

	date_split(first - 1, &year, &month, &day);
	return date_of(year, month, 1, &before) ? before : first;
}

static bool previous_find(struct closing *c, struct err *e)
{
	struct rows *r;

	if (!has_before(c->position))
		return true;
	if (!pg_query(c->pg, c->a, sql_reconcile_close_previous, P(c->request->company->name,
			param_date(c->a, month_before(c->request->first)), c->position->rule.id), &r, e))
		return false;
	if (rows_count(r) > 0)
		c->previous = (struct previous){rows_int(r, 0, 0), rows_int(r, 0, 1)};
	return true;
}

/* The inputs as that close had them; what it did not have has no rows. */
static struct inputs inputs_then(struct closing *c, const struct rows *r)
{
	struct inputs then = c->inputs;

	then.at = arena_array(c->a, then.count, struct input);
	for (size_t i = 0; i < then.count; i++) {
		then.at[i] = c->inputs.at[i];
		then.at[i].staged = false;
		for (size_t k = 0; k < rows_count(r); k++) {
			if (!text_is(rows_at(r, k, 0), then.at[i].account->extract))
				continue;
			then.at[i].staged = c->inputs.at[i].columns.count > 0;
			then.at[i].available = true;
			then.at[i].newest = then.at[i].aside = false;
			then.at[i].missing_parts = (struct texts){0};
			then.at[i].snapshot_no = (int32_t)rows_int(r, k, 1);
		}
	}
	return then;
}

static bool changes_find(struct closing *c, struct err *e)
{
	struct inputs then;
	struct rows *r;

	if (c->previous.close_id == 0)
		return true;
	if (!pg_query(c->pg, c->a, sql_reconcile_close_previous_inputs, P(param_int(c->a, c->previous.close_id),
			param_int(c->a, c->previous.number)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		if (!rows_bool(r, i, 2)) {
			reason(c, arena_print(c->a, "the close of the month before rests on a list of %.*s that was taken "
				"back since, so what has changed cannot be told row by row", STR(rows_at(r, i, 0))));
			return true;
		}
	then = inputs_then(c, r);
	return close_rows_before(c->a, c->pg, &c->rows, &then, e)
	    && pg_run(c->pg, sql_reconcile_close_items_before, P(c->close, c->number, param_date(c->a, c->request->first),
		param_date(c->a, c->request->last), param_bool(role_is_whole(c, ROLE_MOVEMENTS))), NULL, e);
}

/* ── one position ──────────────────────────────────────────────────────────────────────────────────────────────── */

static bool position_begin(struct closing *c, struct err *e)
{
	const struct rule *rule = &c->position->rule;

	return inputs_find(c->a, c->pg, rule, c->request->night, &c->inputs, e)
	    && previous_find(c, e)
	    && pg_run(c->pg, sql_reconcile_close_position, P(c->close, c->number, rule->id, rule->name, rule->title,
		said(rule->owner), text(position_kinds[c->position->kind].name), param_digest(c->a, rule->digest), rule->text,
		c->previous.close_id ? param_int(c->a, c->previous.close_id) : PARAM_NULL), NULL, e)
	    && inputs_keep(c, e);
}

static bool lines_find(struct closing *c, struct err *e)
{
	bool known = c->previous.close_id > 0;

	return pg_run(c->pg, sql_reconcile_close_lines, P(c->close, c->number, param_date(c->a, c->request->first),
		param_date(c->a, c->request->last), param_bool(c->position->has_ledger),
		known ? param_int(c->a, c->previous.close_id) : PARAM_NULL,
		known ? param_int(c->a, c->previous.number) : PARAM_NULL, param_bool(has_before(c->position))), NULL, e);
}

static bool items_find(struct closing *c, struct err *e)
{
	Str last = param_date(c->a, c->request->last);

	return changes_find(c, e)
	    && pg_run(c->pg, sql_reconcile_close_items_balance, P(c->close, c->number, last), NULL, e)
	    && (!c->position->has_ledger
		|| pg_run(c->pg, sql_reconcile_close_items_ledger, P(c->close, c->number, last,
			param_bool(role_is_whole(c, ROLE_MOVEMENTS)), param_bool(role_is_whole(c, ROLE_LEDGER))), NULL, e))
	    && pg_run(c->pg, sql_reconcile_close_rests, P(c->close, c->number, param_bool(c->previous.close_id > 0)), NULL,
		e);
}

static bool reasons_say(struct closing *c, struct err *e)
{
	inputs_say(c);
	reach_say(c);
	return doubts_say(c, e)
	    && rests_say(c, e)
	    && pg_run(c->pg, sql_reconcile_close_reasons, P(c->close, c->number, param_texts(c->a, &c->reasons)), NULL, e);
}

static bool position_close(struct closing *c, struct err *e)
{
	return position_begin(c, e)
	    && read_all(c, e)
	    && lines_find(c, e)
	    && items_find(c, e)
	    && reasons_say(c, e)
	    && pg_run(c->pg, sql_reconcile_close_judge, P(c->close, c->number), NULL, e);
}

/* ── the month ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool positions_close(struct arena *run, struct pg *pg, const struct close_request *q, int64_t close_id,
	struct err *e)
{
	bool ok = true;

	for (size_t i = 0; ok && i < q->position_count; i++) {
		struct arena *a = arena_new(run);
		struct closing c = {.a = a, .pg = pg, .request = q, .position = q->positions[i], .close_id = close_id,
			.close = param_int(a, close_id), .number = param_int(a, (int64_t)i + 1),
			.rows = {q->positions[i], q->company->name, text(zone_of(q)), q->first, q->last}};

		ok = position_close(&c, e) || err_in(e, "close %.*s", STR(q->positions[i]->rule.id));
		arena_end(a);
	}
	return ok;
}

static bool nights_find(struct arena *a, struct pg *pg, const struct close_request *q, Str close, struct err *e)
{
	struct texts ids = {0}, titles = {0};

	for (size_t i = 0; i < q->rule_count; i++) {
		texts_add(a, &ids, q->rules[i]->id);
		texts_add(a, &titles, q->rules[i]->title);
	}
	return pg_run(pg, sql_reconcile_close_nights, P(close, param_date(a, q->first), param_date(a, q->last),
		param_texts(a, &ids), param_texts(a, &titles)), NULL, e)
	    && pg_run(pg, sql_reconcile_close_waiting, P(close), NULL, e);
}

static bool tables_make(struct pg *pg, struct err *e)
{
	return pg_run(pg, sql_reconcile_close_row, NO_PARAMS, NULL, e)
	    && pg_run(pg, sql_reconcile_close_balance, NO_PARAMS, NULL, e)
	    && pg_run(pg, sql_reconcile_close_opening, NO_PARAMS, NULL, e);
}

static bool steps(struct arena *a, struct pg *pg, const struct close_request *q, int64_t *close_id, struct err *e)
{
	struct rows *r;

	if (!tables_make(pg, e)
	    || !pg_query(pg, a, sql_reconcile_close_begin, P(q->company->name,
		q->company->title.len > 0 ? q->company->title : q->company->name, param_date(a, q->first), text(zone_of(q)),
		q->engine, param_digest(a, q->config), param_instant(a, q->night->decided_at)), &r, e))
		return false;
	*close_id = rows_int(r, 0, 0);
	return positions_close(a, pg, q, *close_id, e)
	    && nights_find(a, pg, q, rows_at(r, 0, 0), e)
	    && pg_run(pg, sql_reconcile_close_end, P(rows_at(r, 0, 0)), NULL, e);
}

/* One rule with the sides of all positions, whose tables are held together. */
static struct rule all_sides(struct arena *a, const struct close_request *q)
{
	struct rule all = {.kind = RULE_KEYED};

	for (size_t i = 0; i < q->position_count; i++)
		for (size_t k = 0; k < q->positions[i]->rule.side_count; k++) {
			all.sides = arena_grow(a, all.sides, all.side_count, sizeof *all.sides);
			all.sides[all.side_count++] = q->positions[i]->rule.sides[k];
		}
	return all;
}

bool close_month(struct arena *run, struct pg *pg, const struct close_request *request, int64_t *close_id,
	struct err *e)
{
	struct rule all = all_sides(run, request);

	if (reconcile_begin(run, pg, &all, sql_reconcile_close_lock, e) && steps(run, pg, request, close_id, e)
		&& pg_commit(pg, e))
		return true;
	pg_rollback(pg);
	return false;
}
