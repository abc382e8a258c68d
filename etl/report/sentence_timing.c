#include "report/sentence.h"

#include "report/shown.h"

static int64_t timing_count(const struct rule_report *r)
{
	int64_t count = 0;

	for (size_t i = 0; i < r->standing_count; i++)
		count += text_is(r->standing[i].line, S("timing")) ? r->standing[i].count : 0;
	return count;
}

static Str differing(struct arena *a, const struct report *report, const struct rule_report *r, int64_t count)
{
	return text(arena_print(a, "%.*s %s, and %.*s %s", STR(shown_count(a, report->locale, r->agreed)),
		r->agreed == 1 ? "agrees" : "agree", STR(shown_count(a, report->locale, count)), count == 1
		? "differs by what moved between the two moments at which it was read"
		: "differ by what moved between the two moments at which they were read"));
}

Str agreed_sentence(struct arena *a, const struct report *report, const struct rule_report *r)
{
	Str compared = shown_count(a, report->locale, r->compared);
	int64_t explained = timing_count(r);

	if (explained == 0)
		return text(arena_print(a, "%.*s %s", STR(compared), r->compared == 1 ? "key was compared and agrees."
			: "keys were compared, and all agree."));
	return text(arena_print(a, "%.*s %s compared: %.*s.", STR(compared), r->compared == 1 ? "key was" : "keys were",
		STR(differing(a, report, r, explained))));
}

/* ── of one discrepancy ────────────────────────────────────────────────────────────────────────────────────────── */

static void reason_add(struct buf *b, Str reason)
{
	size_t from = b->len;

	if (reason.len == 0)
		return;
	buf_print(b, " %.*s.", STR(reason));
	if (b->at[from + 1] >= 'a' && b->at[from + 1] <= 'z')
		b->at[from + 1] = (char)(b->at[from + 1] - 'a' + 'A');
}

static void parted_add(struct buf *b, struct arena *a, const struct rule_report *r, const struct observed *o)
{
	if (o->parted_on == DATE_NONE || r->previous == DATE_NONE)
		return;
	if (o->agreed_on == DATE_NONE)
		buf_print(b, " They were never seen to agree.");
	else
		buf_print(b, " Apart since %.*s; they last agreed on %.*s.", STR(long_date(a, o->parted_on)),
			STR(long_date(a, o->agreed_on)));
}

bool until_shown(struct arena *a, Str reason, Str *shown)
{
	enum { LENGTH = 10 };              /* of 2026-03-31 */
	static const char *const begins[] = {"can be put right until ", "could be put right until "};
	date day;

	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
		Str rest = text_from(reason, strlen(begins[i]));

		if (!text_begins(reason, text(begins[i])) || !date_parse(text_head(rest, LENGTH), &day))
			continue;
		*shown = text(arena_print(a, "%s%.*s%.*s", begins[i], STR(long_date(a, day)), STR(text_from(rest, LENGTH))));
		return true;
	}
	return false;
}

/* Whether its reason says when the value that counts began to, or what limits a kit. */
static bool is_explained(const struct rule_report *r, const struct observed *o)
{
	const struct rule *rule = r->rule;

	if (text_begins(o->reason, S("limited by ")))
		return true;
	for (size_t i = 0; rule && o->field.len > 0 && i < rule->compare_count; i++)
		if (rule->compare[i].since >= 0 && text_is(rule->entity->fields[rule->compare[i].field].name, o->field))
			return true;
	return false;
}

Str timing_said(struct arena *a, const struct rule_report *r, const struct observed *o)
{
	bool at_risk = text_is(o->kind, S("oversell")) || text_is(o->kind, S("dead"));
	bool waits = text_is(o->status, S("pending")), stands = text_is(o->status, S("open"));
	bool carried = text_is(o->event, S("carried"));
	struct buf *b = buf_new(a, 1 << 16);
	Str until;

	if (!waits && until_shown(a, o->reason, &until))
		reason_add(b, until);
	else if (at_risk || (stands && !carried && (r->timed.given || is_explained(r, o))))
		reason_add(b, o->reason);
	parted_add(b, a, r, o);
	return buf_str(b);
}
