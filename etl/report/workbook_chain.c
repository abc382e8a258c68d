#include "report/workbook_tables.h"

#include "report/titles.h"

/* What stands at the hops of a chain, a row for each line, so that a spreadsheet can add up by hop, age or currency. */

static void rows(struct sheet *s, const struct rule_report *r, const struct texts *titles)
{
	sheet_titles(s, titles);
	for (size_t i = 0; i < r->hop_line_count; i++) {
		const struct hop_line *l = &r->hop_lines[i];
		const struct hop_shown *h = &r->hops[l->hop];

		sheet_text(s, h->title);
		sheet_text(s, l->hop > 0 ? r->hops[h->after].title : S(""));
		sheet_text(s, text(hop_line_title(l->line)));
		if (l->days < 0)
			sheet_nothing(s);
		else
			sheet_text(s, text(hop_days_title(l->days)));
		sheet_text(s, l->currency.len > 0 ? l->currency : r->unit);
		sheet_count(s, l->count);
		if (amount_is_shown(r, l->currency))
			sheet_amount(s, l->amount, l->currency);
		else
			sheet_nothing(s);
		sheet_row_end(s);
	}
}

void workbook_chain(struct arena *a, struct workbook *w, const struct rule_report *r)
{
	static const char *const columns[] = {"Hop", "After", "What became of it", "Days since the hop before",
		"Currency or unit", "Number", "Amount"};
	struct texts titles = TITLES(a, columns);
	struct sheet *s = sheet_new(w, text(arena_print(a, "%.*s hops", STR(r->id))), 1);

	if (r->hop_count == 0)
		return;
	rows(s, r, &titles);
	sheet_open(s);
	rows(s, r, &titles);
	sheet_end(s);
}
