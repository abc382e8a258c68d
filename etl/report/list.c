#include "report/list.h"

#include "db/statement.h"
#include "embedded.h"

struct list {
	struct cursor *cursor;
	const struct report *report;
	const struct rule_report *rule;
};

/* In the order of sql/report/discrepancies.sql and cleared.sql. */
enum column {
	ID, STATUS, EVENT, KIND, FIELD, SIDE, CURRENCY, KEY, KEY_NAMES, AMOUNT, VALUE, TRUTH_SIDE, TRUTH_VALUE,
	MIRROR_VALUE,
	COMPANY, CHANNEL, DUE_AT, OPENED_ON, FIRST_ON, CASE_OPENED_ON, REASON, GROUP_NO, TRUTH_EXTRACT, TRUTH_FILE,
	TRUTH_RECORD, MIRROR_EXTRACT, MIRROR_FILE, MIRROR_RECORD, PARTED_ON, AGREED_ON,
};

bool is_personal(const struct report *report, const struct rule *rule, Str field)
{
	const struct entities *all = report->options->entities;
	const struct field *own = rule_field(rule, field);

	if (own)
		return own->personal;
	for (size_t i = 0; all && i < all->count; i++) {
		int at = entity_field(&all->at[i], field);

		if (at >= 0 && all->at[i].fields[at].personal)
			return true;
	}
	return false;
}

bool list_open(struct arena *a, struct pg *pg, const struct report *report, const struct rule_report *r,
	enum list_kind kind, int64_t limit, struct list **l, struct err *e)
{
	Str rule_run = param_int(a, r->rule_run_id), most = limit > 0 ? param_int(a, limit) : PARAM_NULL;

	*l = arena_new_of(a, struct list);
	(*l)->report = report;
	(*l)->rule = r;
	if (kind == LIST_CLEARED)
		return cursor_open(pg, a, sql_report_cleared, P(rule_run, most), &(*l)->cursor, e);
	if (limit > 0)
		return cursor_open(pg, a, STATEMENT(a, sql_report_discrepancies,
			{"rows", text(sql_report_discrepancies_largest)}), P(rule_run, most), &(*l)->cursor, e);
	return cursor_open(pg, a, STATEMENT(a, sql_report_discrepancies, {"rows", text(sql_report_discrepancies_all)}),
		P(rule_run), &(*l)->cursor, e);
}

static Str at(const struct list *l, struct arena *a, enum column column)
{
	Str s = cursor_at(l->cursor, column);

	return s.at ? text_copy(a, s) : s;
}

static int64_t number_at(const struct list *l, enum column column)
{
	uint64_t n = 0;

	text_uint(cursor_at(l->cursor, column), &n);
	return (int64_t)n;
}

static date date_at(const struct list *l, enum column column)
{
	date d;

	return date_parse(cursor_at(l->cursor, column), &d) ? d : DATE_NONE;
}

static bool amount_at(const struct list *l, struct arena *a, enum column column, struct decimal *d)
{
	Str s = cursor_at(l->cursor, column);

	return s.at && decimal_parse(a, text_copy(a, s), d);
}

static void key_read(const struct list *l, struct arena *a, struct observed *o)
{
	struct buf *joined = buf_new(a, 1 << 20);

	o->key_parts = texts_split(a, at(l, a, KEY), UNIT_SEPARATOR);
	o->key_names = texts_split(a, at(l, a, KEY_NAMES), UNIT_SEPARATOR);
	for (size_t i = 0; i < o->key_parts.count; i++) {
		if (i < o->key_names.count && is_personal(l->report, l->rule->rule, o->key_names.at[i])) {
			o->key_parts.at[i] = S(MASK);
			if (text_is(o->kind, S("look alike")))
				o->reason = S("");
		}
		buf_add(joined, i > 0 ? S("/") : S(""));
		buf_add(joined, o->key_parts.at[i]);
	}
	o->key = buf_str(joined);
}

