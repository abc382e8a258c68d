#include "report/model.h"

#include "embedded.h"
#include "report/cause.h"
#include "report/list.h"

const char *const bucket_names[BUCKETS] = {"0\xE2\x80\x93" "1 days", "2\xE2\x80\x93" "7 days",
	"8\xE2\x80\x93" "30 days",
					   "over 30 days"};

struct decimal decimal_at(struct arena *a, const struct rows *rows, size_t row, size_t column)
{
	struct decimal d = {0};

	if (!rows_is_null(rows, row, column))
		decimal_parse(a, rows_at(rows, row, column), &d);
	return d;
}

struct texts texts_split(struct arena *a, Str joined, char separator)
{
	struct texts parts = {0};
	Str rest = joined, head;
	bool more = joined.at != NULL;

	while (more) {
		more = text_cut(rest, separator, &head, &rest);
		texts_add(a, &parts, head);
	}
	return parts;
}

/* ── asking the model ──────────────────────────────────────────────────────────────────────────────────────────── */

bool amount_is_shown(const struct rule_report *r, Str currency)
{
	return currency.len > 0 || r->unit.len > 0;
}

bool gross_is_shown(const struct rule_report *r, Str currency, struct decimal gross, int64_t count)
{
	bool nothing = currency.len == 0 && count > 0 && decimal_is_zero(gross);

	return amount_is_shown(r, currency) && !nothing;
}

bool sum_is_shown(const struct rule_report *r, const struct amounts *m, enum exposed k)
{
	bool unknown = k == NOT_EXPLAINED && m->count[k] > 0 && decimal_is_zero(m->gross[k]);

	return !unknown && gross_is_shown(r, m->currency, m->gross[k], m->count[k]);
}

bool balance_is_shown(const struct rule_report *r, Str currency)
{
	bool any = currency.len > 0;

	for (size_t i = 0; i < r->balance_count && !any; i++)
		any = text_is(r->balance[i].currency, currency) && !decimal_is_zero(r->balance[i].amount);
	return any && amount_is_shown(r, currency);
}

int64_t events_of(const struct rule_report *r, const char *status, const char *event)
{
	int64_t count = 0;

	for (size_t i = 0; i < r->event_count; i++)
		if (text_is(r->events[i].status, text(status)) && (!event || text_is(r->events[i].event, text(event))))
			count += r->events[i].count;
	return count;
}

int64_t cleared_count(const struct rule_report *r)
{
	int64_t count = 0;

	for (size_t i = 0; i < r->balance_count; i++)
		count += text_is(r->balance[i].line, S("cleared")) ? r->balance[i].number : 0;
	return count;
}

static const struct field *entity_has(const struct entity *n, Str name)
{
	int at = n ? entity_field(n, name) : -1;

	return at >= 0 ? &n->fields[at] : NULL;
}

/* A sum rule has no entity of its own: its key is that of its whole, or of the parent that the whole points to. */
const struct field *rule_field(const struct rule *rule, Str name)
{
	const struct side *whole = rule ? &rule->whole.side : NULL;
	const struct entity *n = rule ? rule->entity : NULL;
	const struct field *f = entity_has(n, name);

	if (f || !whole || whole->account_count == 0)
		return f;
	n = whole->accounts[0]->entity;
	f = entity_has(n, name);
	for (size_t i = 0; !f && n && i < n->parent_count; i++)
		f = entity_has(n->parents[i].entity, name);
	return f;
}

/* ── lists of one statement each ───────────────────────────────────────────────────────────────────────────────── */

static bool rows_of(struct arena *a, struct pg *pg, const char *sql, const struct rule_report *r, struct rows **rows,
	struct err *e)
{
	return pg_query(pg, a, sql, P(param_int(a, r->rule_run_id)), rows, e);
}

static bool amounts_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_amounts, r, &rows, e))
		return false;
	r->amount_count = rows_count(rows);
	r->amounts = arena_array(a, r->amount_count, struct amounts);
	for (size_t i = 0; i < r->amount_count; i++) {
		r->amounts[i].currency = rows_at(rows, i, 0);
		for (size_t k = 0; k < EXPOSED; k++) {
			r->amounts[i].count[k] = rows_int(rows, i, 1 + k);
			r->amounts[i].gross[k] = decimal_at(a, rows, i, 1 + EXPOSED + k);
		}
	}
	return true;
}

