#include "report/sheet.h"

#include "report/shown.h"

enum {
	ROWS_MOST = 1048576, LETTERS_MOST = 32767, DIGITS_MOST = 15, LENGTH_MOST = 300,    /* of what Excel holds */
	PART_MOST = 1 << 30,     /* bytes of a sheet's part, far below what a zip may hold */
	WIDE = 60, ROW_LIMIT = 64 << 20,
};

struct sheet {
	struct workbook *w;
	struct workbook_sheet *part;     /* NULL: only measured */
	struct arena *memory;            /* of a row */
	struct buf *cells;               /* of the row */
	Str name;
	size_t fixed, column, columns;
	size_t *widths;                  /* in characters, of each column */
	const struct texts *titles;
	int64_t row, title_row, bytes;
};

struct sheet *sheet_new(struct workbook *w, Str name, size_t fixed)
{
	struct sheet *s = arena_new_of(w->a, struct sheet);

	*s = (struct sheet){.w = w, .memory = arena_new(w->a), .cells = buf_new(w->a, ROW_LIMIT), .name = name,
		.fixed = fixed};
	return s;
}

/* ── a sheet's part ────────────────────────────────────────────────────────────────────────────────────────────── */

/* "A" … "Z", "AA" …, from column 0. */
static void put_letters(struct buf *b, size_t column)
{
	if (column >= 26)
		put_letters(b, column / 26 - 1);
	buf_byte(b, (char)('A' + column % 26));
}

static void put_cell_name(struct buf *b, size_t column, int64_t row)
{
	put_letters(b, column);
	buf_print(b, "%lld", (long long)row);
}

static void put(struct sheet *s, Str bytes)
{
	zip_put(s->w->zip, bytes);
	s->bytes += (int64_t)bytes.len;
}

static void put_pane(struct buf *b, const struct sheet *s)
{
	const char *pane = s->fixed > 0 ? "bottomRight" : "bottomLeft";

	buf_add(b, S("<pane "));
	if (s->fixed > 0)
		buf_print(b, "xSplit=\"%zu\" ", s->fixed);
	buf_print(b, "ySplit=\"%lld\" topLeftCell=\"", (long long)s->title_row);
	put_cell_name(b, s->fixed, s->title_row + 1);
	buf_print(b, "\" activePane=\"%s\" state=\"frozen\"/><selection pane=\"%s\"/>", pane, pane);
}

static void part_begin(struct sheet *s)
{
	struct buf *b = buf_new(s->memory, ROW_LIMIT);

	s->part = workbook_sheet(s->w, s->name);
	s->bytes = 0;
	buf_add(b, S("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet "
		"xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews><sheetView "));
	buf_print(b, "%sworkbookViewId=\"0\">", s->w->sheet_count == 1 ? "tabSelected=\"1\" " : "");
	put_pane(b, s);
	buf_add(b, S("</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"));
	for (size_t i = 0; i < s->columns; i++)
		buf_print(b, "<col min=\"%zu\" max=\"%zu\" width=\"%zu\" customWidth=\"1\"/>", i + 1, i + 1, s->widths[i]);
	buf_add(b, S("</cols><sheetData>"));
	put(s, buf_str(b));
}

static Str range(struct arena *a, const struct sheet *s, const char *mark)
{
	struct buf *b = buf_new(a, 256);

	buf_print(b, "%sA%s%lld:%s", mark, mark, (long long)s->title_row, mark);
	put_letters(b, s->titles->count - 1);
	buf_print(b, "%s%lld", mark, (long long)s->row);
	return buf_str(b);
}

/* Keys are texts although they may be digits: nobody is to be warned of it. */
static void part_end(struct sheet *s)
{
	Str table = range(s->w->a, s, "");

	s->part->filter = range(s->w->a, s, "$");
	put(s, text(arena_print(s->memory, "</sheetData><autoFilter ref=\"%.*s\"/><ignoredErrors><ignoredError "
		"sqref=\"%.*s\" numberStoredAsText=\"1\"/></ignoredErrors></worksheet>", STR(table), STR(table))));
}

/* ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

void sheet_open(struct sheet *s)
{
	part_begin(s);
	s->row = 0;
}

void sheet_end(struct sheet *s)
{
	part_end(s);
	arena_end(s->memory);
}

static void row_put(struct sheet *s)
{
	put(s, text(arena_print(s->memory, "<row r=\"%lld\">", (long long)s->row)));
	put(s, buf_str(s->cells));
	put(s, S("</row>"));
}

/* A further sheet has the titles, and what stood above them no more. */
static void part_next(struct sheet *s)
{
	part_end(s);
	s->title_row = 1;
	part_begin(s);
	s->row = 0;
	sheet_titles(s, s->titles);
}

void sheet_row_end(struct sheet *s)
{
	s->row++;
	if (s->part)
		row_put(s);
	s->column = 0;
	buf_clear(s->cells);
	arena_end(s->memory);
}

/* Before a row's first cell: whether there is room for it is known only then, so that no sheet is begun in vain. */
static void row_begin(struct sheet *s)
{
	if (s->part && s->column == 0 && (s->row == ROWS_MOST || s->bytes > PART_MOST))
		part_next(s);
}

/* ── cells ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* False if it is only measured; width in characters. */
static bool cell_begin(struct sheet *s, int style, size_t width)
{
	size_t column = s->column++, wanted = width < WIDE ? width + 1 : WIDE;

	if (s->part) {
		buf_add(s->cells, S("<c r=\""));
		put_cell_name(s->cells, column, s->row + 1);
		buf_print(s->cells, "\" s=\"%d\"", style);
	} else if (column < s->columns && s->widths[column] < wanted) {
		s->widths[column] = wanted;
	}
	return s->part;
}

void sheet_nothing(struct sheet *s)
{
	row_begin(s);
	s->column++;
}

/* What is longer than a cell may be is cut, and says so. */
static void put_letters_of(struct sheet *s, Str letters)
{
	size_t length = workbook_length(letters);
	Str note = text(arena_print(s->memory, " \xE2\x80\xA6 (cut off: %zu characters)", length));

	if (length <= LETTERS_MOST) {
		workbook_text(s->cells, letters);
		return;
	}
	workbook_text(s->cells, workbook_head(letters, LETTERS_MOST - workbook_length(note)));
	workbook_text(s->cells, note);
}

/* Blanks that a reader might otherwise take for those between tags. */
static bool has_loose_blanks(Str letters)
{
	for (size_t i = 0; i < letters.len; i++)
		if (byte_is_blank(letters.at[i]) && (letters.at[i] != ' ' || i == 0 || i + 1 == letters.len))
			return true;
	return false;
}

static void text_cell(struct sheet *s, enum style style, Str letters)
{
	if (letters.len == 0) {
		sheet_nothing(s);
		return;
	}
	row_begin(s);
	if (!cell_begin(s, (int)style, workbook_length(letters)))
		return;
	buf_add(s->cells, S(" t=\"inlineStr\"><is><t"));
	buf_add(s->cells, has_loose_blanks(letters) ? S(" xml:space=\"preserve\">") : S(">"));
	put_letters_of(s, letters);
	buf_add(s->cells, S("</t></is></c>"));
}

void sheet_text(struct sheet *s, Str letters)
{
	text_cell(s, STYLE_TEXT, letters);
}

void sheet_bold(struct sheet *s, Str letters)
{
	text_cell(s, STYLE_BOLD, letters);
}

void sheet_prose(struct sheet *s, Str letters)
{
	text_cell(s, STYLE_PROSE, letters);
}

static void number_cell(struct sheet *s, int style, Str plain, size_t width)
{
	if (cell_begin(s, style, width))
		buf_print(s->cells, "><v>%.*s</v></c>", STR(plain));
}

