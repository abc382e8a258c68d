#include "report/titles.h"

#include "report/sentence.h"

struct title {
	const char *stored, *title;
};

static const struct title events[] = {
	{"opened", "new"}, {"reopened", "came back"}, {"changed", "changed"}, {"lapsed", "lapsed"},
	{"carried", "could not be checked tonight"},
};

static const struct title inputs[] = {
	{"fresh", "read"}, {"stale", "stale: old content under a new name"}, {"late", "late: nothing was there"},
	{"failed", "failed: could not be read"}, {"held", "held: by a guard"}, {"refused", "refused: by a limit"},
	{"partial", "partial: a part is missing"}, {"not due", "not due"},
	{"kept", "kept: not read anew"},
};

static const struct title lines[] = {
	{"agreed", "Agree"},
	{"within tolerance", "Differ within tolerance"},
	{"timing", "Explained by movements between the two moments"},
	{"opening", "Opening items, from before the rule began"},
	{"young", "Younger than the cut"},
	{"waiting", "Waiting"},
	{"not paid out", "Not yet paid out: of none known yet"},
	{"not comparable", "Could not be checked"},
	{"filtered", "Of what a declared filter leaves out"},
	{"warning", "Warnings"},
	{"residual", "Not explained: the amounts differ"},
	{"rounding", "Differ by rounding"},
	{"counted twice", "Not explained: an amount stands again"},
	{"missing", "Not explained: no parts at all"},
	{"unexpected", "Not explained: parts of nothing known"},
	{"currency", "Not explained: in another currency"},
	{"twice", "Not explained: stands twice"},
	/* of the list */
	{"found", "Not explained by tonight\xE2\x80\x99s amounts"},
	{"tolerance", "Tolerance over its budget"},
	{"carried", "From before; could not be checked tonight"},
	{"open", "Not explained, as listed below"},
};

static const struct title hop_lines[] = {
	{"entered", "Came"}, {"reached", "Went on"}, {"waiting", "Waiting"}, {"broken", "Broken"},
	{"not comparable", "Could not be checked"}, {"ends", "Need not come"}, {"unexpected", "From nowhere, or too much"},
};

#define TITLE_IN(titles, stored, other) title_in((titles), sizeof (titles) / sizeof *(titles), (stored), (other))

static const char *title_in(const struct title *titles, size_t count, Str stored, const char *otherwise)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(stored, text(titles[i].stored)))
			return titles[i].title;
	return otherwise;
}

const char *event_title(Str event)
{
	return TITLE_IN(events, event, NULL);
}

const char *input_title(Str status)
{
	return TITLE_IN(inputs, status, "");
}

Str as_of_title(struct arena *a, Str source)
{
	Str from, at;

	text_cut(source, ':', &from, &at);
	if (text_is(from, S("name")))
		return S("by the name of the file");
	if (text_is(from, S("landed")))
		return S("by its arrival");
	if (text_is(from, S("window")))
		return S("by how far it was read");
	return text(arena_print(a, text_is(from, S("max")) ? "by its newest %.*s" : "by its header %.*s", STR(at)));
}

const char *standing_title(Str line, bool listed)
{
	if (listed && text_is(line, S("twice")))
		return "Stands twice: at stake";
	if (listed && text_is(line, S("currency")))
		return "In another currency: no amount";
	return TITLE_IN(lines, line, "Other");
}

const char *risk_title(Str kind)
{
	return text_is(kind, S("dead")) ? "On hand and does not move" : "May be sold and is not there";
}

Str parts_title(const struct rule_report *r)
{
	Str title = S("Parts");

	for (size_t i = 0; i < r->term_count; i++)
		if (r->terms[i].number > 1)
			return S("Parts");
		else if (r->terms[i].number == 1)
			title = r->terms[i].title;
	return title;
}

Str whole_title(const struct rule_report *r)
{
	for (size_t i = 0; i < r->term_count; i++)
		if (r->terms[i].number == 0)
			return r->terms[i].title;
	return S("Whole");
}

Str line_title(struct arena *a, const struct line_total *l)
{
	if (l->number > 0)
		return l->title;
	if (l->number < 0)
		return S("Of a kind that could not be read");
	return l->title.len == 0 ? S("Of no kind") : text(arena_print(a, "Not declared: %.*s", STR(l->title)));
}

Str list_title(struct arena *a, const struct report *report, const struct rule_report *r, size_t list)
{
	static const char *const plain[] = {"First list", "Second list"};

	return r->rule && list < r->rule->side_count ? side_title(a, report, r, r->rule->sides[list].name)
	     : text(plain[list]);
}

const char *hop_line_title(Str line)
{
	return TITLE_IN(hop_lines, line, "");
}

const char *hop_days_title(int64_t days)
{
	if (days < 8)
		return days < 2 ? "0\xE2\x80\x93" "1" : "2\xE2\x80\x93" "7";
	return days < 31 ? "8\xE2\x80\x93" "30" : "over 30";
}

Str hop_title(const struct rule *rule, Str name)
{
	for (size_t i = 0; rule && rule->kind == RULE_CHAIN && i < rule->side_count; i++)
		if (text_is(rule->sides[i].name, name))
			return rule->hops[i].title;
	return S("");
}

Str company_title(const struct report *report, Str name)
{
	const struct companies *all = report->options->companies;

	for (size_t i = 0; all && i < all->count; i++)
		if (text_is(all->at[i].name, name) && all->at[i].title.len > 0)
			return all->at[i].title;
	return name;
}
