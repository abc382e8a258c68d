#include "report/sentence.h"

#include "report/shown.h"

/* What a rule, and a run, answered, in one or two sentences. */

enum { SENTENCE_LIMIT = 1 << 20 };

/* ── the answer ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void count_add(struct buf *b, const struct report *report, struct arena *a, int64_t n, const char *one,
	const char *many)
{
	buf_print(b, "%.*s %s", STR(shown_count(a, report->locale, n)), n == 1 ? one : many);
}

static void changes_add(struct buf *b, struct arena *a, const struct report *report, const struct rule_report *r)
{
	int64_t new = events_of(r, "open", "opened"), again = events_of(r, "open", "reopened");
	int64_t gone = cleared_count(r);

	if (r->previous == DATE_NONE)
		return;
	buf_print(b, "; %.*s new since %.*s", STR(new > 0 ? shown_count(a, report->locale, new) : S("none")),
		STR(short_date(a, r->previous)));
	if (again > 0)
		buf_print(b, ", %.*s came back", STR(shown_count(a, report->locale, again)));
	if (gone > 0)
		buf_print(b, ", %.*s gone", STR(shown_count(a, report->locale, gone)));
}

/* Of those that are open, what could not be looked at tonight is no finding of tonight's. */
static void open_add(struct buf *b, struct arena *a, const struct report *report, const struct rule_report *r)
{
	int64_t carried = events_of(r, "open", "carried"), found = events_of(r, "open", NULL) - carried;

	if (found == 0)
		buf_print(b, "nothing is unexplained");
	else
		count_add(b, report, a, found, "difference is not explained", "differences are not explained");
	if (carried > 0) {
		buf_print(b, ", and ");
		count_add(b, report, a, carried, "that was open before could not be looked at",
			"that were open before could not be looked at");
	}
	changes_add(b, a, report, r);
	buf_byte(b, '.');
}

static bool is_alike(const struct source_input *in, const struct source_input *other)
{
	Str system = text_head(in->extract, text_find_byte(in->extract, '.'));
	Str others = text_head(other->extract, text_find_byte(other->extract, '.'));

	return in->reason.len > 0 && other->reason.len > 0 && text_is(system, others)
	    && text_is(err_cause(in->reason), err_cause(other->reason));
}

static bool is_said(const struct rule_report *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (is_alike(&r->inputs[k], &r->inputs[i]))
			return true;
	return false;
}

/* Those of one system that met the same are named together. */
static void inputs_add(struct buf *b, const struct rule_report *r)
{
	for (size_t i = 0; i < r->input_count; i++) {
		if (r->inputs[i].reason.len == 0 || is_said(r, i))
			continue;
		buf_print(b, "%s%.*s", b->len > 0 ? "; " : "", STR(r->inputs[i].title));
		for (size_t k = i + 1; k < r->input_count; k++)
			if (is_alike(&r->inputs[i], &r->inputs[k]))
				buf_print(b, ", %.*s", STR(r->inputs[k].title));
		buf_print(b, ": %.*s", STR(r->inputs[i].reason));
	}
}

/* Of which something is unknown although all inputs are there. */
static bool is_unknown(const struct unchecked *u)
{
	return text_is(u->cause, S("unreadable")) || text_is(u->cause, S("unconfirmed"))
	    || text_is(u->cause, S("currencies")) || text_is(u->cause, S("movements")) || text_is(u->cause, S("matches"));
}

/* "3 keys: unreadable record in erp", over all currencies. */
static void unknown_add(struct buf *b, struct arena *a, const struct report *report, const struct rule_report *r)
{
	struct texts said = {0};

	for (size_t i = 0; i < r->unchecked_count; i++) {
		const struct unchecked *u = &r->unchecked[i];
		int64_t count = 0;

		if (!is_unknown(u) || texts_has(&said, u->reason))
			continue;
		texts_add(a, &said, u->reason);
		for (size_t k = i; k < r->unchecked_count; k++)
			count += text_is(r->unchecked[k].reason, u->reason) ? r->unchecked[k].count : 0;
		buf_add(b, b->len > 0 ? S("; ") : S(""));
		count_add(b, report, a, count, "key: ", "keys: ");
		buf_add(b, reason_shown(a, report, r, u->reason));
	}
}

/* What was in the way, in brackets; what the model does not tell apart as the rule run says it. */
static Str troubles(struct arena *a, const struct report *report, const struct rule_report *r)
{
	struct buf *b = buf_new(a, SENTENCE_LIMIT);

	inputs_add(b, r);
	unknown_add(b, a, report, r);
	if (b->len == 0)
		return r->why.len > 0 ? r->why : S("an input is not complete");
	return buf_str(b);
}

bool nothing_compared(const struct rule_report *r)
{
	int64_t found = events_of(r, "open", NULL) - events_of(r, "open", "carried");
	bool unread = false;

	for (size_t i = 0; i < r->input_count; i++)
		unread = unread || !r->inputs[i].staged;
	return unread && r->compared == 0 && found == 0;
}