static bool events_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_events, r, &rows, e))
		return false;
	r->event_count = rows_count(rows);
	r->events = arena_array(a, r->event_count, struct event);
	for (size_t i = 0; i < r->event_count; i++)
		r->events[i] = (struct event){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_int(rows, i, 2)};
	return true;
}

static bool balance_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_balance, r, &rows, e))
		return false;
	r->balance_count = rows_count(rows);
	r->balance = arena_array(a, r->balance_count, struct balance_line);
	for (size_t i = 0; i < r->balance_count; i++)
		r->balance[i] = (struct balance_line){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_int(rows, i, 2),
			decimal_at(a, rows, i, 3)};
	return true;
}

/* A key as shown, of parts as they came. */
static Str example(struct arena *a, const struct report *report, const struct rule_report *r, Str packed)
{
	struct texts parts = texts_split(a, packed, UNIT_SEPARATOR);
	const struct observed_list *known = &r->largest;
	struct texts names = known->count > 0 ? known->at[0].key_names : (struct texts){0};
	struct buf *b = buf_new(a, 1 << 16);

	for (size_t i = 0; i < parts.count; i++) {
		bool masked = i < names.count && is_personal(report, r->rule, names.at[i]);

		buf_print(b, "%s%.*s", i > 0 ? "/" : "", STR(masked ? S(MASK) : parts.at[i]));
	}
	return buf_str(b);
}

static bool causes_read(struct arena *a, struct pg *pg, const struct report *report, struct rule_report *r,
	struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_groups, r, &rows, e))
		return false;
	r->cause_count = rows_count(rows);
	r->causes = arena_array(a, r->cause_count, struct cause_group);
	for (size_t i = 0; i < r->cause_count; i++) {
		struct texts packed = texts_split(a, rows_at(rows, i, 6), RECORD_SEPARATOR);

		r->causes[i] = (struct cause_group){.number = rows_int(rows, i, 0), .count = rows_int(rows, i, 3),
			.title = cause_title(a, report, r, rows_at(rows, i, 7), rows_at(rows, i, 1)),
			.currency = rows_at(rows, i, 2), .gross = decimal_at(a, rows, i, 4),
			.net = decimal_at(a, rows, i, 5)};
		for (size_t k = 0; k < packed.count; k++)
			texts_add(a, &r->causes[i].examples, example(a, report, r, packed.at[k]));
	}
	return true;
}

static bool ages_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_ages, P(param_int(a, r->rule_run_id), param_date(a, r->business_date)), &rows, e))
		return false;
	r->age_count = rows_count(rows);
	r->ages = arena_array(a, r->age_count, struct age);
	for (size_t i = 0; i < r->age_count; i++)
		r->ages[i] = (struct age){rows_at(rows, i, 0), rows_int(rows, i, 1), rows_int(rows, i, 2),
			decimal_at(a, rows, i, 3)};
	return true;
}

static bool unchecked_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_not_comparable, r, &rows, e))
		return false;
	r->unchecked_count = rows_count(rows);
	r->unchecked = arena_array(a, r->unchecked_count, struct unchecked);
	for (size_t i = 0; i < r->unchecked_count; i++)
		r->unchecked[i] = (struct unchecked){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_at(rows, i, 2),
			rows_at(rows, i, 3), rows_int(rows, i, 4), decimal_at(a, rows, i, 5)};
	return true;
}

static bool tolerance_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_tolerance, r, &rows, e))
		return false;
	r->tolerance_count = rows_count(rows);
	r->tolerance = arena_array(a, r->tolerance_count, struct tolerance_use);
	for (size_t i = 0; i < r->tolerance_count; i++)
		r->tolerance[i] = (struct tolerance_use){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_int(rows, i, 2),
			decimal_at(a, rows, i, 3), decimal_at(a, rows, i, 4), !rows_is_null(rows, i, 4)};
	return true;
}

