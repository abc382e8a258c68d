#include "report/writers.h"

#include "report/list.h"
#include "report/sentence.h"
#include "report/shown.h"

struct csv {
	struct buf *b;
	const struct settings *settings;
	bool began;
	const struct report *report;
	const struct rule_report *rule;
	size_t key_width;
};

/* A number with a sign is one to a spreadsheet too, and harmless. */
static bool is_number(Str s)
{
	bool digits = false;
	size_t points = 0;

	for (size_t i = s.len > 0 && s.at[0] == '-'; i < s.len; i++) {
		bool digit = s.at[i] >= '0' && s.at[i] <= '9';

		points += s.at[i] == '.' || s.at[i] == ',';
		if (!digit && s.at[i] != '.' && s.at[i] != ',')
			return false;
		digits = digits || digit;
	}
	return digits && points <= 1;
}

/* Spreadsheets run what begins with one of = + - @, also after a tab or a line end, and in their full-width forms. */
static bool is_formula(Str s)
{
	static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

	if (s.len == 0 || is_number(s))
		return false;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (text_begins(s, text(wide[i])))
			return true;
	return memchr("=+-@\t\r\n", s.at[0], 7) != NULL;
}

static bool needs_quotes(Str s, char separator)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == separator || s.at[i] == '"' || s.at[i] == '\n' || s.at[i] == '\r')
			return true;
	return s.len > 0 && (s.at[0] == ' ' || s.at[s.len - 1] == ' ');
}

void csv_cell(struct buf *b, Str s, char separator)
{
	bool quotes = needs_quotes(s, separator);

	if (quotes)
		buf_byte(b, '"');
	if (is_formula(s))
		buf_byte(b, '\'');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, s.at[i]);
	}
	if (quotes)
		buf_byte(b, '"');
}

static void cell(struct csv *c, Str s)
{
	if (c->began)
		buf_byte(c->b, c->settings->csv_separator);
	c->began = true;
	csv_cell(c->b, s, c->settings->csv_separator);
}

static void line_end(struct csv *c)
{
	buf_add(c->b, S("\r\n"));
	c->began = false;
}

/* A plain number with the decimal mark of the settings. */
static void number_cell(struct csv *c, struct arena *a, Str plain)
{
	char *marked = text_z(a, plain);

	for (char *p = marked; *p; p++)
		if (*p == '.')
			*p = c->settings->csv_decimal;
	cell(c, text(marked));
}

static void amount_cell(struct csv *c, struct arena *a, bool given, struct decimal d, Str currency)
{
	number_cell(c, a, given ? plain_amount(a, d, currency) : S(""));
}

static void date_cell(struct csv *c, struct arena *a, date d)
{
	cell(c, d == DATE_NONE ? S("") : text(date_text(a, d)));
}

/* A number of the source's gets the same mark as every other number of the file. */
static void value_cell(struct csv *c, struct arena *a, const struct rule_report *r, const struct observed *o, Str value)
{
	struct decimal d;

	if (value_is_number(r, o, value) && decimal_parse(a, value, &d))
		amount_cell(c, a, true, d, o->currency);
	else
		cell(c, value);
}

static void origin_cells(struct csv *c, struct arena *a, const struct origin *o)
{
	cell(c, o->extract);
	cell(c, o->file);
	cell(c, o->extract.len > 0 ? text(arena_print(a, "%lld", (long long)o->record)) : S(""));
}

static void heading(struct csv *c, const struct texts *key_names)
{
	static const char *const before[] = {"rule", "business_date", "status", "event", "kind", "field", "side"};
	static const char *const after[] = {"currency", "difference", "value", "leading_value", "mirror_value", "sentence",
		"opened_on", "age_days", "first_on", "case_opened_on", "due_at", "company", "channel", "reason", "group",
		"leading_side", "leading_extract", "leading_file", "leading_record", "mirror_extract", "mirror_file",
		"mirror_record", "id"};

	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		cell(c, text(before[i]));
	for (size_t i = 0; i < key_names->count; i++)
		cell(c, key_names->at[i]);
	for (size_t i = 0; i < sizeof after / sizeof *after; i++)
		cell(c, text(after[i]));
	line_end(c);
}

/* Keys of one rule have the same fields; one that has others (the budget of a tolerance) fills them from the left. */
static void key_cells(struct csv *c, const struct observed *o, size_t width)
{
	for (size_t i = 0; i < width; i++)
		cell(c, i < o->key_parts.count ? o->key_parts.at[i] : S(""));
}

static void value_cells(struct csv *c, struct arena *a, const struct report *report, const struct rule_report *r,
	const struct observed *o)
{
	cell(c, o->currency);
	amount_cell(c, a, o->has_amount, o->amount, o->currency);
	amount_cell(c, a, o->has_value, o->value, o->currency);
	value_cell(c, a, r, o, o->truth_value);
	value_cell(c, a, r, o, o->mirror_value);
	cell(c, sentence(a, report, r, o));
}

static void row(void *csv, struct arena *a, const struct observed *o)
{
	struct csv *c = csv;
	const struct report *report = c->report;
	const struct rule_report *r = c->rule;

	cell(c, r->id);
	date_cell(c, a, r->business_date);
	cell(c, o->status);
	cell(c, o->event);
	cell(c, o->kind);
	cell(c, o->field);
	cell(c, o->side);
	key_cells(c, o, c->key_width);
	value_cells(c, a, report, r, o);
	date_cell(c, a, o->opened_on);
	cell(c, o->opened_on == DATE_NONE ? S("") : text(arena_print(a, "%d", (int)(r->business_date - o->opened_on))));
	date_cell(c, a, o->first_on);
	date_cell(c, a, o->case_opened_on);
	cell(c, o->due_at == INSTANT_NONE ? S("") : text(zone_text(a, report->zone, o->due_at)));
	cell(c, o->company);
	cell(c, o->channel);
	cell(c, reason_shown(a, report, r, o->reason));
	cell(c, o->group > 0 ? text(arena_print(a, "%lld", (long long)o->group)) : S(""));
	cell(c, o->truth_side);
	origin_cells(c, a, &o->truth);
	origin_cells(c, a, &o->mirror);
	cell(c, o->id);
	line_end(c);
}

bool csv_write(struct arena *a, struct pg *pg, const struct report *report, const struct rule_report *r,
	struct output *out, struct err *e)
{
	struct texts names = list_key_names(a, r);
	struct csv c = {out->b, report->options->settings, false, report, r, names.count};
	struct list_writing w = {pg, report, r, out, row, &c};

	/* Without the mark spreadsheets take UTF-8 for an old code page. */
	buf_add(out->b, S("\xEF\xBB\xBF"));
	heading(&c, &names);
	return list_each(a, &w, LIST_OBSERVED, e) && list_each(a, &w, LIST_CLEARED, e);
}
