#include "format/paypal.h"

enum { CURRENCIES_MOST = 1000 };

/* Of one currency, in its smallest units. */
enum { CREDITS, DEBITS, FEE_CREDITS, FEE_DEBITS, SUMS };

struct currency {
	Str name;
	int64_t sums[SUMS];
	bool has_footer;
};

struct sums {
	struct arena *a;
	struct currency *at;
	size_t count;
	int64_t records, unreadable;
};

struct paypal_report {
	struct sums sums;
	uint64_t file;               /* the last one's number */
	bool is_open, has_footer;
};

/* Where in the file it stands: what is behind it can come no more. */
enum place { IN_HEAD, IN_SECTION, IN_RECORDS, IN_FOOTERS, BEHIND_SECTION, IN_REPORT, BEHIND_FILE };

/* What is read of a record for the sums. */
static const char *const own_names[] = {"Transaction Debit or Credit", "Gross Transaction Amount",
	"Gross Transaction Currency", "Fee Debit or Credit", "Fee Amount", "Fee Currency"};
enum { GROSS_MARK, GROSS, GROSS_CURRENCY, FEE_MARK, FEE, FEE_CURRENCY, OWN };

struct paypal {
	struct arena *a;
	struct csv *csv;
	struct claims *claims;
	struct paypal_report *report;
	struct sums section;
	Str account;
	enum place place;
	int64_t records;             /* of the file */
	bool is_begun;
	uint64_t line;               /* of the last row that was seen */
	size_t wanted_count;         /* 0: all columns */
	struct found found[FOUND_LIMIT];
};

static struct sums sums_new(struct arena *a)
{
	return (struct sums){.a = arena_new(a)};
}

static void clear(struct sums *s)
{
	arena_end(s->a);
	*s = (struct sums){.a = s->a};
}

struct paypal_report *paypal_report_new(struct arena *a)
{
	struct paypal_report *r = arena_new_of(a, struct paypal_report);

	r->sums = sums_new(a);
	return r;
}

bool paypal_report_end(const struct paypal_report *report, struct err *e)
{
	return !report->is_open || err_set(e, ERR_INCOMPLETE, "the report goes on behind its file %ju: it has no RF, so "
		"that more of it is missing", (uintmax_t)report->file);
}

struct paypal *paypal_new(struct arena *a, struct window *window, const struct path *wanted, size_t count,
	struct paypal_report *report, struct claims *claims)
{
	static const struct csv_dialect dialect = {.delimiter = ',', .quote = '"', .newline = '\n',
		.header_tag = {"CH", 2}, .record_tag = {"SB", 2}};
	static const char *const of_section[] = {"^.account", "^.partner", "^.from", "^.to"};
	struct paypal *p = arena_new_of(a, struct paypal);
	struct path *all = arena_array(a, count + OWN, struct path);
	struct err never = {0};

	*p = (struct paypal){.a = a, .claims = claims, .report = report, .section = sums_new(a), .wanted_count = count};
	for (size_t i = 0; i < count; i++)
		all[i] = wanted[i];
	for (size_t i = 0; i < OWN; i++)
		if (!path_parse(a, text(arena_print(a, "[\"%s\"]", own_names[i])), &all[count + i], &never))
			return NULL;
	p->csv = csv_new(a, &dialect, window, all, count > 0 ? count + OWN : 0);
	for (size_t i = 0; i < sizeof of_section / sizeof *of_section; i++)
		csv_tell(p->csv, text(of_section[i]), S(""));
	return p;
}

struct csv *paypal_csv(const struct paypal *p)
{
	return p->csv;
}

static bool wrong(const struct paypal *p, Str what, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju: a row %s %s", (uintmax_t)p->line, text_quoted(p->a, what), fact);
}

/* ── sums ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool currency_of(struct sums *s, Str name, struct currency **c, uint64_t line, struct err *e)
{
	name = text_trim(name);
	for (size_t i = 0; i < s->count; i++)
		if (text_is(s->at[i].name, name)) {
			*c = &s->at[i];
			return true;
		}
	if (s->count == CURRENCIES_MOST)
		return err_set(e, ERR_FORMAT, "line %ju: more than %d currencies", (uintmax_t)line, CURRENCIES_MOST);
	s->at = arena_grow(s->a, s->at, s->count, sizeof *s->at);
	*c = &s->at[s->count++];
	**c = (struct currency){.name = text_copy(s->a, name)};
	return true;
}

/* Digits alone. */
static bool whole(Str s, int64_t *value)
{
	uint64_t found = 0;

	if (!text_uint(text_trim(s), &found) || found > INT64_MAX)
		return false;
	*value = (int64_t)found;
	return true;
}

