#include "report/model.h"

#include "embedded.h"
#include "report/list.h"

const char *const counted_names[COUNTED] = {"read", "staged", "rejected", "filtered", "repeated", "duplicate", "stale",
	"keyless",
					    "inserted", "updated", "deleted", "unchanged", "unconfirmed"};
const char *const limit_names[LIMITS] = {"max_delete", "max_change", "at_least", "on_empty", "reject_limit",
	"on_reject_limit", "drift"};
const char *const digest_names[DIGESTS] = {"reader", "map", "entity", "crosswalks"};

/* In the order of sql/report/inputs.sql. */
enum column {
	EXTRACT, SIDES, STATUS, PROVEN, REASON, SNAPSHOT, DATASET, BUSINESS_DATE, AS_OF, AS_OF_SOURCE, MODE, CAUSE, COUNTS,
	DIGEST = COUNTS + COUNTED, ENTITY = DIGEST + DIGESTS, LANDING, LANDED_AT, SEAL, CONTENT, BYTES, PROOF, MISSING,
	LIMIT, TOLD = LIMIT + LIMITS,
};

static const struct entity *entity_of(const struct report *report, Str name)
{
	return report->options->entities ? entity_find(report->options->entities, name) : NULL;
}

bool field_is_plain(const struct entity *n, Str field)
{
	int at = n ? entity_field(n, field) : -1;

	return at >= 0 && !n->fields[at].personal;
}

static const struct account *on_side(const struct side *side, Str extract)
{
	for (size_t i = 0; i < side->account_count; i++)
		if (text_is(side->accounts[i]->extract, extract))
			return side->accounts[i];
	return NULL;
}

/* The extract as the rule knows it, NULL if it is not configured. */
static const struct account *account_of(const struct rule *rule, Str extract)
{
	const struct account *account = NULL;

	for (size_t i = 0; rule && !account && i < rule->side_count; i++)
		account = on_side(&rule->sides[i], extract);
	for (size_t i = 0; rule && !account && i < rule->side_count; i++)
		if (rule->sides[i].kits)
			account = on_side(rule->sides[i].kits->list, extract);
	if (rule && rule->kind == RULE_SUM && !account)
		account = on_side(&rule->whole.side, extract);
	for (size_t i = 0; rule && !account && i < rule->part_count; i++)
		account = on_side(&rule->parts[i].side, extract);
	if (rule && !account)
		account = on_side(&rule->timing.movements.side, extract);
	return account;
}

Str joined_key_shown(struct arena *a, const struct entity *n, Str packed)
{
	struct texts parts = texts_split(a, packed, UNIT_SEPARATOR);
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < parts.count; i++) {
		bool plain = n && i < n->key_count && !n->fields[n->key[i]].personal;

		buf_add(b, i > 0 ? S("/") : S(""));
		buf_add(b, plain ? parts.at[i] : S(MASK));
	}
	return buf_str(b);
}

static bool files_read(struct arena *a, struct pg *pg, struct source_input *in, struct err *e)
{
	struct rows *rows;

	if (!in->landed)
		return true;
	if (!pg_query(pg, a, sql_report_parts, P(param_int(a, in->landing_id)), &rows, e))
		return false;
	in->file_count = rows_count(rows);
	in->files = arena_array(a, in->file_count, struct landing_file);
	for (size_t i = 0; i < in->file_count; i++)
		in->files[i] = (struct landing_file){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_at(rows, i, 3),
			rows_int(rows, i, 2)};
	return true;
}

static bool totals_read(struct arena *a, struct pg *pg, Str snapshot, struct source_input *in, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_totals, P(snapshot), &rows, e))
		return false;
	in->total_count = rows_count(rows);
	in->totals = arena_array(a, in->total_count, struct total);
	for (size_t i = 0; i < in->total_count; i++)
		in->totals[i] = (struct total){rows_at(rows, i, 0), rows_at(rows, i, 1), decimal_at(a, rows, i, 2),
			!rows_is_null(rows, i, 2), rows_int(rows, i, 3)};
	return true;
}

static bool controls_read(struct arena *a, struct pg *pg, Str snapshot, struct source_input *in, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_controls, P(snapshot), &rows, e))
		return false;
	in->control_count = rows_count(rows);
	in->controls = arena_array(a, in->control_count, struct control_shown);
	for (size_t i = 0; i < in->control_count; i++)
		in->controls[i] = (struct control_shown){rows_at(rows, i, 0), rows_at(rows, i, 1), rows_at(rows, i, 2),
			decimal_at(a, rows, i, 3), rows_bool(rows, i, 4)};
	return true;
}

static bool counts_read(struct arena *a, struct pg *pg, Str snapshot, const struct entity *n, struct source_input *in,
	struct err *e)
{
	struct rows *rejects, *unknown;

