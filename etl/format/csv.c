#include "format/csv.h"

#include "format/csv_row.h"

struct csv {
	struct csv_rows rows;
	struct arena *arena;
	const struct path *wanted;
	size_t wanted_count;
	size_t *column_of;           /* by wanted path; SIZE_MAX: the file has none */
	const struct need *needs;
	size_t need_count;
	uint64_t header_line;

	bool begun, ended;
	struct texts columns, unread;
	size_t width;                /* fields that a row must have; 0 until the first row tells */
	size_t named;                /* or no fewer than these: a header may end in a delimiter, and its rows not */
	uint64_t record;             /* the last one's number */

	struct found *found;
	struct cell *cells;          /* FOUND_LIMIT times the wanted paths */
	size_t count;
	struct csv_row *trailer;
	size_t trailer_count;
};

struct csv *csv_new(struct arena *a, const struct csv_dialect *dialect, struct window *window,
		    const struct path *wanted, size_t count)
{
	struct csv *c = arena_new_of(a, struct csv);
	size_t most = FOUND_LIMIT + dialect->trailer_rows;

	c->arena = a;
	csv_rows_init(&c->rows, a, dialect, window);
	c->wanted = wanted;
	c->wanted_count = count;
	c->found = arena_raw(a, most * sizeof *c->found);
	c->cells = count ? arena_raw(a, most * count * sizeof *c->cells) : NULL;
	c->trailer = arena_array(a, dialect->trailer_rows, struct csv_row);
	return c;
}

void csv_require(struct csv *c, const struct need *needs, size_t count)
{
	c->needs = needs;
	c->need_count = count;
}

const struct texts *csv_columns(const struct csv *c)
{
	return &c->columns;
}

const struct texts *csv_unread(const struct csv *c)
{
	return &c->unread;
}

const struct csv_row *csv_trailer(const struct csv *c, size_t *count)
{
	*count = c->trailer_count;
	return c->trailer;
}

/* Names are compared without blanks around them and with single blanks inside: exports differ in them. */
static Str normal(struct arena *a, Str name)
{
	char *copy;
	size_t n = 0;

	name = text_trim(name);
	copy = arena_raw(a, name.len + 1);
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (c >= '\t' && c <= '\r')
			c = ' ';
		if (c != ' ' || copy[n - 1] != ' ')
			copy[n++] = c;
	}
	return (Str){copy, n};
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
	line = c->header_line = c->rows.line;
	if (!has && c->rows.window->offset + c->rows.window->text->len == 0)
		return true;
	if (!has)
		return err_set(e, ERR_FORMAT, "line %ju: the header is missing", (uintmax_t)line);
	fault = header_fault(c, &cut);
	if (fault)
		return err_set(e, ERR_FORMAT, "line %ju: %s", (uintmax_t)line, fault);
	for (size_t i = 0; i < cut.count; i++)
		texts_add(c->arena, &c->columns,
			  normal(c->arena, csv_rows_text(&c->rows, c->arena, &c->rows.fields[i])));
	csv_rows_pass(&c->rows, &cut);
	return true;
}

/* A column is found by its whole path as written ("address.city" may be a name), else by the step's name. */
static Str wanted_name(const struct csv *c, const struct path *p)
{
	bool is_name = p->count == 1 && p->steps[0].kind == STEP_NAME && p->up == 0;

	return normal(c->arena, is_name ? p->steps[0].name : p->source);
}

static bool resolve(struct csv *c, const struct path *p, size_t *column, struct err *e)
{
	Str name = wanted_name(c, p);

	*column = SIZE_MAX;
	if (p->count == 1 && p->steps[0].kind == STEP_COLUMN) {
		*column = (size_t)p->steps[0].index - 1;
		return true;
	}
	for (size_t i = 0; i < c->columns.count; i++) {
		if (!text_is(c->columns.at[i], name))
			continue;
		if (*column != SIZE_MAX)
			return err_set(e, ERR_FORMAT, "the column %s stands twice, as #%zu and #%zu; ask for one by its number",
				       text_quoted(c->arena, name), *column + 1, i + 1);
		*column = i;
	}
	return true;
}