static bool no_sum(uint64_t line, const char *name, Str value, struct err *e)
{
	return err_set(e, ERR_INCOMPLETE, "line %ju: %s is %.*s, so that the report cannot be proven", (uintmax_t)line,
		name, STR(value));
}

static bool add_to(struct sums *s, Str currency, int which, int64_t amount, uint64_t line, struct err *e)
{
	struct currency *c;

	return currency_of(s, currency, &c, line, e)
	    && (!__builtin_add_overflow(c->sums[which], amount, &c->sums[which])
		|| no_sum(line, "a sum", S("too large"), e));
}

/* The three cells of a gross amount or a fee; an empty one is none. */
static bool add(struct paypal *p, const Str *cells, const char *name, int credits, uint64_t line, struct err *e)
{
	Str mark = text_trim(cells[0]);
	bool is_credit = text_is(mark, S("CR"));
	int which = credits + !is_credit;
	int64_t amount = 0;

	if (text_trim(cells[1]).len == 0)
		return true;
	if (!whole(cells[1], &amount))
		return no_sum(line, name, text(text_quoted(p->a, cells[1])), e);
	if (amount != 0 && !is_credit && !text_is(mark, S("DR")))
		return no_sum(line, name, S("neither CR nor DR"), e);
	return amount == 0 || (add_to(&p->section, cells[2], which, amount, line, e)
		&& add_to(&p->report->sums, cells[2], which, amount, line, e));
}

static size_t column_of(const struct paypal *p, const char *name)
{
	const struct texts *columns = csv_columns(p->csv);
	size_t i = 0;

	while (i < columns->count && !text_is(columns->at[i], text(name)))
		i++;
	return i;
}

static bool add_record(struct paypal *p, const struct found *f, struct err *e)
{
	Str cells[OWN] = {0};

	for (size_t i = 0; i < OWN; i++) {
		size_t at = p->wanted_count > 0 ? p->wanted_count + i : column_of(p, own_names[i]);

		if (at < f->cell_count && f->cells[at].kind == CELL_TEXT)
			cells[i] = f->cells[at].text;
	}
	p->section.records++;
	p->report->sums.records++;
	p->records++;
	p->section.unreadable += f->fault != NULL;
	p->report->sums.unreadable += f->fault != NULL;
	return f->fault || (add(p, cells + GROSS_MARK, own_names[GROSS], CREDITS, f->line, e)
		&& add(p, cells + FEE_MARK, own_names[FEE], FEE_CREDITS, f->line, e));
}

/* ── footers ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str field(const struct csv_row *row, size_t i)
{
	return i < row->count ? text_trim(row->fields[i]) : (Str){0};
}

/* "of USD in the section of EZ7…", "of the report". */
static Str called(struct paypal *p, const char *what, Str currency, bool is_report)
{
	const char *of = currency.len > 0 ? arena_print(p->a, " of %.*s", STR(currency)) : "";

	if (is_report)
		return text(arena_print(p->a, "%s%s of the report", what, of));
	return text(arena_print(p->a, "%s%s of the section of %.*s", what, of, STR(p->account)));
}

static bool hold(struct paypal *p, Str name, int64_t stated, int64_t found, struct err *e)
{
	return claims_hold(p->claims, p->line, name, decimal_of(p->a, stated), decimal_of(p->a, found), e);
}

static bool hold_count(struct paypal *p, const struct csv_row *row, size_t i, Str name, int64_t found, struct err *e)
{
	int64_t stated;

	return whole(field(row, i), &stated) ? hold(p, name, stated, found, e)
		: no_sum(p->line, "a number of records", text(text_quoted(p->a, field(row, i))), e);
}

static bool balance(const struct csv_row *row, size_t i, int64_t *value)
{
	bool is_debit = text_is(field(row, i), S("DR"));

	if (!whole(field(row, i + 1), value) || (!is_debit && !text_is(field(row, i), S("CR"))))
		return false;
	*value = is_debit ? -*value : *value;
	return true;
}

/* Whether a pair stands there, and what it comes to with what moved. */
static bool pair(const struct csv_row *row, size_t i, const struct currency *c, int64_t *closing, int64_t *found)
{
	const int64_t *s = c->sums;

	return balance(row, i, found) && balance(row, i + 2, closing) && !__builtin_add_overflow(*found, s[CREDITS], found)
	    && !__builtin_sub_overflow(*found, s[DEBITS], found) && !__builtin_add_overflow(*found, s[FEE_CREDITS], found)
	    && !__builtin_sub_overflow(*found, s[FEE_DEBITS], found);
}