static bool terms_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_terms, r, &rows, e))
		return false;
	r->term_count = rows_count(rows);
	r->terms = arena_array(a, r->term_count, struct term_total);
	for (size_t i = 0; i < r->term_count; i++)
		r->terms[i] = (struct term_total){rows_int(rows, i, 0), rows_int(rows, i, 3), rows_at(rows, i, 1),
			rows_at(rows, i, 2), decimal_at(a, rows, i, 4)};
	return true;
}

static bool lines_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_lines, r, &rows, e))
		return false;
	r->line_count = rows_count(rows);
	r->lines = arena_array(a, r->line_count, struct line_total);
	for (size_t i = 0; i < r->line_count; i++)
		r->lines[i] = (struct line_total){rows_int(rows, i, 0), rows_int(rows, i, 3), rows_at(rows, i, 1),
			rows_at(rows, i, 2), decimal_at(a, rows, i, 4), rows_int(rows, i, 5), decimal_at(a, rows, i, 6)};
	return true;
}

static bool standing_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_standing, r, &rows, e))
		return false;
	r->standing_count = rows_count(rows);
	r->standing = arena_array(a, r->standing_count, struct standing);
	for (size_t i = 0; i < r->standing_count; i++) {
		struct decimal whole = decimal_at(a, rows, i, 3), parts = decimal_at(a, rows, i, 4);

		r->standing[i] = (struct standing){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_int(rows, i, 2), whole, parts,
			decimal_subtract(a, parts, whole)};
	}
	return true;
}

static bool arrivals_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_arrivals, r, &rows, e))
		return false;
	r->arrival_count = rows_count(rows);
	r->arrivals = arena_array(a, r->arrival_count, struct arriving);
	for (size_t i = 0; i < r->arrival_count; i++)
		r->arrivals[i] = (struct arriving){
			.side = rows_at(rows, i, 0), .currency = rows_at(rows, i, 1), .channel = rows_at(rows, i, 2),
			.lag = rows_at(rows, i, 3), .due = rows_int(rows, i, 4), .arrived = rows_int(rows, i, 6),
			.late = rows_int(rows, i, 8), .unknown = rows_int(rows, i, 10),
			.has_amounts = !rows_is_null(rows, i, 5) && amount_is_shown(r, rows_at(rows, i, 1)),
			.due_amount = decimal_at(a, rows, i, 5), .arrived_amount = decimal_at(a, rows, i, 7),
			.late_amount = decimal_at(a, rows, i, 9), .has_delay = !rows_is_null(rows, i, 11),
			.median = rows_int(rows, i, 11), .most = rows_int(rows, i, 12)};
	return true;
}

static bool paired_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_paired, r, &rows, e))
		return false;
	r->paired_count = rows_count(rows);
	r->paired = arena_array(a, r->paired_count, struct paired);
	for (size_t i = 0; i < r->paired_count; i++)
		r->paired[i] = (struct paired){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_int(rows, i, 2),
			rows_int(rows, i, 3), rows_int(rows, i, 4), {rows_int(rows, i, 5), rows_int(rows, i, 6)},
			{decimal_at(a, rows, i, 7), decimal_at(a, rows, i, 8)}};
	return true;
}

static bool suggestions_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_suggestions, r, &rows, e))
		return false;
	r->may_be_count = rows_count(rows);
	r->may_be = arena_array(a, r->may_be_count, struct may_be);
	for (size_t i = 0; i < r->may_be_count; i++)
		r->may_be[i] = (struct may_be){rows_int(rows, i, 0), rows_int(rows, i, 6), !rows_is_null(rows, i, 6),
			rows_at(rows, i, 1), rows_at(rows, i, 2), rows_at(rows, i, 3), rows_at(rows, i, 7),
			{decimal_at(a, rows, i, 4), decimal_at(a, rows, i, 5)}};
	r->may_be_all = r->may_be_count > 0 ? rows_int(rows, 0, 8) : 0;
	return true;
}

static bool listed_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_listed, r, &rows, e))
		return false;
	r->listed_count = rows_count(rows);
	r->listed = arena_array(a, r->listed_count, struct listed);
	for (size_t i = 0; i < r->listed_count; i++)
		r->listed[i] = (struct listed){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_int(rows, i, 2),
			decimal_at(a, rows, i, 3)};
	return true;
}

