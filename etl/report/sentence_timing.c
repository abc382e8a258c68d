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
