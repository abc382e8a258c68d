#include "cli/summary.h"

#include "cli/table.h"
#include "cli/words.h"

#include <inttypes.h>

enum { LINES_LIMIT = 1 << 20 };

static const char *reading_name(enum reading r)
{
	static const char *const names[] = {
		[READ_STAGED] = "staged", [READ_NOT_DUE] = "not due", [READ_LATE] = "late", [READ_STALE] = "stale",
		[READ_FAILED] = "failed", [READ_ALREADY] = "staged before",
	};

	return names[r];
}

static const char *state_name(enum snapshot_state s)
{
	static const char *const names[] = {
		[SNAPSHOT_LIVE] = "live", [SNAPSHOT_ASIDE] = "aside", [SNAPSHOT_HELD] = "held",
		[SNAPSHOT_REFUSED] = "refused", [SNAPSHOT_SKIPPED] = "skipped",
	};

	return names[s];
}

/* ── extracts, as text ─────────────────────────────────────────────────────────────────────────────────────────── */

/* What a guard holds and what is over the reject limit has a snapshot too, of which nothing is staged. */
static bool has_snapshot(const struct read_result *r)
{
	return r->reading == READ_STAGED || (r->reading == READ_FAILED && r->delta.snapshot_id > 0);
}

static const char *fate(struct arena *a, const struct read_result *r)
{
	if (!has_snapshot(r) && r->reading == READ_FAILED)
		return "failed";
	switch (r->reading) {
	case READ_NOT_DUE: return "not due yet";
	case READ_LATE: return "late: it was due, and is not there";
	case READ_STALE: return "stale: not the facts of this date";
	case READ_ALREADY: return arena_print(a, "read before, for %.*s", STR(long_date(a, r->content_date)));
	case READ_FAILED:
	case READ_STAGED: break;
	}
	switch (r->delta.state) {
	case SNAPSHOT_HELD: return arena_print(a, "held by a guard as snapshot %" PRId64 ": nothing was staged",
		r->delta.snapshot_id);
	case SNAPSHOT_REFUSED: return "refused: more unreadable records than the limit, nothing was staged";
	case SNAPSHOT_SKIPPED: return "unchanged: the same bytes as before";
	case SNAPSHOT_LIVE:
	case SNAPSHOT_ASIDE: break;
	}
	return NULL;
}

static void also(struct arena *a, const struct locale *l, struct buf *b, int64_t n, const char *what)
{
	if (n > 0)
		buf_print(b, "%s%.*s %s", b->len > 0 ? ", " : "", STR(shown_count(a, l, n)), what);
}

/* What the columns do not say, so that all that was read adds up. */
static void remarks(struct arena *a, const struct locale *l, struct table *t, const struct delta *d)
{
	struct buf *b = buf_new(a, LINES_LIMIT);

	also(a, l, b, d->counts.filtered, "filtered");
	also(a, l, b, d->counts.repeated, "repeated");
	also(a, l, b, d->counts.duplicate, "twice");
	also(a, l, b, d->counts.stale, "older than what is known");
	also(a, l, b, d->counts.keyless, "of the unreadable without a key");
	also(a, l, b, d->unconfirmed, "lacking, to be confirmed");
	if (d->cause == CAUSE_MAP)
		buf_print(b, "%sread by a mended map", b->len > 0 ? ", " : "");
	if (d->state == SNAPSHOT_ASIDE)
		buf_print(b, "%sset aside: later dates stand", b->len > 0 ? ", " : "");
	if (b->len > 0)
		table_remark(t, buf_str(b));
}

static void numbers(struct arena *a, const struct locale *l, struct table *t, const struct delta *d)
{
	table_cell(t, shown_count(a, l, d->counts.read));
	table_cell(t, shown_count(a, l, d->counts.staged));
	table_cell(t, shown_count(a, l, d->counts.rejected));
	table_cell(t, shown_count(a, l, d->inserted));
	table_cell(t, shown_count(a, l, d->updated));
	table_cell(t, shown_count(a, l, d->deleted));
}

/* What a person can do about it, if it is not the source that has to. */
static void advice(struct arena *a, struct table *t, const struct read_result *r)
{
	const struct extract *owner = r->extract->landing_of ? r->extract->landing_of : r->extract;

	if (has_snapshot(r) && r->delta.state == SNAPSHOT_HELD)
		table_remark(t, text(arena_print(a, "if it is right all the same: counterfoil release %" PRId64
			" --reason TEXT", r->delta.snapshot_id)));
	if (r->reading == READ_STALE)
		table_remark(t, text(arena_print(a, "if that is how it is on a quiet day: unchanged = \"ok\" in [extract.%.*s]",
			STR(owner->name))));
}

