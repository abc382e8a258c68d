#include "report/close.h"

#include "report/shown.h"

Str closed_month(struct arena *a, date month)
{
	static const char *const months[] = {"", "January", "February", "March", "April", "May", "June", "July", "August",
		"September", "October", "November", "December"};
	int32_t year;
	int number, day;

	date_split(month, &year, &number, &day);
	return text(arena_print(a, "%s %d", months[number], (int)year));
}

const char *closed_kind_title(Str against, Str kind)
{
	static const struct { const char *against, *kind, *title; } words[] = {
		{"before", "late", "came late into a closed month"}, {"before", "changed", "changed in a closed month"},
		{"before", "gone", "gone from a closed month"}, {"before", "redated", "moved out of a closed month"},
		{"balance", "between midnights", "between the two midnights"},
		{"ledger", "cut-off", "cut-off: in another month there"}, {"ledger", "missing", "missing in the ledger"},
		{"ledger", "unexpected", "in the ledger alone"}, {"ledger", "amount", "another amount in the ledger"},
		{"ledger", "exchange difference", "exchange difference"},
		{"ledger", "other currency", "another currency in the ledger"},
		{"ledger", "opening", "difference of the openings"}, {"before", "not comparable", "could not be checked"},
		{"ledger", "not comparable", "could not be checked"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(against, text(words[i].against)) && text_is(kind, text(words[i].kind)))
			return words[i].title;
	return "";
}

static bool is_provider(const struct closed_position *p)
{
	return text_is(p->kind, S("provider"));
}

Str closed_line_title(struct arena *a, const struct closed_position *p, const struct closed_line *l)
{
	static const struct { const char *line, *title; } words[] = {
		{"before", "Closing of the month before, as it was closed"}, {"before rest", "Not explained since then"},
		{"opening", "Opening"}, {"closing", "Closing"}, {"balance rest", "Not explained to the balance"},
		{"ledger", "Ledger"}, {"ledger rest", "Not explained to the ledger"},
	};

	if (text_is(l->line, S("movement")))
		return l->declared ? l->title : text(arena_print(a, "%.*s (not declared)", STR(l->title)));
	if (text_is(l->line, S("balance")))
		return is_provider(p) ? S("Balance of the provider") : S("Stated balance");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(l->line, text(words[i].line)))
			return text(words[i].title);
	return l->line;
}
