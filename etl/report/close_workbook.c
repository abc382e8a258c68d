#include "report/close.h"

#include "report/sheet.h"
#include "report/shown.h"

/* Overview with the lines of all positions, items with each difference, nights, waiting, and what it was made from. */

struct filling {
	struct arena *a;
	const struct closed *c;
	struct sheet *s;
};

static struct texts titles_of(struct arena *a, const char *const *titles, size_t count)
{
	struct texts all = {0};

	for (size_t i = 0; i < count; i++)
		texts_add(a, &all, text(titles[i]));
	return all;
}

#define TITLES(a, ...) titles_of(a, (const char *const[]){__VA_ARGS__}, \
	sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void fact(const struct filling *f, const char *what, Str value)
{
	sheet_text(f->s, text(what));
	sheet_prose(f->s, value);
	sheet_row_end(f->s);
}

/* ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void position_cells(const struct filling *f, const struct closed_position *p)
{
	sheet_text(f->s, p->id);
	sheet_text(f->s, p->title);
	sheet_text(f->s, shown_word(p->verdict));
}

static void line_row(const struct filling *f, const struct closed_position *p, const struct closed_line *l)
{
	position_cells(f, p);
	sheet_text(f->s, l->currency);
	sheet_text(f->s, closed_line_title(f->a, p, l));
	sheet_count(f->s, l->count);
	sheet_amount(f->s, l->amount, l->currency);
	sheet_row_end(f->s);
}

static void kind_row(const struct filling *f, const struct closed_position *p, const struct closed_kind *k)
{
	position_cells(f, p);
	sheet_text(f->s, k->currency);
	sheet_text(f->s, text(closed_kind_title(k->against, k->kind)));
	sheet_count(f->s, k->count);
	sheet_amount(f->s, k->net, k->currency);
	sheet_row_end(f->s);
}

/* The kinds of a difference stand before what of it has no name. */
static void position_rows(const struct filling *f, const struct closed_position *p)
{
	for (size_t i = 0; i < p->line_count; i++) {
		const struct closed_line *l = &p->lines[i];

		for (size_t k = 0; k < p->kind_count; k++)
			if (text_is(p->kinds[k].currency, l->currency)
				&& text_is(l->line, text(arena_print(f->a, "%.*s rest", STR(p->kinds[k].against)))))
				kind_row(f, p, &p->kinds[k]);
		line_row(f, p, l);
	}
	for (size_t i = 0; i < p->reasons.count; i++) {
		position_cells(f, p);
		sheet_nothing(f->s);
		sheet_text(f->s, p->reasons.at[i]);
		sheet_row_end(f->s);
	}
}

static void overview(const struct filling *f, const struct texts *titles)
{
	const struct closed *c = f->c;

	sheet_bold(f->s, text(arena_print(f->a, "%.*s, %.*s", STR(closed_month(f->a, c->month)), STR(c->title))));
	sheet_row_end(f->s);
	fact(f, "Close", text(arena_print(f->a, "%lld", (long long)c->number)));
	fact(f, "Verdict", shown_word(c->verdict));
	sheet_row_end(f->s);
	sheet_titles(f->s, titles);
	for (size_t i = 0; i < c->position_count; i++)
		position_rows(f, &c->positions[i]);
}

static void overview_sheet(struct filling *f, struct workbook *w)
{
	struct texts titles = TITLES(f->a, "Position", "Title", "Verdict", "Currency", "Line", "Number", "Amount");

	f->s = sheet_new(w, S("Close"), 2);
	overview(f, &titles);
	sheet_open(f->s);
	overview(f, &titles);
	sheet_end(f->s);
}

/* ── items ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct item_rows {
	struct sheet *s;
	const struct closed_position *p;
};

static void amount_cell(struct sheet *s, bool given, struct decimal d, Str currency)
{
	if (given)
		sheet_amount(s, d, currency);
	else
		sheet_nothing(s);
}

static void item_row(void *subject, struct arena *a, const struct closed_item *item)
{
	const struct item_rows *rows = subject;
	struct sheet *s = rows->s;

	(void)a;
	sheet_text(s, rows->p->id);
	sheet_text(s, item->against);
	sheet_text(s, text(closed_kind_title(item->against, item->kind)));
	sheet_text(s, item->reference);
	sheet_text(s, item->line);
	sheet_text(s, item->currency);
	sheet_date(s, item->ours_on);
	amount_cell(s, item->has_ours, item->ours, item->currency);
	sheet_date(s, item->theirs_on);
	amount_cell(s, item->has_theirs, item->theirs, item->currency);
	sheet_amount(s, item->amount, item->currency);
	sheet_count(s, item->age);
	sheet_text(s, item->original_currency);
	amount_cell(s, item->has_original, item->original, item->original_currency);
	sheet_row_end(s);
}

/* The largest tell how wide the columns are. */
static void items_measure(struct item_rows *rows, const struct filling *f)
{
	for (size_t i = 0; i < f->c->position_count; i++) {
		rows->p = &f->c->positions[i];
		for (size_t k = 0; k < rows->p->largest_count; k++)
			item_row(rows, f->a, &rows->p->largest[k]);
	}
}