static void values_read(const struct list *l, struct arena *a, struct observed *o)
{
	bool masked = o->field.len > 0 && is_personal(l->report, l->rule->rule, o->field);

	o->truth_value = at(l, a, TRUTH_VALUE);
	o->mirror_value = at(l, a, MIRROR_VALUE);
	if (masked && o->truth_value.at)
		o->truth_value = S(MASK);
	if (masked && o->mirror_value.at)
		o->mirror_value = S(MASK);
	o->has_amount = amount_at(l, a, AMOUNT, &o->amount);
	/* Without its currency a value says nothing. */
	o->has_value = amount_is_shown(l->rule, o->currency) && amount_at(l, a, VALUE, &o->value);
}

bool list_next(struct list *l, struct arena *a, struct observed *o, struct err *e)
{
	Str due;

	if (!cursor_next(l->cursor, e))
		return false;
	*o = (struct observed){.id = at(l, a, ID), .status = at(l, a, STATUS), .event = at(l, a, EVENT),
		.kind = at(l, a, KIND), .field = at(l, a, FIELD), .side = at(l, a, SIDE), .currency = at(l, a, CURRENCY),
		.truth_side = at(l, a, TRUTH_SIDE), .company = at(l, a, COMPANY), .channel = at(l, a, CHANNEL),
		.reason = at(l, a, REASON), .due_at = INSTANT_NONE, .opened_on = date_at(l, OPENED_ON),
		.first_on = date_at(l, FIRST_ON), .case_opened_on = date_at(l, CASE_OPENED_ON), .group = number_at(l, GROUP_NO),
		.parted_on = date_at(l, PARTED_ON), .agreed_on = date_at(l, AGREED_ON),
		.truth = {at(l, a, TRUTH_EXTRACT), at(l, a, TRUTH_FILE), number_at(l, TRUTH_RECORD)},
		.mirror = {at(l, a, MIRROR_EXTRACT), at(l, a, MIRROR_FILE), number_at(l, MIRROR_RECORD)}};
	due = cursor_at(l->cursor, DUE_AT);
	if (due.at)
		instant_parse(due, &o->due_at);
	key_read(l, a, o);
	values_read(l, a, o);
	return true;
}

static bool each(struct arena *one, const struct list_writing *w, const struct observed *o, struct err *e)
{
	bool written;

	w->row(w->subject, one, o);
	written = output_spill(w->out, e);
	arena_end(one);
	return written;
}

static bool each_held(struct arena *one, const struct list_writing *w, const struct observed_list *held, struct err *e)
{
	for (size_t i = 0; i < held->count; i++)
		if (!each(one, w, &held->at[i], e))
			return false;
	return true;
}

bool list_each(struct arena *a, const struct list_writing *w, enum list_kind kind, struct err *e)
{
	const struct observed_list *held = kind == LIST_OBSERVED ? &w->rule->largest : &w->rule->cleared;
	struct arena *memory = arena_new(a), *one = arena_new(a);
	struct list *l;
	struct observed o;
	bool ok = true;

	/* Asked once: what the page shows is all there is of a list that is not long. */
	if (held->is_whole)
		return each_held(one, w, held, e);
	if (!list_open(memory, w->pg, w->report, w->rule, kind, 0, &l, e))
		return false;
	while (ok && list_next(l, one, &o, e))
		ok = each(one, w, &o, e);
	arena_end(memory);
	return ok && e->kind == ERR_NONE;
}

struct texts list_key_names(struct arena *a, const struct rule_report *r)
{
	struct texts names = {0};

	for (size_t i = 0; i < r->largest.count; i++)
		if (!text_is(r->largest.at[i].kind, S("tolerance")))
			return r->largest.at[i].key_names;
	if (r->cleared.count > 0)
		return r->cleared.at[0].key_names;
	texts_add(a, &names, S("key"));
	return names;
}
