#include "report/json.h"

#include "report/list.h"
#include "report/sentence.h"
#include "report/shown.h"
#include "report/writers.h"

enum { FORMAT = 1, ROW_LIMIT = 16 << 20 };

/* ── small values ──────────────────────────────────────────────────────────────────────────────────────────────── */

void json_put_known(struct json_out *j, const char *name, Str s)
{
	if (s.at)
		json_put_text(j, name, s);
	else
		json_put_z(j, name, NULL);
}

void json_put_date(struct json_out *j, struct arena *a, const char *name, date d)
{
	json_put_z(j, name, d == DATE_NONE ? NULL : date_text(a, d));
}

void json_put_instant(struct json_out *j, struct arena *a, const char *name, instant t)
{
	json_put_z(j, name, t == INSTANT_NONE ? NULL : instant_text(a, t));
}

void json_put_amount(struct json_out *j, struct arena *a, const char *name, bool given, struct decimal d, Str currency)
{
	json_put_known(j, name, given ? plain_amount(a, d, currency) : (Str){NULL, 0});
}

void json_put_currency(struct json_out *j, Str currency)
{
	json_put_known(j, "currency", currency.len > 0 ? currency : (Str){NULL, 0});
}

void json_put_array(struct json_out *j, const char *name)
{
	json_name(j, name);
	json_array(j);
}

static void texts_write(struct json_out *j, const char *name, const struct texts *list)
{
	json_put_array(j, name);
	for (size_t i = 0; i < list->count; i++)
		json_text(j, list->at[i]);
	json_array_end(j);
}

/* ── what a rule found ─────────────────────────────────────────────────────────────────────────────────────────── */

static void amounts_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	static const char *const names[EXPOSED] = {"not_explained", "waiting", "could_not_be_checked"};
	static const char *const counts[EXPOSED] = {"not_explained_count", "waiting_count", "could_not_be_checked_count"};

	json_put_array(j, "amounts");
	for (size_t i = 0; i < r->amount_count; i++) {
		const struct amounts *m = &r->amounts[i];

		json_object(j);
		json_put_currency(j, m->currency);
		for (size_t k = 0; k < EXPOSED; k++) {
			json_put_amount(j, a, names[k], sum_is_shown(r, m, (enum exposed)k), m->gross[k], m->currency);
			json_put_int(j, counts[k], m->count[k]);
		}
		json_object_end(j);
	}
	json_array_end(j);
}

static void balance_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "balance");
	for (size_t i = 0; i < r->balance_count; i++) {
		const struct balance_line *l = &r->balance[i];

		json_object(j);
		json_put_currency(j, l->currency);
		json_put_text(j, "line", l->line);
		json_put_int(j, "number", l->number);
		json_put_amount(j, a, "amount", balance_is_shown(r, l->currency), l->amount, l->currency);
		json_object_end(j);
	}
	json_array_end(j);
}

static void events_write(struct json_out *j, const struct rule_report *r)
{
	json_put_array(j, "events");
	for (size_t i = 0; i < r->event_count; i++) {
		json_object(j);
		json_put_text(j, "status", r->events[i].status);
		json_put_text(j, "event", r->events[i].event);
		json_put_int(j, "count", r->events[i].count);
		json_object_end(j);
	}
	json_array_end(j);
}

static void causes_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "groups");
	for (size_t i = 0; i < r->cause_count; i++) {
		const struct cause_group *c = &r->causes[i];
		bool shown = gross_is_shown(r, c->currency, c->gross, c->count);

		json_object(j);
		json_put_int(j, "number", c->number);
		json_put_text(j, "title", c->title);
		json_put_currency(j, c->currency);
		json_put_int(j, "count", c->count);
		json_put_amount(j, a, "gross", shown, c->gross, c->currency);
		json_put_amount(j, a, "net", shown, c->net, c->currency);
		texts_write(j, "examples", &c->examples);
		json_object_end(j);
	}
	json_array_end(j);
}