static bool rounding_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_rounding, r, &rows, e))
		return false;
	r->rounding = rows_int(rows, 0, 0);
	return true;
}

static bool one_sided_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_one_sided, r, &rows, e))
		return false;
	r->one_sided = rows_int(rows, 0, 0);
	r->one_sided_waiting = rows_int(rows, 0, 1);
	return true;
}

static bool trend_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!rows_of(a, pg, sql_report_trend, r, &rows, e))
		return false;
	r->trend_count = rows_count(rows);
	r->trend = arena_array(a, r->trend_count, struct night_total);
	for (size_t i = 0; i < r->trend_count; i++)
		r->trend[i] = (struct night_total){rows_date(rows, i, 0), rows_at(rows, i, 1), rows_at(rows, i, 2),
			rows_int(rows, i, 3), decimal_at(a, rows, i, 4)};
	return true;
}

/* ── discrepancies ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool list_read(struct arena *a, struct pg *pg, const struct report *report, const struct rule_report *r,
	enum list_kind kind, int64_t limit, struct observed_list *out, struct err *e)
{
	struct observed o;
	struct list *l;

	if (!list_open(a, pg, report, r, kind, limit, &l, e))
		return false;
	while (list_next(l, a, &o, e)) {
		out->at = arena_grow(a, out->at, out->count, sizeof *out->at);
		out->at[out->count++] = o;
	}
	out->is_whole = out->count < (size_t)limit;
	return e->kind == ERR_NONE;
}

/* What the answers of one kind of rule have, or all of them. */
static const struct {
	const char *kind;
	bool (*read)(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e);
} sections[] = {
	{NULL, ages_read}, {NULL, unchecked_read}, {NULL, tolerance_read}, {NULL, arrivals_read}, {NULL, one_sided_read},
	{NULL, rounding_read}, {NULL, trend_read}, {NULL, bridge_read},
	{"sum", terms_read}, {"sum", lines_read}, {"sum", wholes_read}, {"sum", given_back_read}, {"sum", standing_read},
	{"sum", listed_read}, {"chain", hops_read}, {"match", paired_read}, {"match", suggestions_read},
};

static bool sections_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
{
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		bool has_it = !sections[i].kind || text_is(r->kind, text(sections[i].kind));

		if (has_it && !sections[i].read(a, pg, r, e))
			return false;
	}
	return true;
}

static bool rule_read(struct arena *a, struct pg *pg, const struct report *report, struct rule_report *r, struct err *e)
{
	return amounts_read(a, pg, r, e)
	    && events_read(a, pg, r, e)
	    && balance_read(a, pg, r, e)
	    && list_read(a, pg, report, r, LIST_OBSERVED, SHOWN, &r->largest, e)
	    && list_read(a, pg, report, r, LIST_CLEARED, CLEARED_SHOWN, &r->cleared, e)
	    && causes_read(a, pg, report, r, e)
	    && sections_read(a, pg, r, e)
	    && inputs_read(a, pg, report, r, e);
}

/* ── the run and its rules ─────────────────────────────────────────────────────────────────────────────────────── */

bool report_night_before(struct arena *a, struct pg *pg, int64_t run_id, date *before, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_night_before, P(param_int(a, run_id)), &rows, e))
		return false;
	*before = rows_is_null(rows, 0, 0) ? DATE_NONE : rows_date(rows, 0, 0);
	return true;
}

static bool run_read(struct arena *a, struct pg *pg, struct report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_run, P(param_int(a, r->options->run_id)), &rows, e))
		return false;
	if (rows_count(rows) == 0)
		return err_set(e, ERR_USAGE, "there is no run %lld; counterfoil runs lists them",
			(long long)r->options->run_id);
	r->job = rows_at(rows, 0, 0);
	r->business_date = rows_date(rows, 0, 1);
	r->attempt = rows_int(rows, 0, 2);
	r->started_at = rows_instant(rows, 0, 3);
	r->run_engine = rows_at(rows, 0, 4);
	r->config_digest = rows_at(rows, 0, 5);
	return report_night_before(a, pg, r->options->run_id, &r->before, e);
}

