#include "format/csv.h"

#include "format/csv_columns.h"
#include "format/csv_row.h"

struct csv {
	struct csv_rows rows;
	struct arena *arena;
	struct csv_columns columns;

	bool begun, ended;
	size_t width;                /* fields that a row must have; 0 until the first row tells */
	size_t named;                /* or no fewer than these: a header may end in a delimiter, and its rows not */
	uint64_t record;             /* the last one's number */

	struct found *found;
	struct cell *cells;          /* FOUND_LIMIT times the wanted paths */
	size_t count;
	struct csv_row *trailer;
	size_t trailer_count;
	struct csv_row other;        /* of a file with tags */
	bool has_other;
	struct arena *of_other;
};

struct csv *csv_new(struct arena *a, const struct csv_dialect *dialect, struct window *window,
		    const struct path *wanted, size_t count)
{
	struct csv *c = arena_new_of(a, struct csv);
	size_t most = FOUND_LIMIT + dialect->trailer_rows;

	c->arena = a;
	csv_rows_init(&c->rows, a, dialect, window);
	csv_columns_init(&c->columns, a, &c->rows.dialect, wanted, count);
	c->found = arena_raw(a, most * sizeof *c->found);
	c->cells = count ? arena_raw(a, most * count * sizeof *c->cells) : NULL;
	c->trailer = arena_array(a, dialect->trailer_rows, struct csv_row);
	c->of_other = arena_new(a);
	return c;
}

void csv_tell(struct csv *c, Str name, Str value)
{
	csv_columns_tell(&c->columns, name, value);
}

const struct csv_row *csv_other(const struct csv *c)
{
	return c->has_other ? &c->other : NULL;
}

void csv_require(struct csv *c, const struct need *needs, size_t count)
{
	c->columns.needs = needs;
	c->columns.need_count = count;
}

const struct texts *csv_columns(const struct csv *c)
{
	return &c->columns.names;
}

const struct texts *csv_unread(const struct csv *c)
{
	return &c->columns.unread;
}

const struct csv_row *csv_trailer(const struct csv *c, size_t *count)
{
	*count = c->trailer_count;
	return c->trailer;
}

/* What makes one record's fault in a row would lose a whole column here, since nobody could ask for it.  Workbooks: the
 * first member of an xlsx is XML, that of an ods its media type; an older xls is a compound file. */
static const char *header_fault(const struct csv *c, const struct csv_cut *cut)
{
	Str s = {c->rows.window->text->at + cut->start, cut->end - cut->start};
	size_t bad, cr = text_find_byte(s, '\r');

	if (text_begins(s, S("<?xml")))
		return "this is XML; if the file is a workbook, save it as CSV";
	if (text_begins(s, S("\xD0\xCF\x11\xE0")) || text_begins(s, S("application/vnd.oasis.opendocument")))
		return "this is a workbook; save it as CSV";
	if (cut->fault)
		return arena_print(c->arena, "the header has %s", cut->fault);
	if (cut->count > CSV_MOST_FIELDS)
		return "the header has too many fields";
	if (text_find_byte(s, '\0') < s.len)
		return "the header has a NUL byte";
	if (!text_is_utf8(s, &bad))
		return arena_print(c->arena, "byte %zu of the header is not UTF-8; declare the charset of the file", bad + 1);
	if (cr < s.len && !text_begins(text_from(s, cr), S("\r\n")))
		return "the header holds a carriage return; say newline = \"cr\" if lines end so";
	return NULL;
}

static bool read_header(struct csv *c, struct err *e)
{
	const char *fault;
	struct csv_cut cut;
	uint64_t line;
	bool has;

	if (!csv_rows_read(&c->rows, &cut, &has, e))
		return false;
	line = c->columns.header_line = c->rows.line;
	if (!has && c->rows.window->offset + c->rows.window->text->len == 0)
		return true;
	if (!has)
		return err_set(e, ERR_FORMAT, "line %ju: the header is missing", (uintmax_t)line);
	fault = header_fault(c, &cut);
	if (fault)
		return err_set(e, ERR_FORMAT, "line %ju: %s", (uintmax_t)line, fault);
	for (size_t i = 0; i < cut.count; i++)
		csv_columns_add(&c->columns, csv_rows_text(&c->rows, c->arena, &c->rows.fields[i]));
	csv_rows_pass(&c->rows, &cut);
	return true;
}

/* Once the columns have their names, if they have any. */
static bool begin_records(struct csv *c, struct err *e)
{
	c->width = c->named = c->columns.names.count;
	while (c->named > 0 && c->columns.names.at[c->named - 1].len == 0)
		c->named--;
	return csv_columns_find(&c->columns, e);
}

static bool begin(struct csv *c, struct err *e)
{
	const struct csv_dialect *d = &c->rows.dialect;
	struct csv_cut none = {0};

	c->begun = true;
	if (!csv_rows_more(&c->rows, &none, e) || !csv_rows_skip(&c->rows, d->skip, e))
		return false;
	if (d->record_tag.len > 0)
		return true;
	csv_columns_declared(&c->columns);
	return (!d->header || read_header(c, e)) && begin_records(c, e);
}