static bool is_alike(const struct read_result *r, const struct read_result *other)
{
	return r->trouble && other->trouble && r->reading == other->reading && !has_snapshot(r) && !has_snapshot(other)
	    && (r->reading == READ_FAILED || r->reading == READ_LATE)
	    && text_is(r->extract->system->name, other->extract->system->name)
	    && text_is(err_cause(text(r->trouble)), err_cause(text(other->trouble)));
}

/* Whether one before it in the list says what became of it. */
static bool is_said(const struct summary *s, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (is_alike(&s->reads[k], &s->reads[i]))
			return true;
	return false;
}

/* A system that refuses its key refuses it for each of its lists: ", and likewise shop.refunds and 3 more". */
static const char *likewise(struct arena *a, const struct summary *s, size_t i)
{
	const struct read_result *other = NULL;
	size_t count = 0;

	for (size_t k = i + 1; k < s->read_count; k++) {
		if (!is_alike(&s->reads[i], &s->reads[k]))
			continue;
		other = other ? other : &s->reads[k];
		count++;
	}
	if (!other)
		return "";
	return arena_print(a, ", and likewise %.*s%s", STR(other->extract->name),
		count > 1 ? arena_print(a, " and %zu more", count - 1) : "");
}

static void reads_text(struct arena *a, struct buf *b, const struct locale *l, const struct summary *s)
{
	struct table *t = table_new(a, "extract >read >staged >unreadable >inserted >updated >deleted");

	for (size_t i = 0; i < s->read_count; i++) {
		const struct read_result *r = &s->reads[i];
		const char *instead = fate(a, r);

		if (is_said(s, i))
			continue;
		table_cell(t, r->extract->name);
		if (instead)
			table_rest(t, text(arena_print(a, "%s%s", instead, likewise(a, s, i))));
		else
			numbers(a, l, t, &r->delta);
		if (!instead)
			remarks(a, l, t, &r->delta);
		if (r->trouble && r->reading != READ_NOT_DUE)
			table_remark(t, text(r->trouble));
		else if (r->reading == READ_STAGED && r->delta.note)
			table_remark(t, text(r->delta.note));
		if (r->earlier)
			table_remark(t, text(r->earlier));
		advice(a, t, r);
	}
	table_write(t, b, "  ");
}

/* ── rules, as text ────────────────────────────────────────────────────────────────────────────────────────────── */

static void exposure_pair(struct arena *a, const struct locale *l, struct table *t, int64_t count,
	struct decimal amount, Str currency, bool shown)
{
	if (count == 0) {
		table_cell(t, S(""));
		table_cell(t, S(""));
		return;
	}
	table_cell(t, shown_count(a, l, count));
	table_cell(t, shown ? shown_amount(a, l, amount, currency) : S(""));
}

/* What differs in its currency, or in no number, has no amount. */
static void exposure_text(struct arena *a, const struct locale *l, struct table *t, const struct exposure *x, Str unit)
{
	bool nothing = decimal_is_zero(x->open) && decimal_is_zero(x->pending) && decimal_is_zero(x->unchecked);
	bool shown = x->currency.len > 0 || (unit.len > 0 && !nothing);
	Str called = x->currency.len > 0 ? x->currency : unit;

	if (x->open_count + x->pending_count + x->unchecked_count == 0)
		return;
	table_print(t, "    %.*s", STR(shown ? called : S("without an amount")));
	exposure_pair(a, l, t, x->open_count, x->open, x->currency, shown && !decimal_is_zero(x->open));
	exposure_pair(a, l, t, x->pending_count, x->pending, x->currency, shown);
	exposure_pair(a, l, t, x->unchecked_count, x->unchecked, x->currency, shown);
}

/* "3012 compared, 2990 agreed, 2 cleared", and why the answer is not whole. */
static void compared_text(struct arena *a, const struct locale *l, struct table *t, const struct verdict *v)
{
	struct buf *b = buf_new(a, LINES_LIMIT);

	also(a, l, b, v->compared, "compared");
	also(a, l, b, v->agreed, "agreed");
	also(a, l, b, v->rounding, v->rounding == 1 ? "differs by rounding" : "differ by rounding");
	also(a, l, b, v->warnings, v->warnings == 1 ? "warning" : "warnings");
	also(a, l, b, v->cleared, "cleared");
	if (b->len > 0)
		table_remark(t, buf_str(b));
	if (v->over_policy)
		table_remark(t, text(v->over_policy));
	if (v->why)
		table_remark(t, text(v->why));
	if (v->overtaken != DATE_NONE)
		table_remark(t, text(arena_print(a, "%.*s compared nothing and is open again: run it again once its files are "
			"there", STR(long_date(a, v->overtaken)))));
	if (v->later != DATE_NONE)
		table_remark(t, text(arena_print(a, "a trial: %.*s is answered already", STR(long_date(a, v->later)))));
}