static void ages_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	static const char *const names[BUCKETS] = {"0-1", "2-7", "8-30", "over 30"};

	json_put_array(j, "ages");
	for (size_t i = 0; i < r->age_count; i++) {
		const struct age *g = &r->ages[i];

		json_object(j);
		json_put_currency(j, g->currency);
		json_put_z(j, "days", names[g->bucket]);
		json_put_int(j, "count", g->count);
		json_put_amount(j, a, "amount", gross_is_shown(r, g->currency, g->gross, g->count), g->gross, g->currency);
		json_object_end(j);
	}
	json_array_end(j);
}

static void unchecked_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "not_comparable");
	for (size_t i = 0; i < r->unchecked_count; i++) {
		const struct unchecked *u = &r->unchecked[i];

		json_object(j);
		json_put_text(j, "reason", u->reason);
		json_put_text(j, "cause", u->cause);
		json_put_text(j, "side", u->side);
		json_put_currency(j, u->currency);
		json_put_int(j, "count", u->count);
		json_put_amount(j, a, "amount", gross_is_shown(r, u->currency, u->gross, u->count), u->gross, u->currency);
		json_object_end(j);
	}
	json_array_end(j);
}

static void tolerance_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "tolerance");
	for (size_t i = 0; i < r->tolerance_count; i++) {
		const struct tolerance_use *t = &r->tolerance[i];

		json_object(j);
		json_put_text(j, "field", t->field);
		json_put_currency(j, t->currency);
		json_put_int(j, "count", t->count);
		json_put_amount(j, a, "sum", true, t->sum, t->currency);
		json_put_amount(j, a, "budget", t->has_budget, t->budget, t->currency);
		json_object_end(j);
	}
	json_array_end(j);
}

static void trend_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "trend");
	for (size_t i = 0; i < r->trend_count; i++) {
		const struct night_total *n = &r->trend[i];

		json_object(j);
		json_put_date(j, a, "business_date", n->business_date);
		json_put_text(j, "verdict", n->verdict);
		json_put_currency(j, n->currency);
		json_put_int(j, "open", n->count);
		json_put_amount(j, a, "amount", gross_is_shown(r, n->currency, n->gross, n->count), n->gross, n->currency);
		json_object_end(j);
	}
	json_array_end(j);
}

/* ── discrepancies, one a line ─────────────────────────────────────────────────────────────────────────────────── */

static void origin_write(struct json_out *j, const char *name, const struct origin *o)
{
	json_name(j, name);
	if (o->extract.len == 0) {
		json_null(j);
		return;
	}
	json_object(j);
	json_put_text(j, "extract", o->extract);
	json_put_known(j, "file", o->file);
	json_put_int(j, "record", o->record);
	json_object_end(j);
}

static void ages_of(struct json_out *j, struct arena *a, const struct rule_report *r, const struct observed *o)
{
	json_put_date(j, a, "opened_on", o->opened_on);
	json_put_date(j, a, "first_on", o->first_on);
	json_put_date(j, a, "case_opened_on", o->case_opened_on);
	if (o->opened_on != DATE_NONE)
		json_put_int(j, "age_days", r->business_date - o->opened_on);
	if (o->parted_on != DATE_NONE) {
		json_put_date(j, a, "parted_on", o->parted_on);
		json_put_date(j, a, "agreed_on", o->agreed_on);
	}
	json_put_instant(j, a, "due_at", o->due_at);
}

static void observed_write(struct json_out *j, struct arena *a, const struct report *report,
	const struct rule_report *r, const struct observed *o)
{
	json_object(j);
	json_put_text(j, "id", o->id);
	json_put_text(j, "kind", o->kind);
	json_put_text(j, "field", o->field);
	json_put_text(j, "side", o->side);
	texts_write(j, "key", &o->key_parts);
	json_put_text(j, "status", o->status);
	json_put_text(j, "event", o->event);
	json_put_currency(j, o->currency);
	json_put_amount(j, a, "amount", o->has_amount, o->amount, o->currency);
	json_put_amount(j, a, "value", o->has_value, o->value, o->currency);
	json_put_text(j, "leading_side", o->truth_side);
	json_put_known(j, "leading", o->truth_value);
	json_put_known(j, "mirror", o->mirror_value);
	json_put_text(j, "sentence", sentence(a, report, r, o));
	ages_of(j, a, r, o);
	json_put_known(j, "company", o->company);
	json_put_known(j, "channel", o->channel);
	json_put_known(j, "reason", o->reason);
	if (o->group > 0)
		json_put_int(j, "group", o->group);
	json_name(j, "from");
	json_object(j);
	origin_write(j, "leading", &o->truth);
	origin_write(j, "mirror", &o->mirror);
	json_object_end(j);
	json_object_end(j);
}