static bool hold_balances(struct paypal *p, const struct csv_row *row, const struct currency *c, bool is_report,
	struct err *e)
{
	enum { FIRST = 6, SECOND = 10 };
	int64_t stated, found, other, other_found;

	if (row->count <= FIRST || field(row, FIRST).len == 0)
		return true;
	if (!pair(row, FIRST, c, &stated, &found))
		return no_sum(p->line, "a balance", text(text_quoted(p->a, field(row, FIRST + 1))), e);
	if (stated != found && pair(row, SECOND, c, &other, &other_found) && other == other_found) {
		stated = other;
		found = other_found;
	}
	return hold(p, called(p, "the closing balance", c->name, is_report), stated, found, e);
}

static bool hold_currency(struct paypal *p, const struct csv_row *row, struct sums *s, bool is_report, struct err *e)
{
	static const char *const names[SUMS] = {"the credits", "the debits", "the credits of fees", "the debits of fees"};
	struct currency *c;
	int64_t stated;

	if (!currency_of(s, field(row, 1), &c, p->line, e))
		return false;
	if (s->unreadable > 0)
		return true;
	if (c->has_footer)
		return wrong(p, field(row, 0), "stands there twice for one currency", e);
	c->has_footer = true;
	for (size_t i = 0; i < SUMS; i++) {
		if (!whole(field(row, 2 + i), &stated))
			return no_sum(p->line, names[i], text(text_quoted(p->a, field(row, 2 + i))), e);
		if (!hold(p, called(p, names[i], c->name, is_report), stated, c->sums[i], e))
			return false;
	}
	return hold_balances(p, row, c, is_report, e);
}

/* Of a currency, or of the number of records alone. */
static bool footer(struct paypal *p, const struct csv_row *row, struct sums *s, bool is_report, struct err *e)
{
	Str first = field(row, 1);

	if (first.len > 0 && text_digits(first) == first.len)
		return hold_count(p, row, 1, called(p, "the number of records", S(""), is_report), s->records, e);
	return hold_currency(p, row, s, is_report, e);
}

/* What no footer names must have come to nothing, where any currency has one. */
static bool close_sums(struct paypal *p, const struct sums *s, bool is_report, struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < s->count; i++)
		any = any || s->at[i].has_footer;
	for (size_t i = 0; any && i < s->count; i++) {
		const struct currency *c = &s->at[i];
		int64_t left = c->sums[CREDITS] - c->sums[DEBITS] + c->sums[FEE_CREDITS] - c->sums[FEE_DEBITS];

		if (!c->has_footer && !hold(p, called(p, "what has no footer", c->name, is_report), 0, left, e))
			return false;
	}
	return true;
}

/* ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Once for each file: a report that has ended is followed by another one. */
static bool begin_file(struct paypal *p, uint64_t number, struct err *e)
{
	struct paypal_report *r = p->report;
	uint64_t due = r->is_open ? r->file + 1 : 1;

	if (p->is_begun)
		return true;
	p->is_begun = true;
	if (number != 0 && number != due)
		return err_set(e, ERR_INCOMPLETE, "line %ju: this is file %ju of its report, and %ju is the next one",
			(uintmax_t)p->line, (uintmax_t)number, (uintmax_t)due);
	if (!r->is_open) {
		clear(&r->sums);
		r->has_footer = false;
	}
	r->is_open = true;
	r->file = due;
	return true;
}

static bool file_header(struct paypal *p, const struct csv_row *row, struct err *e)
{
	uint64_t number = 0;

	if (p->place != IN_HEAD || p->is_begun)
		return wrong(p, field(row, 0), "stands behind the beginning of the file", e);
	if (!text_uint(field(row, 1), &number) || number == 0)
		return wrong(p, field(row, 0), "has no number of the file", e);
	return begin_file(p, number, e);
}

static bool end_section(struct paypal *p, struct err *e)
{
	if (p->place == IN_HEAD || p->place >= BEHIND_SECTION)
		return true;
	p->place = BEHIND_SECTION;
	return close_sums(p, &p->section, false, e);
}

