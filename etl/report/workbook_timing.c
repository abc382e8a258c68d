#include "report/workbook_tables.h"

#include "report/titles.h"

/* ── what moved ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void timed_cells(struct sheet *s, struct arena *a, const struct rule_report *r, const struct timed *t)
{
	sheet_text(s, t->key);
	sheet_text(s, t->currency.len > 0 ? t->currency : r->unit);
	sheet_text(s, t->explained ? S("explained") : S("not explained"));
	sheet_amount(s, t->difference, t->currency);
	sheet_amount(s, t->accounted, t->currency);
	sheet_amount(s, decimal_subtract(a, t->difference, t->accounted), t->currency);
}

/* A difference has a row for each of its movements, and one if it has none. */
static void timed_rows(struct sheet *s, struct arena *a, const struct rule_report *r, const struct texts *titles)
{
	sheet_titles(s, titles);
	for (size_t i = 0; i < r->timed.count; i++) {
		const struct timed *t = &r->timed.at[i];

		for (size_t k = 0; k < t->moved_count; k++) {
			timed_cells(s, a, r, t);
			sheet_text(s, t->moved[k].key);
			sheet_moment(s, t->moved[k].at);
			sheet_amount(s, t->moved[k].amount, t->currency);
			sheet_row_end(s);
		}
		if (t->moved_count == 0) {
			timed_cells(s, a, r, t);
			sheet_row_end(s);
		}
	}
}

static void timed(struct arena *a, struct workbook *w, const struct rule_report *r)
{
	static const char *const columns[] = {"What differs", "Currency or unit", "Movements", "Difference",
		"Accounted for", "Left", "Movement", "When", "Moved"};
	struct texts titles = TITLES(a, columns);
	struct sheet *s;

	if (r->timed.count == 0)
		return;
	s = sheet_new(w, text(arena_print(a, "%.*s movements", STR(r->id))), 1);
	timed_rows(s, a, r, &titles);
	sheet_open(s);
	timed_rows(s, a, r, &titles);
	sheet_end(s);
}

/* ── at risk ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static void risk_rows(struct sheet *s, const struct rule_report *r, const struct texts *titles)
{
	sheet_titles(s, titles);
	for (size_t i = 0; i < r->risk_count; i++) {
		const struct risk *k = &r->risks[i];

		sheet_text(s, text(risk_title(k->kind)));
		sheet_count(s, k->count);
		sheet_amount(s, k->units, S(""));
		sheet_text(s, r->unit);
		if (k->has_cost)
			sheet_amount(s, k->cost, k->currency);
		else
			sheet_nothing(s);
		sheet_text(s, k->currency);
		sheet_row_end(s);
	}
}

static void risks(struct arena *a, struct workbook *w, const struct rule_report *r)
{
	static const char *const columns[] = {"Stock at risk", "Number", "Units", "Unit", "At cost", "Currency"};
	struct texts titles = TITLES(a, columns);
	struct sheet *s;

	if (r->risk_count == 0)
		return;
	s = sheet_new(w, text(arena_print(a, "%.*s at risk", STR(r->id))), 1);
	risk_rows(s, r, &titles);
	sheet_open(s);
	risk_rows(s, r, &titles);
	sheet_end(s);
}

void workbook_timing(struct arena *a, struct workbook *w, const struct rule_report *r)
{
	timed(a, w, r);
	risks(a, w, r);
}