/* Whether all bytes are ASCII and none is NUL: nearly every record, eight bytes at a time. */
static bool is_plain(Str s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
	uint64_t word, seen = 0;
	size_t i = 0;

	for (; i + sizeof word <= s.len; i += sizeof word) {
		memcpy(&word, s.at + i, sizeof word);
		seen |= (word | (word - ones)) & high;
	}
	for (; i < s.len; i++)
		seen |= (uint64_t)(s.at[i] <= 0);
	return seen == 0;
}

/* The same for all records of a kind, because rejects are counted by it. */
static const char *fault_of(const struct csv *c, struct arena *batch, const struct csv_cut *cut, Str text)
{
	if (cut->fault)
		return cut->fault;
	if (c->width > CSV_MOST_FIELDS && cut->count == c->width)
		return arena_print(batch, "more than %d fields", CSV_MOST_FIELDS);
	if (cut->count > c->width || cut->count < c->named)
		return arena_print(batch, "%zu fields where the %s has %zu", cut->count,
				   c->columns.names.count > 0 ? "header" : "first record", c->width);
	if (c->rows.dialect.refused && text_find_byte(text, c->rows.dialect.refused) < text.len)
		return "a cell is an error, such as #N/A";
	if (is_plain(text))
		return NULL;
	if (memchr(text.at, '\0', text.len))
		return "a NUL byte";
	return text_is_utf8(text, NULL) ? NULL : "not UTF-8";
}

static size_t kept_fields(const struct csv *c, const struct csv_cut *cut)
{
	return cut->count < c->rows.room ? cut->count : c->rows.room;
}

static struct cell cell_of(const struct csv *c, struct arena *batch, const struct csv_cut *cut, size_t column)
{
	if (column >= CSV_FIRST_TOLD && column != SIZE_MAX)
		return (struct cell){.kind = CELL_TEXT, .text = c->columns.told.at[column - CSV_FIRST_TOLD]};
	if (column >= kept_fields(c, cut))
		return (struct cell){.kind = CELL_MISSING};
	return (struct cell){.kind = CELL_TEXT, .text = csv_rows_text(&c->rows, batch, &c->rows.fields[column])};
}

/* The first record's value is kept, and stands in for those that later ones leave empty. */
static void carry(struct csv *c, struct cell *cells)
{
	struct csv_columns *columns = &c->columns;

	for (size_t i = 0; i < columns->wanted_count; i++) {
		if (!columns->is_carried[i] || cells[i].kind != CELL_TEXT)
			continue;
		if (c->record == 0)
			columns->carried[i] = text_copy(c->arena, cells[i].text);
		else if (text_trim(cells[i].text).len == 0)
			cells[i].text = columns->carried[i];
	}
}

static void emit(struct csv *c, struct arena *batch, const struct csv_cut *cut)
{
	const struct window *w = c->rows.window;
	struct found *f = &c->found[c->count];
	bool all = c->columns.wanted_count == 0;
	size_t count = all ? kept_fields(c, cut) : c->columns.wanted_count;
	struct cell *cells = all ? arena_raw(batch, count * sizeof *cells) : c->cells + c->count * count;

	if (c->width == 0)
		c->width = c->named = cut->count;
	for (size_t i = 0; i < count; i++)
		cells[i] = cell_of(c, batch, cut, all ? i : c->columns.of[i]);
	if (c->columns.is_carried)
		carry(c, cells);
	*f = (struct found){
		.cells = cells,
		.cell_count = count,
		.text = {w->text->at + cut->start, cut->end - cut->start},
		.record = ++c->record,
		.line = c->rows.line,
		.offset = w->offset + cut->start,
	};
	f->fault = fault_of(c, batch, cut, f->text);
	c->count++;
}

static bool begins_trailer(const struct csv *c)
{
	const struct csv_dialect *d = &c->rows.dialect;

	return d->trailer_rows > 0 && d->trailer_starts.len > 0 &&
	       text_begins(text_trim(c->rows.fields[0].text), d->trailer_starts);
}

static Str *fields_of(const struct csv *c, struct arena *a, size_t count)
{
	Str *fields = arena_array(a, count, Str);

	for (size_t i = 0; i < count; i++)
		fields[i] = text_copy(a, csv_rows_text(&c->rows, a, &c->rows.fields[i]));
	return fields;
}

static bool keep_trailer(struct csv *c, const struct csv_cut *cut, struct err *e)
{
	struct csv_row *row;

	if (c->trailer_count == c->rows.dialect.trailer_rows)
		return err_set(e, ERR_FORMAT, "line %ju: a row behind the trailer", (uintmax_t)c->rows.line);
	row = &c->trailer[c->trailer_count++];
	row->line = c->rows.line;
	row->count = kept_fields(c, cut);
	row->fields = fields_of(c, c->arena, row->count);
	return true;
}

/* ── rows that begin with what they are ────────────────────────────────────────────────────────────────────────── */