/* What stood open goes on as it was, which is no finding of tonight's. */
static void nothing_add(struct buf *b, struct arena *a, const struct report *report, const struct rule_report *r)
{
	int64_t open = events_of(r, "open", NULL);

	buf_print(b, "Nothing could be compared (%.*s).", STR(troubles(a, report, r)));
	if (open == 0)
		return;
	buf_byte(b, ' ');
	count_add(b, report, a, open, "difference that was open before stays open.",
		"differences that were open before stay open.");
}

/* Nothing is in the way but that a later run could not read again what is there. */
static bool rests_on_earlier(const struct rule_report *r)
{
	bool kept = false;

	for (size_t i = 0; i < r->input_count; i++) {
		if (r->inputs[i].reason.len > 0 && !text_is(r->inputs[i].status, S("kept")))
			return false;
		kept = kept || r->inputs[i].reason.len > 0;
	}
	for (size_t i = 0; i < r->unchecked_count; i++)
		kept = kept && !is_unknown(&r->unchecked[i]);
	return kept;
}

Str verdict_sentence(struct arena *a, const struct report *report, const struct rule_report *r)
{
	struct buf *b = buf_new(a, SENTENCE_LIMIT);

	if (text_is(r->verdict, S("agreed"))) {
		buf_add(b, agreed_sentence(a, report, r));
	} else if (text_is(r->verdict, S("pending"))) {
		buf_print(b, "Nothing is wrong; ");
		count_add(b, report, a, events_of(r, "pending", NULL), "difference is within its normal delay.",
			"differences are within their normal delay.");
	} else if (text_is(r->verdict, S("warnings"))) {
		buf_print(b, "Nothing is unexplained; ");
		count_add(b, report, a, events_of(r, "warning", NULL), "warning should be looked at.",
			"warnings should be looked at.");
	} else if (text_is(r->verdict, S("incomplete")) && nothing_compared(r)) {
		nothing_add(b, a, report, r);
	} else if (text_is(r->verdict, S("incomplete")) && rests_on_earlier(r)) {
		buf_print(b, "An input was to be read again (%.*s). By what was read before, ", STR(troubles(a, report, r)));
		open_add(b, a, report, r);
	} else if (text_is(r->verdict, S("incomplete"))) {
		buf_print(b, "Not everything could be compared (%.*s). Of what could be, ", STR(troubles(a, report, r)));
		open_add(b, a, report, r);
	} else {
		open_add(b, a, report, r);
		sentence_begins(b);
	}
	return buf_str(b);
}

/* ── the answers of a run ──────────────────────────────────────────────────────────────────────────────────────── */

/* Each rule is one of these, so that they add up to all of them. */
enum answer { AGREES, DIFFERS, DIFFERS_IN_PART, IN_PART, AT_REST, ANSWERS };

static enum answer answer_of(const struct rule_report *r)
{
	bool differs = events_of(r, "open", NULL) > 0, part = text_is(r->verdict, S("incomplete"));

	if (differs)
		return part ? DIFFERS_IN_PART : DIFFERS;
	if (part)
		return IN_PART;
	return text_is(r->verdict, S("agreed")) ? AGREES : AT_REST;
}

static const char *const of_one[ANSWERS] = {
	[AGREES] = "The one rule agrees.",
	[DIFFERS] = "The one rule has differences that nobody has explained.",
	[DIFFERS_IN_PART] = "The one rule has differences that nobody has explained, and was compared only in part.",
	[IN_PART] = "The one rule has no difference, and could not be compared whole.",
	[AT_REST] = "The one rule has only what is waiting, or warnings.",
};

static void agreeing_add(struct buf *b, struct arena *a, const struct report *report, int64_t agreeing)
{
	buf_print(b, "%.*s of ", STR(shown_count(a, report->locale, agreeing)));
	count_add(b, report, a, (int64_t)report->rule_count, "rule", "rules");
	buf_print(b, agreeing == 1 ? " agrees" : " agree");
}

static void answer_add(struct buf *b, struct arena *a, const struct report *report, int64_t n, const char *before,
	const char *one, const char *many)
{
	if (n == 0)
		return;
	buf_print(b, "%s", before);
	count_add(b, report, a, n, one, many);
}

Str run_sentence(struct arena *a, const struct report *report)
{
	struct buf *b = buf_new(a, SENTENCE_LIMIT);
	int64_t count[ANSWERS] = {0};

	if (report->rule_count == 0)
		return report->not_due_count > 0 ? S("No rule was due, so nothing was compared.")
			: S("No rule was asked, so nothing was compared.");
	if (report->rule_count == 1)
		return text(of_one[answer_of(&report->rules[0])]);
	for (size_t i = 0; i < report->rule_count; i++)
		count[answer_of(&report->rules[i])]++;
	agreeing_add(b, a, report, count[AGREES]);
	answer_add(b, a, report, count[DIFFERS] + count[DIFFERS_IN_PART], "; ",
		"has differences that nobody has explained", "have differences that nobody has explained");
	answer_add(b, a, report, count[DIFFERS_IN_PART], ", ", "of them compared only in part",
		"of them compared only in part");
	answer_add(b, a, report, count[IN_PART], "; ", "without a difference could not be compared whole",
		"without a difference could not be compared whole");
	answer_add(b, a, report, count[AT_REST], "; ", "has only what is waiting, or warnings",
		"have only what is waiting, or warnings");
	buf_byte(b, '.');
	return buf_str(b);
}