/* Whether a double of 15 digits is this number: zeros at both ends are none of them. */
static bool is_held(Str plain)
{
	size_t digits = 0, zeros = 0;

	for (size_t i = 0; i < plain.len; i++) {
		if (!byte_is_digit(plain.at[i]) || (plain.at[i] == '0' && digits == 0))
			continue;
		zeros = plain.at[i] == '0' ? zeros + 1 : 0;
		digits++;
	}
	return digits - zeros <= DIGITS_MOST && plain.len <= LENGTH_MOST;
}

void sheet_amount(struct sheet *s, struct decimal d, Str currency)
{
	Str plain, whole, behind;

	row_begin(s);
	plain = plain_amount(s->memory, d, currency);
	text_cut(plain, '.', &whole, &behind);
	if (!is_held(plain))
		text_cell(s, STYLE_EXACT, plain);
	else
		number_cell(s, behind.len > AMOUNT_DIGITS ? STYLE_PLAIN : STYLE_AMOUNT + (int)behind.len, plain,
			plain.len + whole.len / 3);
}

void sheet_count(struct sheet *s, int64_t n)
{
	row_begin(s);
	sheet_amount(s, decimal_of(s->memory, n), S(""));
}

void sheet_number(struct sheet *s, int64_t n)
{
	Str plain;

	row_begin(s);
	plain = text(arena_print(s->memory, "%lld", (long long)n));
	if (is_held(plain))
		number_cell(s, STYLE_NUMBER, plain, plain.len);
	else
		text_cell(s, STYLE_EXACT, plain);
}

/* Days from 31 December 1899 on, among which Excel counts a 29 February 1900: no day before that March is the same
 * everywhere, nor one behind the year 9999. */
static bool serial_of(date d, int64_t *serial)
{
	enum { FROM_1970 = 25569, FIRST = 61, LAST = 2958465 };

	*serial = (int64_t)d + FROM_1970;
	return *serial >= FIRST && *serial <= LAST;
}

void sheet_date(struct sheet *s, date d)
{
	enum { WIDTH = 12 };
	int64_t serial;

	row_begin(s);
	if (d == DATE_NONE)
		sheet_nothing(s);
	else if (serial_of(d, &serial))
		number_cell(s, STYLE_DATE, text(arena_print(s->memory, "%lld", (long long)serial)), WIDTH);
	else
		sheet_text(s, text(date_text(s->memory, d)));
}

/* Of its day the part that has gone by, in twelve digits: less than a millisecond is lost. */
void sheet_moment(struct sheet *s, instant t)
{
	enum { WIDTH = 22 };
	const int64_t scale = INT64_C(1000000000000), day = DAY / SECOND;
	int64_t serial, seconds;
	struct wall w;
	int32_t offset;

	row_begin(s);
	if (t == INSTANT_NONE) {
		sheet_nothing(s);
		return;
	}
	w = zone_wall(s->w->zone, t, &offset);
	seconds = w.hour * 3600 + w.minute * 60 + w.second;
	if (serial_of(zone_date(s->w->zone, t), &serial))
		number_cell(s, STYLE_MOMENT, text(arena_print(s->memory, "%lld.%012lld", (long long)serial,
			(long long)((seconds * scale + day / 2) / day))), WIDTH);
	else
		sheet_text(s, text(zone_text(s->memory, s->w->zone, t)));
}

/* ── titles ────────────────────────────────────────────────────────────────────────────────────────────────────── */

void sheet_titles(struct sheet *s, const struct texts *titles)
{
	enum { BUTTON = 3 };         /* of the filter */

	s->titles = titles;
	s->title_row = s->row + 1;
	for (size_t i = 0; i < titles->count; i++) {
		if (s->columns == i) {
			s->widths = arena_grow(s->w->a, s->widths, s->columns++, sizeof *s->widths);
			s->widths[i] = workbook_length(titles->at[i]) + BUTTON;
		}
		text_cell(s, STYLE_TITLE, titles->at[i]);
	}
	sheet_row_end(s);
}