static bool is_tagged(const struct csv *c, Str tag)
{
	return text_is(text_trim(c->rows.fields[0].text), tag);
}

/* A record without columns is left to take_other, too. */
static bool is_other(const struct csv *c)
{
	Str tag = c->rows.dialect.record_tag;

	return tag.len > 0 && (c->columns.names.count == 0 || !is_tagged(c, tag));
}

static bool take_header(struct csv *c, const struct csv_cut *cut, struct err *e)
{
	const char *fault = header_fault(c, cut);

	c->columns.header_line = c->rows.line;
	if (fault)
		return err_set(e, ERR_FORMAT, "line %ju: %s", (uintmax_t)c->rows.line, fault);
	c->columns.names = (struct texts){0};
	for (size_t i = 0; i < cut->count; i++)
		csv_columns_add(&c->columns, i == 0 ? S("") : csv_rows_text(&c->rows, c->arena, &c->rows.fields[i]));
	return begin_records(c, e);
}

static bool take_other(struct csv *c, const struct csv_cut *cut, struct err *e)
{
	const struct csv_dialect *d = &c->rows.dialect;

	if (is_tagged(c, d->header_tag)) {
		if (!take_header(c, cut, e))
			return false;
	} else if (is_tagged(c, d->record_tag)) {
		return err_set(e, ERR_FORMAT, "line %ju: a record without a row before it that names its columns",
			(uintmax_t)c->rows.line);
	} else {
		c->has_other = true;
		c->other = (struct csv_row){.line = c->rows.line, .count = kept_fields(c, cut)};
		c->other.fields = fields_of(c, c->of_other, c->other.count);
	}
	csv_rows_pass(&c->rows, cut);
	return true;
}

/* Reads the rows from here to the end: they are the trailer. */
static bool read_trailer(struct csv *c, struct err *e)
{
	uint32_t due = c->rows.dialect.trailer_rows;
	struct csv_cut cut;
	bool has;

	for (;;) {
		if (!csv_rows_read(&c->rows, &cut, &has, e))
			return false;
		if (!has)
			break;
		if (!keep_trailer(c, &cut, e))
			return false;
		csv_rows_pass(&c->rows, &cut);
	}
	c->ended = true;
	if (c->trailer_count < due)
		return err_set(e, ERR_INCOMPLETE, "line %ju: the trailer has %zu of its %u rows: the file is cut off",
			       (uintmax_t)c->rows.line, c->trailer_count, due);
	return true;
}

/* Rows that may turn out to be the trailer are given back to the window. */
static void give_back(struct csv *c, size_t held)
{
	const struct found *first;

	if (held > c->count)
		held = c->count;
	if (held == 0)
		return;
	c->count -= held;
	c->record -= held;
	first = &c->found[c->count];
	csv_rows_return(&c->rows, first->offset, first->line);
}

/* Takes the rows that stand whole in the window. */
static enum csv_seen take(struct csv *c, struct arena *batch, size_t most, struct csv_cut *cut, bool *trailer)
{
	enum csv_seen seen = CSV_ROW;

	while (c->count < most && (seen = csv_rows_next(&c->rows, cut)) == CSV_ROW) {
		*trailer = begins_trailer(c) || is_other(c);
		if (*trailer)
			break;
		emit(c, batch, cut);
		csv_rows_pass(&c->rows, cut);
	}
	return seen;
}

/* What follows the rows that were taken: the trailer is read, more text is fetched, or nothing.  The window moves only
 * if no rows borrow from it. */
static bool go_on(struct csv *c, enum csv_seen seen, const struct csv_cut *cut, bool trailer, struct err *e)
{
	const struct csv_dialect *d = &c->rows.dialect;

	if (trailer && d->record_tag.len > 0 && c->count == 0)
		return take_other(c, cut, e);
	if (trailer)
		csv_rows_return(&c->rows, c->rows.window->offset + cut->start, c->rows.line);
	if (c->count > 0)
		return true;
	if (trailer || (seen == CSV_END && d->trailer_rows > 0))
		return read_trailer(c, e);
	c->ended = seen == CSV_END;
	return seen != CSV_CUT || csv_rows_more(&c->rows, cut, e);
}

bool csv_next(struct csv *c, struct arena *batch, struct founds *founds, struct err *e)
{
	const struct csv_dialect *d = &c->rows.dialect;
	size_t held = d->trailer_starts.len > 0 ? 0 : d->trailer_rows;

	c->count = 0;
	c->has_other = false;
	arena_end(c->of_other);
	*founds = (struct founds){.at = c->found};
	if (!c->begun && !begin(c, e))
		return false;
	while (c->count == 0 && !c->ended && !c->has_other) {
		struct csv_cut cut = {0};
		bool trailer = false;
		enum csv_seen seen = take(c, batch, FOUND_LIMIT + held, &cut, &trailer);

		give_back(c, held);
		if (!go_on(c, seen, &cut, trailer, e))
			return false;
	}
	founds->count = c->count;
	return true;
}