static bool endings_read(struct arena *a, struct pg *pg, struct report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_expiries, P(param_int(a, r->options->run_id)), &rows, e))
		return false;
	r->ending_count = rows_count(rows);
	r->endings = arena_array(a, r->ending_count, struct ending);
	for (size_t i = 0; i < r->ending_count; i++)
		r->endings[i] = (struct ending){rows_at(rows, i, 0), rows_at(rows, i, 1),
			rows_is_null(rows, i, 2) ? DATE_NONE : rows_date(rows, i, 2)};
	return true;
}

static const struct rule *configured(const struct report_options *o, Str id)
{
	for (size_t i = 0; i < o->rule_count; i++)
		if (text_is(o->rules[i]->id, id))
			return o->rules[i];
	return NULL;
}

static void head_read(const struct report *report, const struct rows *rows, size_t i, struct rule_report *r)
{
	const struct rule *rule = configured(report->options, rows_at(rows, i, 1));

	*r = (struct rule_report){.rule = rule, .rule_run_id = rows_int(rows, i, 0), .id = rows_at(rows, i, 1),
		.name = rows_at(rows, i, 2), .kind = rows_at(rows, i, 3), .text = rows_at(rows, i, 4),
		.digest = rows_at(rows, i, 5), .business_date = rows_date(rows, i, 6),
		.cut = rows_is_null(rows, i, 7) ? INSTANT_NONE : rows_instant(rows, i, 7), .verdict = rows_at(rows, i, 8),
		.previous = rows_is_null(rows, i, 9) ? DATE_NONE : rows_date(rows, i, 9), .compared = rows_int(rows, i, 10),
		.agreed = rows_int(rows, i, 11), .too_young = rows_int(rows, i, 12), .opening = rows_int(rows, i, 13),
		.trial = rows_bool(rows, i, 14), .why = rows_at(rows, i, 15)};
	r->title = rule && rule->title.len > 0 ? rule->title : r->name;
	r->owner = rule ? rule->owner : S("");
	r->unit = rule ? rule->unit : S("");
}

static bool is_answered(const struct rows *rows, Str id)
{
	for (size_t i = 0; i < rows_count(rows); i++)
		if (text_is(rows_at(rows, i, 1), id))
			return true;
	return false;
}

/* In the job's order; those that it no longer names come after them, by id. */
static void heads_read(struct arena *a, const struct rows *rows, struct report *report)
{
	const struct report_options *o = report->options;

	report->rules = arena_array(a, rows_count(rows), struct rule_report);
	report->not_due = arena_array(a, o->rule_count, const struct rule *);
	for (size_t k = 0; k < o->rule_count; k++) {
		if (!is_answered(rows, o->rules[k]->id))
			report->not_due[report->not_due_count++] = o->rules[k];
		for (size_t i = 0; i < rows_count(rows); i++)
			if (text_is(rows_at(rows, i, 1), o->rules[k]->id))
				head_read(report, rows, i, &report->rules[report->rule_count++]);
	}
	for (size_t i = 0; i < rows_count(rows); i++)
		if (!configured(o, rows_at(rows, i, 1)))
			head_read(report, rows, i, &report->rules[report->rule_count++]);
}

bool report_read(struct arena *a, struct pg *pg, const struct report_options *o, struct report **out, struct err *e)
{
	struct report *r = *out = arena_new_of(a, struct report);
	struct rows *rows;

	r->options = o;
	r->locale = o->settings->locale;
	r->zone = o->zone ? o->zone : o->settings->zone;
	if (!run_read(a, pg, r, e) || !endings_read(a, pg, r, e)
	    || !pg_query(pg, a, sql_report_rule_runs, P(param_int(a, o->run_id)), &rows, e))
		return false;
	heads_read(a, rows, r);
	for (size_t i = 0; i < r->rule_count; i++)
		if (!rule_read(a, pg, r, &r->rules[i], e))
			return err_in(e, "report on rule %.*s", STR(r->rules[i].id));
	return true;
}