static bool section_header(struct paypal *p, const struct csv_row *row, struct err *e)
{
	if (p->place >= IN_REPORT)
		return wrong(p, field(row, 0), "begins a section behind the end of the report", e);
	if (!begin_file(p, 0, e) || !end_section(p, e))
		return false;
	clear(&p->section);
	p->place = IN_SECTION;
	p->account = text_copy(p->a, field(row, 3));
	csv_tell(p->csv, S("^.from"), field(row, 1));
	csv_tell(p->csv, S("^.to"), field(row, 2));
	csv_tell(p->csv, S("^.account"), field(row, 3));
	csv_tell(p->csv, S("^.partner"), field(row, 4));
	return true;
}

static bool section_footer(struct paypal *p, const struct csv_row *row, struct err *e)
{
	if (p->place == IN_HEAD || p->place > IN_FOOTERS)
		return wrong(p, field(row, 0), "stands in no section", e);
	p->place = IN_FOOTERS;
	return footer(p, row, &p->section, false, e);
}

static bool section_count(struct paypal *p, const struct csv_row *row, struct err *e)
{
	if (p->place == IN_HEAD || p->place > IN_FOOTERS)
		return wrong(p, field(row, 0), "stands in no section", e);
	return hold_count(p, row, 1, called(p, "the count of records", S(""), false), p->section.records, e)
	    && end_section(p, e);
}

static bool report_footer(struct paypal *p, const struct csv_row *row, struct err *e)
{
	bool is_count = text_is(field(row, 0), S("RC"));

	if (p->place > IN_REPORT)
		return wrong(p, field(row, 0), "stands behind the end of the file", e);
	if (!begin_file(p, 0, e) || !end_section(p, e))
		return false;
	p->place = IN_REPORT;
	p->report->has_footer = true;
	if (!is_count)
		return footer(p, row, &p->report->sums, true, e);
	return hold_count(p, row, 1, called(p, "the count of records", S(""), true), p->report->sums.records, e);
}

static bool file_footer(struct paypal *p, const struct csv_row *row, struct err *e)
{
	if (p->place == BEHIND_FILE)
		return wrong(p, field(row, 0), "stands there twice", e);
	if (!begin_file(p, 0, e) || !end_section(p, e)
	    || !hold_count(p, row, 1, S("the count of records of the file"), p->records, e))
		return false;
	p->place = BEHIND_FILE;
	if (!p->report->has_footer)
		return true;
	p->report->is_open = false;
	return close_sums(p, &p->report->sums, true, e);
}

static bool report_header(struct paypal *p, const struct csv_row *row, struct err *e)
{
	return (p->place == IN_HEAD && !p->is_begun)
	    || wrong(p, field(row, 0), "stands behind the beginning of the file", e);
}

static bool take(struct paypal *p, const struct csv_row *row, struct err *e)
{
	static const struct {
		const char *tag;
		bool (*take)(struct paypal *p, const struct csv_row *row, struct err *e);
	} rows[] = {{"RH", report_header}, {"FH", file_header}, {"SH", section_header}, {"SF", section_footer},
		{"SC", section_count}, {"RF", report_footer}, {"RC", report_footer}, {"FF", file_footer}};

	p->line = row->line;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (text_is(field(row, 0), text(rows[i].tag)))
			return rows[i].take(p, row, e);
	return wrong(p, field(row, 0), "is of no kind that a report of PayPal has", e);
}

static bool take_records(struct paypal *p, struct founds *founds, struct err *e)
{
	p->line = founds->at[0].line;
	if (p->place > IN_RECORDS)
		return wrong(p, S("SB"), "stands behind the footers of its section", e);
	if (!begin_file(p, 0, e))
		return false;
	p->place = IN_RECORDS;
	for (size_t i = 0; i < founds->count; i++) {
		p->found[i] = founds->at[i];
		if (!add_record(p, &p->found[i], e))
			return false;
		p->line = p->found[i].line;
		if (p->wanted_count > 0)
			p->found[i].cell_count = p->wanted_count;
	}
	founds->at = p->found;
	return true;
}

static bool end(const struct paypal *p, struct err *e)
{
	return p->place == BEHIND_FILE || err_set(e, ERR_INCOMPLETE, "line %ju: the file is cut off: it has no FF",
		(uintmax_t)(p->line > 0 ? p->line : 1));
}

bool paypal_next(struct paypal *p, struct arena *batch, struct founds *founds, struct err *e)
{
	const struct csv_row *row;

	do {
		if (!csv_next(p->csv, batch, founds, e))
			return false;
		row = csv_other(p->csv);
		if (row && !take(p, row, e))
			return false;
	} while (row);
	return founds->count > 0 ? take_records(p, founds, e) : end(p, e);
}
