#include "report/workbook_tables.h"

#include "report/sentence.h"

/* What has arrived on the mirrors of a keyed rule; delays in hours, of which a spreadsheet can tell the mean. */

static void counted(struct sheet *s, const struct arriving *m, int64_t count, struct decimal amount)
{
	sheet_count(s, count);
	if (m->has_amounts)
		sheet_amount(s, amount, m->currency);
	else
		sheet_nothing(s);
}

static void hours(struct sheet *s, struct arena *a, const struct arriving *m, int64_t seconds)
{
	enum { TENTHS_OF_HOUR = 360 };

	if (m->has_delay)
		sheet_amount(s, decimal_shift(decimal_of(a, seconds / TENTHS_OF_HOUR), -1), S(""));
	else
		sheet_nothing(s);
}

static void rows(struct sheet *s, struct arena *a, const struct report *report, const struct rule_report *r,
	const struct texts *titles)
{
	sheet_titles(s, titles);
	for (size_t i = 0; i < r->arrival_count; i++) {
		const struct arriving *m = &r->arrivals[i];

		sheet_text(s, side_title(a, report, r, m->side));
		sheet_text(s, m->channel);
		sheet_text(s, m->currency.len > 0 ? m->currency : r->unit);
		counted(s, m, m->due, m->due_amount);
		counted(s, m, m->arrived, m->arrived_amount);
		counted(s, m, m->late, m->late_amount);
		sheet_count(s, m->unknown);
		hours(s, a, m, m->median);
		hours(s, a, m, m->most);
		sheet_text(s, m->lag);
		sheet_row_end(s);
	}
}

void workbook_arrivals(struct arena *a, struct workbook *w, const struct report *report, const struct rule_report *r)
{
	static const char *const columns[] = {"To", "Channel", "Currency or unit", "Must be there", "Must be there, amount",
		"Arrived", "Arrived, amount", "Late", "Late, amount", "Since when is unknown", "Half within, hours",
		"95 in 100 within, hours", "Allowed"};
	struct texts titles = TITLES(a, columns);
	struct sheet *s = sheet_new(w, text(arena_print(a, "%.*s arrivals", STR(r->id))), 2);

	if (r->arrival_count == 0)
		return;
	rows(s, a, report, r, &titles);
	sheet_open(s);
	rows(s, a, report, r, &titles);
	sheet_end(s);
}