static void verdict_text(struct arena *a, const struct locale *l, struct table *t, const struct verdict *v,
	date business_date)
{
	const char *answer = arena_print(a, "%.*s: %.*s", STR(v->rule),
		STR(shown_word(text(verdict_name(v->kind)))));
	bool of_another_date = v->kind != VERDICT_NOT_DUE && v->business_date != business_date;

	table_rest(t, of_another_date ? text(arena_print(a, "%s, for %.*s", answer, STR(long_date(a, v->business_date))))
				      : text(answer));
	if (v->kind != VERDICT_NOT_DUE)
		compared_text(a, l, t, v);
	for (size_t i = 0; i < v->exposure_count; i++)
		exposure_text(a, l, t, &v->exposures[i], v->unit);
}

static void verdicts_text(struct arena *a, struct buf *b, const struct locale *l, const struct summary *s)
{
	struct table *t = table_new(a, "rule >- >not_explained >- >waiting >- >could_not_be_checked");

	for (size_t i = 0; i < s->verdict_count; i++)
		verdict_text(a, l, t, &s->verdicts[i], s->business_date);
	table_write(t, b, "  ");
}

/* Of a run that counts nowhere: where its lines are, and how its date comes to count. */
static void trial_text(struct buf *b, const struct summary *s)
{
	bool trial = false;

	for (size_t i = 0; i < s->verdict_count; i++)
		trial = trial || s->verdicts[i].later != DATE_NONE;
	if (!trial)
		return;
	buf_print(b, "\n  A trial counts nowhere, and nothing changes by it. What it found:\n"
		"    counterfoil discrepancies --run %" PRId64 "\n"
		"  For its date to count, take the later dates out, newest first, and run them again after it:\n"
		"    counterfoil rollback SNAPSHOT --reason TEXT\n", s->run_id);
}

static void soon_text(struct arena *a, struct buf *b, const struct summary *s)
{
	for (size_t i = 0; i < s->soon.count; i++) {
		const struct expiry *x = &s->soon.at[i];

		buf_print(b, "%s  to be renewed: %.*s: %.*s %.*s\n", i == 0 ? "\n" : "", STR(x->system), STR(x->what),
			STR(shown_ending(a, x->on, s->today)));
	}
}

static void not_run_text(struct arena *a, struct buf *b, const struct summary *s)
{
	Str nights = shown_between(a, s->before, s->business_date);

	if (nights.len > 0)
		buf_print(b, "\n  not run for %.*s: counterfoil run %.*s --date %s\n", STR(nights), STR(s->job),
			date_text(a, s->before + 1));
}

void summary_text(struct arena *a, struct buf *b, const struct locale *l, Str title, const struct summary *s,
	const char *error)
{
	buf_print(b, "%.*s for %.*s", STR(title), STR(long_date(a, s->business_date)));
	if (s->run_id)
		buf_print(b, ", run %" PRId64, s->run_id);
	buf_print(b, "\n");
	if (s->read_count > 0)
		buf_print(b, "\n");
	reads_text(a, b, l, s);
	if (s->verdict_count > 0)
		buf_print(b, "\n");
	verdicts_text(a, b, l, s);
	if (s->verdict_count == 0 && !error)
		buf_print(b, "\n  no rule was asked, so nothing was compared\n");
	not_run_text(a, b, s);
	soon_text(a, b, s);
	trial_text(b, s);
	if (s->report)
		buf_print(b, "\n  report: %s\n", s->report);
	if (error) {
		buf_print(b, "\n  the run ended early:\n");
		text_wrap(b, text(error), "    ", TEXT_WIDTH - 4);
	}
}

/* ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void put_date(struct arena *a, struct json_out *j, const char *name, date d)
{
	json_put_z(j, name, d == DATE_NONE ? NULL : date_text(a, d));
}

/* Of what has no snapshot all of it is null. */
static void delta_json(struct json_out *j, const struct delta *d, bool is_known)
{
	const struct {
		const char *name;
		int64_t n;
	} counts[] = {
		{"snapshot_id", d->snapshot_id}, {"read", d->counts.read}, {"staged", d->counts.staged},
		{"rejected", d->counts.rejected}, {"filtered", d->counts.filtered}, {"repeated", d->counts.repeated},
		{"duplicate", d->counts.duplicate}, {"stale", d->counts.stale}, {"inserted", d->inserted},
		{"updated", d->updated}, {"deleted", d->deleted}, {"unchanged", d->unchanged}, {"unconfirmed", d->unconfirmed},
	};

	json_put_z(j, "state", is_known ? state_name(d->state) : NULL);
	json_put_z(j, "cause", !is_known ? NULL : d->cause == CAUSE_MAP ? "map" : "source");
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		json_name(j, counts[i].name);
		if (is_known)
			json_int(j, counts[i].n);
		else
			json_null(j);
	}
}