static bool items_sheet(struct filling *f, struct workbook *w, struct pg *pg, struct output *out, struct err *e)
{
	struct texts titles = TITLES(f->a, "Position", "Held against", "Difference", "Reference", "Line", "Currency", "On",
		"Amount", "On, there", "Amount, there", "Difference, amount", "Days old", "Other currency",
		"Amount in other currency");
	struct item_rows rows = {sheet_new(w, S("Differences"), 1), NULL};
	struct closed_each each = {.pg = pg, .closed = f->c, .out = out, .row = item_row, .subject = &rows};

	sheet_titles(rows.s, &titles);
	items_measure(&rows, f);
	sheet_open(rows.s);
	sheet_titles(rows.s, &titles);
	for (size_t i = 0; i < f->c->position_count; i++) {
		each.position = rows.p = &f->c->positions[i];
		if (!closed_items(f->a, &each, e))
			return false;
	}
	sheet_end(rows.s);
	return true;
}

/* ── nights ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void nights(const struct filling *f, const struct texts *titles)
{
	sheet_titles(f->s, titles);
	for (size_t i = 0; i < f->c->night_count; i++) {
		const struct closed_night *n = &f->c->nights[i];

		sheet_text(f->s, n->rule);
		sheet_text(f->s, n->title);
		sheet_date(f->s, n->day);
		sheet_text(f->s, n->verdict.at ? shown_word(n->verdict) : S("no answer"));
		sheet_text(f->s, S("not signed"));
		sheet_row_end(f->s);
	}
}

static void waiting(const struct filling *f, const struct texts *titles)
{
	sheet_titles(f->s, titles);
	for (size_t i = 0; i < f->c->waiting_count; i++) {
		const struct closed_waiting *k = &f->c->waiting[i];
		bool is_money = k->currency.len > 0;

		sheet_text(f->s, k->rule);
		sheet_date(f->s, k->day);
		sheet_text(f->s, k->currency);
		sheet_count(f->s, k->count);
		amount_cell(f->s, is_money, k->amount, k->currency);
		sheet_count(f->s, k->gone);
		amount_cell(f->s, is_money, k->gone_amount, k->currency);
		sheet_count(f->s, k->late);
		amount_cell(f->s, is_money, k->late_amount, k->currency);
		sheet_row_end(f->s);
	}
}

/* ── what it was made from ─────────────────────────────────────────────────────────────────────────────────────── */

static void inputs(const struct filling *f, const struct texts *titles)
{
	sheet_titles(f->s, titles);
	for (size_t i = 0; i < f->c->position_count; i++)
		for (size_t k = 0; k < f->c->positions[i].input_count; k++) {
			const struct closed_input *in = &f->c->positions[i].inputs[k];

			sheet_text(f->s, f->c->positions[i].id);
			sheet_text(f->s, in->part);
			sheet_text(f->s, in->extract);
			sheet_text(f->s, in->status);
			sheet_text(f->s, in->reason);
			sheet_date(f->s, in->business_date);
			sheet_moment(f->s, in->as_of);
			sheet_text(f->s, in->proven ? S("proven") : S("unproven"));
			sheet_text(f->s, in->content);
			sheet_row_end(f->s);
		}
}

static void about(const struct filling *f, const struct texts *titles)
{
	sheet_titles(f->s, titles);
	fact(f, "Project", f->c->options->project);
	fact(f, "Company", f->c->company);
	fact(f, "Days of the month", text(zone_name(f->c->zone)));
	sheet_text(f->s, S("Closed"));
	sheet_moment(f->s, f->c->closed_at);
	sheet_row_end(f->s);
	fact(f, "Made by version", f->c->engine);
	fact(f, "Written by version", text(f->c->options->engine));
	fact(f, "Configuration", f->c->config_digest);
	fact(f, "Differences", S("What the other side has less what the position has."));
	fact(f, "Signatures", S("No night is signed."));
}

static void sheet_twice(struct filling *f, struct workbook *w, Str name, const struct texts *titles,
	void (*rows)(const struct filling *f, const struct texts *titles))
{
	f->s = sheet_new(w, name, 1);
	rows(f, titles);
	sheet_open(f->s);
	rows(f, titles);
	sheet_end(f->s);
}

bool close_workbook(struct arena *a, struct pg *pg, const struct closed *c, struct output *out, struct err *e)
{
	struct workbook *w = workbook_new(a, out, c->locale, c->zone);
	struct filling f = {.a = a, .c = c};
	struct texts night_titles = TITLES(a, "Rule", "Title", "Night", "Verdict", "Signature");
	struct texts waiting_titles = TITLES(a, "Rule", "Night", "Currency", "Waiting", "Waiting, amount", "Came since",
		"Came since, amount", "Late", "Late, amount");
	struct texts input_titles = TITLES(a, "Position", "Part", "Extract", "State", "Reason", "Business date",
		"Read up to", "Completeness", "Content");
	struct texts about_titles = TITLES(a, "About this close", "Value");

	overview_sheet(&f, w);
	if (!items_sheet(&f, w, pg, out, e))
		return false;
	sheet_twice(&f, w, S("Nights"), &night_titles, nights);
	sheet_twice(&f, w, S("Waiting"), &waiting_titles, waiting);
	sheet_twice(&f, w, S("Inputs"), &input_titles, inputs);
	sheet_twice(&f, w, S("About"), &about_titles, about);
	return workbook_end(w, e);
}