static bool is_met(const struct csv *c, const struct need *n)
{
	for (size_t i = 0; i < n->count; i++) {
		size_t column = c->column_of[n->paths[i]];

		if (column < c->columns.count || (column != SIZE_MAX && c->columns.count == 0))
			return true;
	}
	return false;
}

static void suggest(const struct csv *c, struct buf *b, const bool *met)
{
	const char **names = arena_array(c->arena, c->columns.count + 1, const char *), *nearest;
	struct texts near = {0};

	for (size_t i = 0; i < c->columns.count; i++)
		names[i] = text_z(c->arena, c->columns.at[i]);
	for (size_t i = 0; i < c->need_count; i++)
		for (size_t j = 0; !met[i] && j < c->needs[i].count; j++) {
			nearest = text_nearest(wanted_name(c, &c->wanted[c->needs[i].paths[j]]), names, c->columns.count);
			if (nearest && !texts_has(&near, text(nearest)))
				texts_add(c->arena, &near, text(nearest));
		}
	buf_add(b, S("; what may be lacking says missing = \"null\""));
	need_suggest(c->arena, b, &near);
}

/* What seems to stand between the columns where there is only one; NULL if nothing does. */
static const char *another_delimiter(const struct csv *c)
{
	static const struct {
		char byte;
		const char *written;
	} usual[] = {{';', ";"}, {',', ","}, {'\t', "\\t"}, {'|', "|"}};

	for (size_t i = 0; i < sizeof usual / sizeof *usual && c->columns.count == 1; i++)
		if (text_find_byte(c->columns.at[0], usual[i].byte) < c->columns.at[0].len)
			return usual[i].written;
	return NULL;
}

/* "sep=;", which Excel writes before the header, as the delimiter; 0 if it stands not there. */
static char excel_delimiter(const struct csv *c)
{
	Str first = c->columns.count > 0 ? c->columns.at[0] : S("");

	if (!c->rows.dialect.header || !text_begins(first, S("sep=")) || c->columns.count > 2)
		return '\0';
	return first.len == 5 ? first.at[4] : c->rows.dialect.delimiter;
}

static bool lacks(struct csv *c, const bool *met, struct err *e)
{
	struct buf *b = buf_new(c->arena, sizeof e->message);
	const char *delimiter = another_delimiter(c);
	char excel = excel_delimiter(c);

	if (c->rows.dialect.header)
		buf_print(b, "line %ju: ", (uintmax_t)c->header_line);
	buf_add(b, S("no column "));
	need_list(b, c->wanted, c->needs, met, c->need_count);
	if (c->columns.count == 0)
		return err_set(e, ERR_FORMAT, "%.*s: without a header columns have no names; ask for them by number, such as "
			"\"#1\"", STR(buf_str(b)));
	buf_add(b, S("; there are "));
	need_names(c->arena, b, &c->columns);
	if (excel)
		buf_print(b, "; that line is one of Excel's: skip = 1, and delimiter = \"%s%c\"", excel == '\t' ? "\\" : "",
			excel == '\t' ? 't' : excel);
	else if (delimiter)
		buf_print(b, "; is the delimiter \"%s\"?", delimiter);
	else
		suggest(c, b, met);
	return err_set(e, ERR_FORMAT, "%.*s", STR(buf_str(b)));
}

/* A file of no bytes has no columns and no records. */
static bool require(struct csv *c, struct err *e)
{
	bool *met = arena_array(c->arena, c->need_count + 1, bool), all = true;

	if (c->rows.dialect.header && c->columns.count == 0)
		return true;
	for (size_t i = 0; i < c->need_count; i++) {
		met[i] = is_met(c, &c->needs[i]);
		all = all && met[i];
	}
	return all || lacks(c, met, e);
}