	if (!pg_query(pg, a, sql_report_reject_counts, P(snapshot), &rejects, e)
	    || !pg_query(pg, a, sql_report_unknown_values, P(snapshot), &unknown, e))
		return false;
	in->reject_count = rows_count(rejects);
	in->rejects = arena_array(a, in->reject_count, struct reject_count);
	for (size_t i = 0; i < in->reject_count; i++)
		in->rejects[i] = (struct reject_count){rows_at(rejects, i, 0), rows_at(rejects, i, 1), rows_bool(rejects, i, 2),
			rows_int(rejects, i, 3)};
	in->unknown_count = rows_count(unknown);
	in->unknown = arena_array(a, in->unknown_count, struct unknown_value);
	for (size_t i = 0; i < in->unknown_count; i++)
		in->unknown[i] = (struct unknown_value){rows_at(unknown, i, 0),
			rows_is_null(unknown, i, 0) || field_is_plain(n, rows_at(unknown, i, 0)) ? rows_at(unknown, i, 1) : S(MASK),
			rows_int(unknown, i, 2)};
	return true;
}

/* Of what was held, too: it may be why. */
static bool drift_read(struct arena *a, struct pg *pg, Str snapshot, struct source_input *in, struct err *e)
{
	struct rows *rows;

	if (!snapshot.at)
		return true;
	if (!pg_query(pg, a, sql_report_drift, P(snapshot), &rows, e))
		return false;
	in->drift_count = rows_count(rows);
	in->drifts = arena_array(a, in->drift_count, struct drift_shown);
	for (size_t i = 0; i < in->drift_count; i++)
		in->drifts[i] = (struct drift_shown){.drift = rows_at(rows, i, 0), .path = rows_at(rows, i, 1),
			.word = rows_at(rows, i, 2), .what = rows_at(rows, i, 3), .example = rows_at(rows, i, 4),
			.count = rows_int(rows, i, 5), .file = rows_at(rows, i, 6), .member = rows_at(rows, i, 7),
			.record = rows_int(rows, i, 8), .line = rows_int(rows, i, 9)};
	return true;
}

static bool faults_read(struct arena *a, struct pg *pg, Str snapshot, const struct entity *n, struct source_input *in,
	struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_rejects, P(snapshot), &rows, e))
		return false;
	in->fault_count = rows_count(rows);
	in->faults = arena_array(a, in->fault_count, struct fault_shown);
	for (size_t i = 0; i < in->fault_count; i++) {
		Str field = rows_at(rows, i, 6), value = rows_at(rows, i, 7);

		in->faults[i] = (struct fault_shown){.number = rows_int(rows, i, 0), .file = rows_at(rows, i, 1),
			.member = rows_at(rows, i, 2), .record = rows_int(rows, i, 3), .line = rows_int(rows, i, 4),
			.key = joined_key_shown(a, n, rows_at(rows, i, 5)), .field = field,
			.value = value.len == 0 || field_is_plain(n, field) ? value : S(MASK), .reason = rows_at(rows, i, 8)};
	}
	return true;
}

/* Systems of one kind have the kind's title, unless they say their own. */
static bool is_shared(const struct systems *all, const struct system *s)
{
	for (size_t i = 0; i < all->count; i++)
		if (&all->at[i] != s && text_is(all->at[i].title, s->title))
			return true;
	return false;
}

/* An extract is shop_pl.orders: what people read is "Webshop Poland, Open orders", or "Webshop Poland, order". */
static Str title_of(struct arena *a, const struct report *report, const struct account *account, Str extract,
	const struct entity *n)
{
	const struct systems *all = report->options->systems;
	const struct system *s;
	Str system, list, declared = account ? account->title : S("");
	const char *which;

	text_cut(extract, '.', &system, &list);
	s = all ? system_find(all, system) : NULL;
	if (!s || s->title.len == 0)
		return extract;
	if (declared.len == 0)
		declared = n && n->title.len > 0 ? n->title : list;
	which = is_shared(all, s) ? arena_print(a, " (%.*s)", STR(s->name)) : "";
	return text(arena_print(a, "%.*s%s, %.*s", STR(s->title), which, STR(declared)));
}

/* Two lists of one system that are called the same have their names behind. */
static void titles_tell_apart(struct arena *a, struct rule_report *r)
{
	struct texts titles = {0};

	for (size_t i = 0; i < r->input_count; i++)
		texts_add(a, &titles, r->inputs[i].title);
	for (size_t i = 0; i < r->input_count; i++)
		for (size_t k = 0; k < r->input_count; k++)
			if (text_is(titles.at[i], titles.at[k]) && !text_is(r->inputs[i].extract, r->inputs[k].extract))
				r->inputs[i].title = text(arena_print(a, "%.*s (%.*s)", STR(titles.at[i]), STR(r->inputs[i].extract)));
}

