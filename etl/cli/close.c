#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/table.h"
#include "report/shown.h"
#include "run/close.h"
#include "run/run.h"

enum { SHOWN = 10, JSON_LIMIT = 1 << 30 };

static const struct option options[] = {
	{"company", WORD_TEXT, "COMPANY", "whose month; may be left out where there is only one", NULL, false},
	{"number", WORD_NUMBER, "N", "write close N of this month again, byte for byte, and make no other", NULL, false},
};

/* "2026-03" */
static bool month_read(struct call *call, date *first, struct err *e)
{
	Str month = call_operand(call, 0);

	return date_parse(text(arena_print(call->a, "%.*s-01", STR(month))), first)
	    || err_set(e, ERR_USAGE, "MONTH is %s, must be a month such as 2026-03", text_quoted(call->a, month));
}

/* ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct telling {
	struct arena *a;
	struct buf *b;
	const struct closed *c;
	const char *index;
};

static Str amount_shown(const struct telling *t, bool given, struct decimal d, Str currency)
{
	return given ? shown_amount(t->a, t->c->locale, d, currency) : S("");
}

static void line_row(const struct telling *t, struct table *table, const char *title, int64_t count, struct decimal d,
	Str currency)
{
	table_cell(table, text(title));
	table_int(table, count);
	table_cell(table, amount_shown(t, true, d, currency));
}

static void kind_rows(const struct telling *t, struct table *table, const struct closed_position *p,
	const struct closed_line *l)
{
	Str against, rest;

	if (!text_cut(l->line, ' ', &against, &rest))
		return;
	for (size_t i = 0; i < p->kind_count; i++) {
		const struct closed_kind *k = &p->kinds[i];

		if (text_is(k->against, against) && text_is(k->currency, l->currency))
			line_row(t, table, arena_print(t->a, "  %s", closed_kind_title(k->against, k->kind)), k->count, k->net,
				k->currency);
	}
}

static void lines_text(const struct telling *t, const struct closed_position *p)
{
	struct table *table = NULL;

	for (size_t i = 0; i < p->line_count; i++) {
		const struct closed_line *l = &p->lines[i];

		if (i == 0 || !text_is(l->currency, p->lines[i - 1].currency)) {
			if (table)
				table_write(table, t->b, "  ");
			table = table_new(t->a, arena_print(t->a, "%.*s >number >amount", STR(l->currency)));
		}
		kind_rows(t, table, p, l);
		line_row(t, table, text_z(t->a, closed_line_title(t->a, p, l)), l->count, l->amount, l->currency);
	}
	if (table)
		table_write(table, t->b, "  ");
	else
		buf_print(t->b, "  there is nothing of it\n");
}

static Str day_shown(const struct telling *t, date d)
{
	return d == DATE_NONE ? S("") : shown_date(t->a, t->c->locale, d);
}

static void item_row(const struct telling *t, struct table *table, const struct closed_item *item)
{
	table_cell(table, text(closed_kind_title(item->against, item->kind)));
	table_cell(table, item->reference);
	table_cell(table, day_shown(t, item->ours_on));
	table_cell(table, amount_shown(t, item->has_ours, item->ours, item->currency));
	table_cell(table, day_shown(t, item->theirs_on));
	table_cell(table, amount_shown(t, item->has_theirs, item->theirs, item->currency));
	table_cell(table, amount_shown(t, true, item->amount, item->currency));
	table_cell(table, item->currency);
	table_int(table, item->age);
	table_cell(table, item->has_original ? text(arena_print(t->a, "%.*s %.*s",
		STR(amount_shown(t, true, item->original, item->original_currency)), STR(item->original_currency))) : S(""));
}

static bool is_same_kind(const struct closed_item *x, const struct closed_item *y)
{
	return text_is(x->against, y->against) && text_is(x->currency, y->currency) && text_is(x->kind, y->kind);
}

static void items_text(const struct telling *t, const struct closed_position *p)
{
	struct table *table = table_new(t->a, "difference reference on >amount there_on >there >difference - >days "
		"original");
	size_t of_kind = 0, more = 0;

	for (size_t i = 0; i < p->largest_count; i++) {
		of_kind = i > 0 && is_same_kind(&p->largest[i], &p->largest[i - 1]) ? of_kind + 1 : 1;
		if (of_kind <= SHOWN)
			item_row(t, table, &p->largest[i]);
		more += of_kind > SHOWN;
	}
	if (p->largest_count == 0)
		return;
	buf_print(t->b, "\n");
	table_write(table, t->b, "  ");
	if (more > 0)
		buf_print(t->b, "  … and more: all of them stand in close.xlsx and close.json\n");
}

static void position_text(const struct telling *t, const struct closed_position *p)
{
	buf_print(t->b, "\n%.*s %.*s: %.*s\n", STR(p->id), STR(p->title), STR(shown_word(p->verdict)));
	for (size_t i = 0; i < p->reasons.count; i++)
		text_wrap(t->b, text(arena_print(t->a, "- %.*s", STR(p->reasons.at[i]))), "  ", TEXT_WIDTH);
	lines_text(t, p);
	items_text(t, p);
}

static void nights_text(const struct telling *t)
{
	const struct closed *c = t->c;
	struct table *table = table_new(t->a, "nights_of >answered >missing >agreed the_missing_ones");

	for (size_t i = 0; i < c->night_count;) {
		struct buf *lacking = buf_new(t->a, 1 << 16);
		int64_t answered = 0, missing = 0, agreed = 0;
		size_t first = i;

		for (; i < c->night_count && text_is(c->nights[i].rule, c->nights[first].rule); i++) {
			const struct closed_night *n = &c->nights[i];

			if (!n->verdict.at) {
				buf_print(lacking, "%s%.*s", missing++ > 0 ? ", " : "", STR(short_date(t->a, n->day)));
				continue;
			}
			answered++;
			agreed += text_is(n->verdict, S("agreed"));
		}
		table_print(table, "%.*s", STR(c->nights[first].rule));
		table_int(table, answered);
		table_int(table, missing);
		table_int(table, agreed);
		table_cell(table, buf_str(lacking));
	}
	if (c->night_count > 0)
		buf_print(t->b, "\nNo night is signed.\n");
	table_write(table, t->b, "  ");
}

static void waiting_text(const struct telling *t)
{
	const struct closed *c = t->c;
	struct table *table = table_new(t->a, "waiting_at_the_end night - >number >amount >came_since >late");

	for (size_t i = 0; i < c->waiting_count; i++) {
		const struct closed_waiting *w = &c->waiting[i];

		table_cell(table, w->rule);
		table_cell(table, day_shown(t, w->day));
		table_cell(table, w->currency);
		table_int(table, w->count);
		table_cell(table, amount_shown(t, w->currency.len > 0, w->amount, w->currency));
		table_int(table, w->gone);
		table_int(table, w->late);
	}
	if (c->waiting_count > 0)
		buf_print(t->b, "\n");
	table_write(table, t->b, "  ");
}

static void tell(const struct telling *t)
{
	const struct closed *c = t->c;

	buf_print(t->b, "%.*s, %.*s, close %lld: %.*s\n", STR(closed_month(t->a, c->month)), STR(c->title),
		(long long)c->number, STR(shown_word(c->verdict)));
	for (size_t i = 0; i < c->position_count; i++)
		position_text(t, &c->positions[i]);
	nights_text(t);
	waiting_text(t);
	buf_print(t->b, "\n%s", t->index);
}

/* ── the command ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool answer(struct call *call, struct pg *pg, const struct closed *c, struct err *e)
{
	struct buf *b = buf_new(call->a, JSON_LIMIT);
	struct telling t = {.a = call->a, .b = b, .c = c};

	if (!close_files(call->a, pg, c, &t.index, e))
		return false;
	if (call->json && !close_print(call->a, pg, c, b, e))
		return false;
	if (!call->json)
		tell(&t);
	call->exit_code = text_is(c->verdict, S("incomplete")) ? err_row(ERR_INCOMPLETE)->exit_code : 0;
	return put_end(call, b);
}

static bool close_command(struct call *call, struct err *e)
{
	int64_t number = call_number(call, "number", 0);
	const struct company *company;
	struct closed *closed;
	struct project *p;
	struct pg *pg;
	date first;

	if (!month_read(call, &first, e) || !call_project(call, &p, e))
		return false;
	company = close_company(call->a, p, call_text(call, "company"), e);
	return company
	    && project_database(call->a, p, number > 0 ? ACCESS_READ : ACCESS_WRITE, &pg, e)
	    && (number > 0 || close_make(call->a, p, pg, company, first, e))
	    && close_find(call->a, p, pg, company, first, number, &closed, e)
	    && answer(call, pg, closed, e);
}

const struct command command_close = {
	.name = "close", .group = GROUP_RUN, .writes = true,
	.doc = "Closes a month: opening + movements = closing, held against provider and ledger",
	.operands = {{"MONTH", WORD_TEXT, "the month, as in 2026-03", false, false}},
	OPTIONS(options),
	.more = "Each difference has a name: cut-off, missing, another amount, an exchange difference; what has none is "
		"said, and the close is incomplete then. It is made from what was staged last, and says from which lists. "
		"Closing a month again makes another close; what has changed in months that were closed is listed row by row.",
	.json = "the close's own close.json", .example = "close 2026-03 --company DE01", .go = close_command,
};