struct listing {
	struct json_out *j;
	const struct report *report;
	const struct rule_report *rule;
};

static void row(void *listing, struct arena *a, const struct observed *o)
{
	const struct listing *l = listing;
	struct buf *line = buf_new(a, ROW_LIMIT);
	struct json_out one;

	json_begin(&one, line, false);
	observed_write(&one, a, l->report, l->rule, o);
	json_raw(l->j, buf_str(line));
}

static bool list_write(struct json_out *j, struct arena *a, struct pg *pg, const struct report *report,
	const struct rule_report *r, enum list_kind kind, struct output *out, struct err *e)
{
	struct listing l = {j, report, r};
	struct list_writing w = {pg, report, r, out, row, &l};
	bool written;

	json_put_array(j, kind == LIST_OBSERVED ? "discrepancies" : "cleared");
	written = list_each(a, &w, kind, e);
	json_array_end(j);
	return written;
}

/* ── the report ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool has_clocked_input(const struct rule_report *r)
{
	for (size_t i = 0; i < r->input_count; i++)
		if (json_is_clocked(&r->inputs[i]))
			return true;
	return false;
}

static void head_write(struct json_out *j, struct arena *a, const struct report *report, const struct rule_report *r)
{
	json_put_text(j, "id", r->id);
	json_put_text(j, "name", r->name);
	json_put_text(j, "title", r->title);
	json_put_text(j, "kind", r->kind);
	json_put_text(j, "owner", r->owner);
	json_put_text(j, "unit", r->unit);
	json_put_text(j, "verdict", r->verdict);
	json_put_text(j, "answer", verdict_sentence(a, report, r));
	json_put_known(j, "why", r->why);
	json_put_date(j, a, "business_date", r->business_date);
	json_put_date(j, a, "previous_business_date", r->previous);
	json_put_instant(j, a, "cut", has_clocked_input(r) ? INSTANT_NONE : r->cut);
	json_put_bool(j, "trial", r->trial);
	json_put_int(j, "compared", r->compared);
	json_put_int(j, "agreed", r->agreed);
	json_put_int(j, "one_sided", r->one_sided);
	json_put_int(j, "one_sided_waiting", r->one_sided_waiting);
	json_put_int(j, "rounding", r->rounding);
	json_put_int(j, "too_young", r->too_young);
	json_put_int(j, "opening", r->opening);
}

static bool rule_write(struct json_out *j, struct arena *a, struct pg *pg, const struct report *report,
	const struct rule_report *r, struct output *out, struct err *e)
{
	json_object(j);
	head_write(j, a, report, r);
	amounts_write(j, a, r);
	balance_write(j, a, r);
	events_write(j, r);
	causes_write(j, a, r);
	ages_write(j, a, r);
	unchecked_write(j, a, r);
	tolerance_write(j, a, r);
	json_sum(j, a, r);
	json_timing(j, a, r);
	json_arrivals(j, a, r);
	json_hops(j, a, r);
	json_match(j, a, r);
	trend_write(j, a, r);
	if (!list_write(j, a, pg, report, r, LIST_OBSERVED, out, e)
	    || !list_write(j, a, pg, report, r, LIST_CLEARED, out, e))
		return false;
	json_put_array(j, "inputs");
	for (size_t i = 0; i < r->input_count; i++)
		json_input(j, a, &r->inputs[i]);
	json_array_end(j);
	json_put_text(j, "rule_text", r->text);
	json_put_text(j, "rule_digest", r->digest);
	json_object_end(j);
	return true;
}

/* Once, though several rules read it. */
static bool is_first(const struct report *report, size_t rule, size_t input)
{
	int64_t id = report->rules[rule].inputs[input].landing_id;

	for (size_t r = 0; r <= rule; r++)
		for (size_t i = 0; i < report->rules[r].input_count && (r < rule || i < input); i++)
			if (report->rules[r].inputs[i].landed && report->rules[r].inputs[i].landing_id == id)
				return false;
	return true;
}