static void landing_fill(const struct rows *rows, size_t i, struct source_input *in)
{
	in->landed = !rows_is_null(rows, i, LANDING);
	if (!in->landed)
		return;
	in->landing_id = rows_int(rows, i, LANDING);
	in->landed_at = rows_instant(rows, i, LANDED_AT);
	in->seal = rows_at(rows, i, SEAL);
	in->content = rows_at(rows, i, CONTENT);
	in->bytes = rows_int(rows, i, BYTES);
	in->proof = rows_at(rows, i, PROOF);
	in->missing_parts = rows_at(rows, i, MISSING);
}

static void snapshot_fill(const struct rows *rows, size_t i, struct source_input *in)
{
	in->staged = !rows_is_null(rows, i, SNAPSHOT);
	if (!in->staged)
		return;
	in->dataset = rows_at(rows, i, DATASET);
	in->business_date = rows_date(rows, i, BUSINESS_DATE);
	in->as_of = rows_instant(rows, i, AS_OF);
	in->as_of_source = rows_at(rows, i, AS_OF_SOURCE);
	in->mode = rows_at(rows, i, MODE);
	in->cause = rows_at(rows, i, CAUSE);
	in->entity = rows_at(rows, i, ENTITY);
	for (size_t k = 0; k < COUNTED; k++)
		in->counts[k] = rows_int(rows, i, COUNTS + k);
	for (size_t k = 0; k < DIGESTS; k++)
		in->digests[k] = rows_at(rows, i, DIGEST + k);
}

static bool input_read(struct arena *a, struct pg *pg, const struct report *report, const struct rule *rule,
	const struct rows *rows, size_t i, struct source_input *in, struct err *e)
{
	Str snapshot = rows_at(rows, i, SNAPSHOT);
	const struct account *account = account_of(rule, rows_at(rows, i, EXTRACT));
	const struct entity *n;

	*in = (struct source_input){.extract = rows_at(rows, i, EXTRACT), .sides = rows_at(rows, i, SIDES),
		.status = rows_at(rows, i, STATUS), .proven = rows_bool(rows, i, PROVEN), .reason = rows_at(rows, i, REASON),
		.business_date = DATE_NONE, .as_of = INSTANT_NONE, .landed_at = INSTANT_NONE};
	for (size_t k = 0; k < LIMITS; k++)
		in->limits[k] = rows_at(rows, i, LIMIT + k);
	in->held = text_is(in->status, S("held")) && !rows_is_null(rows, i, TOLD) ? rows_int(rows, i, TOLD) : 0;
	snapshot_fill(rows, i, in);
	landing_fill(rows, i, in);
	/* Of what was not read there is no snapshot to say it. */
	n = in->staged ? entity_of(report, in->entity) : account ? account->entity : NULL;
	in->title = title_of(a, report, account, in->extract, n);
	in->tie = account ? account->tie : S("");
	if (!files_read(a, pg, in, e)
	    || !drift_read(a, pg, rows_is_null(rows, i, TOLD) ? (Str){NULL, 0} : rows_at(rows, i, TOLD), in, e))
		return false;
	if (!in->staged)
		return true;
	return totals_read(a, pg, snapshot, in, e)
	    && controls_read(a, pg, snapshot, in, e)
	    && counts_read(a, pg, snapshot, n, in, e)
	    && faults_read(a, pg, snapshot, n, in, e)
	    && past_read(a, pg, snapshot, n, in, e);
}

bool inputs_read(struct arena *a, struct pg *pg, const struct report *report, struct rule_report *r, struct err *e)
{
	struct rows *rows;

	if (!pg_query(pg, a, sql_report_inputs, P(param_int(a, r->rule_run_id)), &rows, e))
		return false;
	r->input_count = rows_count(rows);
	r->inputs = arena_array(a, r->input_count, struct source_input);
	for (size_t i = 0; i < r->input_count; i++)
		if (!input_read(a, pg, report, r->rule, rows, i, &r->inputs[i], e))
			return false;
	titles_tell_apart(a, r);
	return true;
}

/* Rules over payouts that are reported late answer for another date than the others, from other snapshots. */
date input_date(const struct rule_report *r, const struct source_input *in)
{
	return in->staged ? in->business_date : r->business_date;
}

bool input_is_first(const struct report *report, size_t rule, size_t input)
{
	const struct source_input *in = &report->rules[rule].inputs[input], *other;
	date day = input_date(&report->rules[rule], in);

	for (size_t r = 0; r < rule; r++)
		for (size_t i = 0; i < report->rules[r].input_count; i++) {
			other = &report->rules[r].inputs[i];
			if (text_is(other->extract, in->extract) && input_date(&report->rules[r], other) == day)
				return false;
		}
	return true;
}
