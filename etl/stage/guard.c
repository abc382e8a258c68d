#include "stage/staging.h"

#include <stdio.h>
#include <string.h>

/*
 * Guards are a business's word on how much may change in one night.  Changes are updates and deletes of rows that are
 * there, in the snapshot's scope; new rows are none, because lists of events are new every night.  A mended map is
 * outside the guards; an empty list never is, nor what the contract on its records says.
 */

/* 3015 is "3 015". */
static const char *grouped(struct arena *a, int64_t n)
{
	char *digits = arena_print(a, "%lld", (long long)n);
	size_t length = strlen(digits);
	struct buf *b = buf_new(a, 64);

	for (size_t i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-')
			buf_byte(b, ' ');
		buf_byte(b, digits[i]);
	}
	buf_byte(b, '\0');
	return b->at;
}

static const char *share_text(struct arena *a, const struct share *limit)
{
	return arena_print(a, "%s%s", text_z(a, decimal_text(a, limit->amount)), limit->percent ? " %" : "");
}

static bool is_over(struct arena *a, const struct share *limit, int64_t n, int64_t of, int64_t at_least)
{
	struct decimal left, right;

	if (!limit->given)
		return false;
	if (!limit->percent)
		return decimal_compare(decimal_of(a, n), limit->amount) > 0;
	if (of < at_least)
		return false;
	left = decimal_shift(decimal_of(a, n), 2);
	right = decimal_multiply(a, limit->amount, decimal_of(a, of));
	return decimal_compare(left, right) > 0;
}

/* "would delete 412 of 3 015 rows (13.7 %), more than max_delete = 5 %" */
static void say(struct stage *s, const char *what, int64_t n, int64_t of, const char *things, const char *name,
		const struct share *limit)
{
	int64_t tenths = of > 0 ? (n * 1000 + of / 2) / of : 0;

	stage_note(s, arena_print(s->memory, "%s %s of %s %s (%lld.%lld %%), more than %s = %s", what,
				  grouped(s->memory, n), grouped(s->memory, of), things, (long long)(tenths / 10),
				  (long long)(tenths % 10), name, share_text(s->memory, limit)));
}

bool rejects_are_over(struct stage *s, int64_t rejected, int64_t read)
{
	const struct share *limit = &s->in.intake->reject_limit;

	if (!is_over(s->memory, limit, rejected, read, 0))
		return false;
	say(s, "could not read", rejected, read, "records", "reject_limit", limit);
	return true;
}

static bool too_many_rejects(struct stage *s)
{
	if (!rejects_are_over(s, s->counts.rejected, s->counts.read))
		return false;
	stage_note(s, arena_print(s->memory, "most often %.*s; see counterfoil rejects --run %lld",
				  STR(rejects_commonest(s)), (long long)s->in.run_id));
	s->over_rejects = true;
	return !s->in.intake->load_over_limit;
}

static bool too_many_changes(struct stage *s)
{
	const struct intake *k = s->in.intake;
	int64_t updated = s->written - s->inserted - s->newly_unconfirmed;
	bool held = false;

	if (is_over(s->memory, &k->max_delete, s->lacking, s->within, k->at_least)) {
		say(s, "would delete", s->lacking, s->within, "rows", "max_delete", &k->max_delete);
		held = true;
	}
	if (is_over(s->memory, &k->max_change, updated + s->lacking, s->within, k->at_least)) {
		say(s, "would change", updated + s->lacking, s->within, "rows", "max_change", &k->max_change);
		held = true;
	}
	return held;
}

static bool is_suspiciously_empty(struct stage *s)
{
	if (s->counts.read > 0 || s->in.intake->mode != MODE_FULL || s->in.intake->empty_is_fine)
		return false;
	stage_note(s, arena_print(s->memory, "no records, where the last snapshot left %s rows; on_empty = \"ok\" would "
				  "let that in", grouped(s->memory, s->live)));
	return true;
}

enum snapshot_state guard(struct stage *s)
{
	bool refused = too_many_rejects(s), empty = is_suspiciously_empty(s);
	bool held = empty || s->is_to_hold || (s->plan == PLAN_LIVE && s->cause == CAUSE_SOURCE && too_many_changes(s));

	if (s->in.release)
		stage_note(s, arena_print(s->memory, "released: %s", s->in.release));
	else if (refused)
		return SNAPSHOT_REFUSED;
	else if (held)
		return SNAPSHOT_HELD;
	return s->plan == PLAN_ASIDE ? SNAPSHOT_ASIDE : SNAPSHOT_LIVE;
}