static void landing_write(struct json_out *j, struct arena *a, const struct source_input *in)
{
	json_object(j);
	json_put_text(j, "extract", in->extract);
	json_put_int(j, "landing", in->landing_id);
	json_put_instant(j, a, "landed_at", in->landed_at);
	json_put_text(j, "seal", in->seal);
	json_object_end(j);
}

/* All that is another thing in another installation. */
static void made_from_write(struct json_out *j, struct arena *a, const struct report *report)
{
	json_name(j, "made_from");
	json_object(j);
	json_put_int(j, "run", report->options->run_id);
	json_put_int(j, "attempt", report->attempt);
	json_put_instant(j, a, "started_at", report->started_at);
	json_put_text(j, "engine", report->run_engine);
	json_put_text(j, "config_digest", report->config_digest);
	json_put_bool(j, "embedded", report->options->embedded);
	json_put_array(j, "landings");
	for (size_t r = 0; r < report->rule_count; r++)
		for (size_t i = 0; i < report->rules[r].input_count; i++)
			if (report->rules[r].inputs[i].landed && is_first(report, r, i))
				landing_write(j, a, &report->rules[r].inputs[i]);
	json_array_end(j);
	json_object_end(j);
}

static void endings_write(struct json_out *j, struct arena *a, const struct report *report)
{
	json_put_array(j, "renew");
	for (size_t i = 0; i < report->ending_count; i++) {
		json_object(j);
		json_put_text(j, "system", report->endings[i].system);
		json_put_text(j, "what", report->endings[i].what);
		json_put_date(j, a, "ends_on", report->endings[i].on);
		json_object_end(j);
	}
	json_array_end(j);
}

/* The nights before this one for which the job was not run. */
static void not_run_write(struct json_out *j, struct arena *a, const struct report *report)
{
	bool is_gap = report->before != DATE_NONE && report->business_date - report->before > 1;

	json_name(j, "not_run");
	if (!is_gap) {
		json_null(j);
		return;
	}
	json_object(j);
	json_put_date(j, a, "from", report->before + 1);
	json_put_date(j, a, "to", report->business_date - 1);
	json_object_end(j);
}

static void report_head(struct json_out *j, struct arena *a, const struct report *report)
{
	json_name(j, "report");
	json_object(j);
	json_put_int(j, "format", FORMAT);
	json_put_text(j, "project", report->options->project);
	json_put_text(j, "job", report->job);
	json_put_text(j, "title", report->options->job);
	json_put_date(j, a, "business_date", report->business_date);
	json_put_z(j, "written_by", arena_print(a, "Counterfoil %s", report->options->engine));
	json_put_array(j, "not_due");
	for (size_t i = 0; i < report->not_due_count; i++)
		json_text(j, report->not_due[i]->id);
	json_array_end(j);
	endings_write(j, a, report);
	not_run_write(j, a, report);
	made_from_write(j, a, report);
	json_object_end(j);
}

bool json_write(struct arena *a, struct pg *pg, const struct report *report, struct output *out, struct err *e)
{
	struct json_out j;

	json_begin(&j, out->b, true);
	json_object(&j);
	report_head(&j, a, report);
	json_put_array(&j, "rules");
	for (size_t i = 0; i < report->rule_count; i++)
		if (!rule_write(&j, a, pg, report, &report->rules[i], out, e))
			return false;
	json_array_end(&j);
	json_object_end(&j);
	buf_byte(out->b, '\n');
	return true;
}