static void find_unread(struct csv *c)
{
	bool *read = arena_array(c->arena, c->columns.count + 1, bool);

	for (size_t i = 0; i < c->wanted_count; i++)
		if (c->column_of[i] < c->columns.count)
			read[c->column_of[i]] = true;
	for (size_t i = 0; c->wanted_count > 0 && i < c->columns.count; i++)
		if (!read[i] && c->columns.at[i].len > 0)
			texts_add(c->arena, &c->unread, c->columns.at[i]);
}

static void take_names(struct csv *c)
{
	const struct texts *names = &c->rows.dialect.names;

	for (size_t i = 0; i < names->count; i++)
		texts_add(c->arena, &c->columns, normal(c->arena, names->at[i]));
}

bool csv_check(struct arena *a, const struct csv_dialect *dialect, const struct path *wanted, size_t count,
	       const struct need *need, struct err *e)
{
	struct csv c = {.rows.dialect = *dialect, .arena = a, .wanted = wanted, .wanted_count = count,
		.column_of = arena_array(a, count, size_t), .needs = need, .need_count = 1};

	if (dialect->header)
		return true;
	take_names(&c);
	for (size_t i = 0; i < need->count; i++)
		if (!resolve(&c, &wanted[need->paths[i]], &c.column_of[need->paths[i]], e))
			return false;
	return require(&c, e);
}

static bool begin(struct csv *c, struct err *e)
{
	const struct csv_dialect *d = &c->rows.dialect;
	struct csv_cut none = {0};

	c->begun = true;
	if (!csv_rows_more(&c->rows, &none, e) || !csv_rows_skip(&c->rows, d->skip, e))
		return false;
	take_names(c);
	if (d->header && !read_header(c, e))
		return false;
	c->width = c->named = c->columns.count;
	while (c->named > 0 && c->columns.at[c->named - 1].len == 0)
		c->named--;
	c->column_of = arena_array(c->arena, c->wanted_count, size_t);
	for (size_t i = 0; i < c->wanted_count; i++)
		if (!resolve(c, &c->wanted[i], &c->column_of[i], e))
			return false;
	find_unread(c);
	return require(c, e);
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
				   c->columns.count > 0 ? "header" : "first record", c->width);
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
	if (column >= kept_fields(c, cut))
		return (struct cell){.kind = CELL_MISSING};
	return (struct cell){.kind = CELL_TEXT, .text = csv_rows_text(&c->rows, batch, &c->rows.fields[column])};
}

static void emit(struct csv *c, struct arena *batch, const struct csv_cut *cut)
{
	const struct window *w = c->rows.window;
	struct found *f = &c->found[c->count];
	bool all = c->wanted_count == 0;
	size_t count = all ? kept_fields(c, cut) : c->wanted_count;
	struct cell *cells = all ? arena_raw(batch, count * sizeof *cells) : c->cells + c->count * count;

	if (c->width == 0)
		c->width = c->named = cut->count;
	for (size_t i = 0; i < count; i++)
		cells[i] = cell_of(c, batch, cut, all ? i : c->column_of[i]);
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

static bool keep_trailer(struct csv *c, const struct csv_cut *cut, struct err *e)
{
	struct csv_row *row;
	Str *fields;

	if (c->trailer_count == c->rows.dialect.trailer_rows)
		return err_set(e, ERR_FORMAT, "line %ju: a row behind the trailer", (uintmax_t)c->rows.line);
	row = &c->trailer[c->trailer_count++];
	row->line = c->rows.line;
	row->count = kept_fields(c, cut);
	fields = arena_array(c->arena, row->count, Str);
	for (size_t i = 0; i < row->count; i++)
		fields[i] = text_copy(c->arena, csv_rows_text(&c->rows, c->arena, &c->rows.fields[i]));
	row->fields = fields;
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
		*trailer = begins_trailer(c);
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
	*founds = (struct founds){.at = c->found};
	if (!c->begun && !begin(c, e))
		return false;
	while (c->count == 0 && !c->ended) {
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