static void read_json(struct arena *a, struct json_out *j, const struct read_result *r)
{
	json_object(j);
	json_put_text(j, "extract", r->extract->name);
	json_put_z(j, "reading", reading_name(r->reading));
	put_date(a, j, "content_date", r->content_date);
	delta_json(j, &r->delta, has_snapshot(r));
	json_put_z(j, "note", r->trouble ? r->trouble : r->delta.note);
	json_put_z(j, "earlier", r->earlier);
	json_put_int(j, "exit_code", r->exit_code);
	json_object_end(j);
}

static void amount_json(struct arena *a, struct json_out *j, const char *name, int64_t count, struct decimal d,
	Str currency)
{
	json_name(j, name);
	json_object(j);
	json_put_int(j, "count", count);
	json_put_text(j, "amount", plain_amount(a, d, currency));
	json_object_end(j);
}

static void exposure_json(struct arena *a, struct json_out *j, const struct exposure *x)
{
	json_object(j);
	json_put_text(j, "currency", x->currency);
	amount_json(a, j, "open", x->open_count, x->open, x->currency);
	amount_json(a, j, "pending", x->pending_count, x->pending, x->currency);
	amount_json(a, j, "unchecked", x->unchecked_count, x->unchecked, x->currency);
	json_object_end(j);
}

static void verdict_json(struct arena *a, struct json_out *j, const struct verdict *v)
{
	json_object(j);
	json_put_text(j, "id", v->rule_id);
	json_put_text(j, "title", v->rule);
	json_put_z(j, "verdict", verdict_name(v->kind));
	json_put_text(j, "unit", v->unit.len > 0 ? v->unit : (Str){0});
	put_date(a, j, "business_date", v->kind == VERDICT_NOT_DUE ? DATE_NONE : v->business_date);
	json_put_int(j, "rule_run_id", v->rule_run_id);
	json_put_int(j, "compared", v->compared);
	json_put_int(j, "agreed", v->agreed);
	json_put_int(j, "open", v->open);
	json_put_int(j, "pending", v->pending);
	json_put_int(j, "rounding", v->rounding);
	json_put_int(j, "warnings", v->warnings);
	json_put_int(j, "unchecked", v->unchecked);
	json_put_int(j, "unknown", v->unknown);
	json_put_int(j, "cleared", v->cleared);
	json_put_z(j, "over_policy", v->over_policy);
	json_put_z(j, "why", v->why);
	json_put_bool(j, "trial", v->later != DATE_NONE);
	put_date(a, j, "later_date", v->later);
	put_date(a, j, "overtaken_date", v->overtaken);
	json_name(j, "amounts");
	json_array(j);
	for (size_t i = 0; i < v->exposure_count; i++)
		exposure_json(a, j, &v->exposures[i]);
	json_array_end(j);
	json_object_end(j);
}

void summary_json(struct arena *a, struct json_out *j, const struct summary *s, const char *error)
{
	json_put_int(j, "run_id", s->run_id);
	put_date(a, j, "business_date", s->business_date);
	json_put_z(j, "error", error);
	json_put_int(j, "exit_code", s->exit_code);
	json_name(j, "exit_codes");
	json_array(j);
	for (size_t i = 0; i < s->code_count; i++)
		json_int(j, s->codes[i]);
	json_array_end(j);
	json_put_z(j, "report", s->report);
	put_date(a, j, "ran_before", s->before);
	json_name(j, "renew");
	json_array(j);
	for (size_t i = 0; i < s->soon.count; i++) {
		json_object(j);
		json_put_text(j, "system", s->soon.at[i].system);
		json_put_text(j, "what", s->soon.at[i].what);
		put_date(a, j, "ends_on", s->soon.at[i].on);
		json_object_end(j);
	}
	json_array_end(j);
	json_name(j, "extracts");
	json_array(j);
	for (size_t i = 0; i < s->read_count; i++)
		read_json(a, j, &s->reads[i]);
	json_array_end(j);
	json_name(j, "rules");
	json_array(j);
	for (size_t i = 0; i < s->verdict_count; i++)
		verdict_json(a, j, &s->verdicts[i]);
	json_array_end(j);
}
