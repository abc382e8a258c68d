#include "format/xlsx.h"

#include "format/xlsx_cell.h"
#include "format/xml.h"

enum { ROW_LIMIT = 32 << 20, COLUMNS_MOST = 16384 };

struct xlsx {
	struct arena *arena, *batch;
	struct bytes *from;
	const struct unpack_limits *limits;
	Str target;                  /* of the sheet: xl/worksheets/sheet1.xml */
	bool is_1904;
	Str *texts;                  /* shared */
	size_t text_count, text_bytes;
	enum xlsx_shown *shown;      /* by style */
	size_t shown_count;

	struct unpack *unpack;       /* of the sheet */
	struct xml_reader *rows;
	struct buf *out;
	uint64_t line;               /* of the row that was written last */
	size_t width;                /* columns of the widest row so far: each row has as many */
	bool ended;
};

/* ── parts of the zip ── */

/* Opens the one member of that name; *xml is NULL if it is not there. */
static bool part_open(struct xlsx *x, struct arena *a, const char *name, const char *rows, struct unpack **u,
	struct xml_reader **xml, struct err *e)
{
	struct path *path = arena_new_of(a, struct path);
	Str found;
	bool has;

	*xml = NULL;
	if (!bytes_seek(x->from, 0, e) || !unpack_open(a, x->from, x->limits, text(name), u, e))
		return false;
	do {
		if (!unpack_next(*u, &found, &has, e))
			return false;
	} while (has && !text_ends(found, text(arena_print(a, "!%s", name))));
	if (!has)
		return true;
	if (!path_parse(a, text(rows), path, e))
		return false;
	*xml = xml_reader_new(a, chars_new(a, *u, S(""), true), path, NULL, 0);
	return true;
}

/* What is behind a part is read too: only then its checksum, and the zip's end, are proven. */
static bool part_end(struct unpack *u, struct err *e)
{
	bool has = true;
	Str name;

	while (has)
		if (!unpack_next(u, &name, &has, e))
			return false;
	return true;
}

/* The whole of a small part as a tree; NULL if it is not there. */
static bool part_whole(struct xlsx *x, const char *name, const char *root, const struct tree **tree, struct err *e)
{
	struct unpack *u;
	struct xml_reader *xml;
	struct founds founds;

	*tree = NULL;
	if (!part_open(x, x->arena, name, root, &u, &xml, e) || !xml)
		return e->kind == ERR_NONE;
	do {
		if (!xml_reader_next(xml, arena_new(x->arena), &founds, e))
			return err_in(e, "%.*s!%s", STR(bytes_name(x->from)), name);
		if (founds.count > 0 && founds.at[0].context)
			*tree = founds.at[0].context->row;
	} while (founds.count > 0);
	return part_end(u, e);
}

/* ── the workbook ── */

static const struct tree *sheet_named(const struct tree *sheets, Str name)
{
	const struct tree *s = sheets ? sheets->children : NULL;
	uint64_t number = name.len > 0 ? 0 : 1, count = 0;

	for (const struct tree *each = s; each; each = each->next)
		if (text_is(xlsx_attribute(each, "name"), name))
			return each;
	if (number == 0 && !text_uint(name, &number))
		return NULL;
	for (; s; s = s->next)
		if (++count == number)
			return s;
	return NULL;
}

static bool no_sheet(struct xlsx *x, const struct tree *sheets, Str name, struct err *e)
{
	struct buf *b = buf_new(x->arena, 4096);

	for (const struct tree *s = sheets ? sheets->children : NULL; s; s = s->next)
		buf_print(b, "%s%s", b->len > 0 ? ", " : "", text_quoted(x->arena, xlsx_attribute(s, "name")));
	return err_set(e, ERR_FORMAT, "%.*s: no sheet %s in the workbook; it has %.*s", STR(bytes_name(x->from)),
		text_quoted(x->arena, name), STR(buf_str(b)));
}

/* Where the sheet is, by the relation that the workbook names. */
static bool find_sheet(struct xlsx *x, Str name, struct err *e)
{
	const struct tree *workbook, *relations, *sheet;
	Str is_1904, id;

	if (!part_whole(x, "xl/workbook.xml", "workbook", &workbook, e)
	    || !part_whole(x, "xl/_rels/workbook.xml.rels", "Relationships", &relations, e))
		return false;
	if (!workbook || !relations)
		return err_set(e, ERR_FORMAT, "%.*s: this is no workbook: it has no xl/workbook.xml, or no relations",
			STR(bytes_name(x->from)));
	is_1904 = xlsx_attribute(xlsx_child(workbook, "workbookPr"), "date1904");
	x->is_1904 = text_is(is_1904, S("1")) || text_is(is_1904, S("true"));
	sheet = sheet_named(xlsx_child(workbook, "sheets"), name);
	if (!sheet)
		return no_sheet(x, xlsx_child(workbook, "sheets"), name, e);
	id = xlsx_attribute(sheet, "id");
	for (const struct tree *r = relations->children; r; r = r->next) {
		Str target = xlsx_attribute(r, "Target");

		if (!text_is(xlsx_attribute(r, "Id"), id))
			continue;
		x->target = target.len > 0 && *target.at == '/' ? text_from(target, 1)
			: text(arena_print(x->arena, "xl/%.*s", STR(target)));
	}
	return (x->target.len > 0 && !strpbrk(text_z(x->arena, x->target), "*?["))
	    || err_set(e, ERR_FORMAT, "%.*s: the workbook does not say where its sheet %s is", STR(bytes_name(x->from)),
			text_quoted(x->arena, name));
}

static enum xlsx_shown format_shown(const struct tree *formats, Str id)
{
	uint64_t number = 0;

	for (const struct tree *f = formats ? formats->children : NULL; f; f = f->next)
		if (text_is(xlsx_attribute(f, "numFmtId"), id))
			return xlsx_shown_by_code(xlsx_attribute(f, "formatCode"));
	return text_uint(id, &number) ? xlsx_shown_by_id(number) : XLSX_NUMBER;
}

static bool read_styles(struct xlsx *x, struct err *e)
{
	const struct tree *sheet, *styles;

	if (!part_whole(x, "xl/styles.xml", "styleSheet", &sheet, e))
		return false;
	styles = xlsx_child(sheet, "cellXfs");
	for (const struct tree *s = styles ? styles->children : NULL; s; s = s->next) {
		x->shown = arena_grow(x->arena, x->shown, x->shown_count, sizeof *x->shown);
		x->shown[x->shown_count++] = format_shown(xlsx_child(sheet, "numFmts"), xlsx_attribute(s, "numFmtId"));
	}
	return true;
}

static bool keep_text(struct xlsx *x, const struct tree *string, struct err *e)
{
	struct buf *b = buf_new(x->batch, ROW_LIMIT);

	xlsx_text(b, string);
	x->text_bytes += b->len + sizeof *x->texts;
	if (x->text_bytes > XLSX_TEXTS_LIMIT)
		return err_set(e, ERR_FORMAT, "%.*s: the texts that its cells share take more than %d MiB; export the sheet as "
			"CSV", STR(bytes_name(x->from)), XLSX_TEXTS_LIMIT >> 20);
	x->texts = arena_grow(x->arena, x->texts, x->text_count, sizeof *x->texts);
	x->texts[x->text_count++] = text_copy(x->arena, buf_str(b));
	return true;
}

static bool read_texts(struct xlsx *x, struct err *e)
{
	struct arena *a = arena_new(x->arena);
	struct unpack *u;
	struct xml_reader *xml;
	struct founds founds;

	if (!part_open(x, a, "xl/sharedStrings.xml", "sst.si[*]", &u, &xml, e))
		return false;
	do {
		arena_end(x->batch);
		founds.count = 0;
		if (xml && !xml_reader_next(xml, x->batch, &founds, e))
			return err_in(e, "%.*s!xl/sharedStrings.xml", STR(bytes_name(x->from)));
		for (size_t i = 0; i < founds.count; i++)
			if (!keep_text(x, founds.at[i].context->row, e))
				return false;
	} while (founds.count > 0);
	if (xml && !part_end(u, e))
		return false;
	arena_end(a);
	return true;
}

bool xlsx_open(struct arena *a, struct bytes *workbook, const struct unpack_limits *limits, Str sheet,
	       struct bytes **rows, struct err *e)
{
	struct xlsx *x = arena_new_of(a, struct xlsx);

	*x = (struct xlsx){.arena = a, .batch = arena_new(a), .from = workbook, .limits = limits};
	x->out = buf_new(a, 2 * (size_t)ROW_LIMIT);
	if (!find_sheet(x, sheet, e) || !read_styles(x, e) || !read_texts(x, e))
		return false;
	if (!part_open(x, a, text_z(a, x->target), "worksheet.sheetData.row[*]", &x->unpack, &x->rows, e))
		return false;
	if (!x->rows)
		return err_set(e, ERR_FORMAT, "%.*s: the workbook has no %.*s", STR(bytes_name(x->from)), STR(x->target));
	*rows = bytes_of_sheet(a, bytes_name(workbook), x);
	return true;
}

/* ── rows ── */

/* Quoted where it must be. */
static void put_field(struct buf *b, Str s)
{
	bool plain = text_find_byte(s, '"') == s.len && text_find_byte(s, ',') == s.len
		&& text_find_byte(s, '\n') == s.len && text_find_byte(s, '\r') == s.len;

	if (plain) {
		buf_add(b, s);
		return;
	}
	buf_byte(b, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			buf_byte(b, '"');
		if (s.at[i] != '\r')
			buf_byte(b, s.at[i]);
	}
	buf_byte(b, '"');
}

static void put_number(const struct xlsx *x, struct buf *b, const struct tree *cell, Str number)
{
	uint64_t style = 0;
	bool has_style = text_uint(xlsx_attribute(cell, "s"), &style) && style < x->shown_count;
	enum xlsx_shown shown = has_style ? x->shown[style] : XLSX_NUMBER;

	if (shown == XLSX_NUMBER || !xlsx_date(x->batch, b, number, shown, x->is_1904))
		buf_add(b, number);
}

static bool put_shared(const struct xlsx *x, struct buf *b, Str number)
{
	uint64_t at;

	if (!text_uint(number, &at) || at >= x->text_count)
		return false;
	buf_add(b, x->texts[at]);
	return true;
}

/* What a cell with a value says, by its type (ECMA-376 18.18.11). */
static bool put_value(const struct xlsx *x, struct buf *b, const struct tree *cell, Str type, Str written)
{
	Str value = text_trim(written);

	if (text_is(type, S("s")))
		return put_shared(x, b, value);
	if (text_is(type, S("e")))
		buf_byte(b, XLSX_ERROR);
	if (text_is(type, S("b")))
		buf_add(b, text_is(value, S("1")) ? S("true") : S("false"));
	else if (text_is(type, S("str")))
		buf_add(b, written);
	else if (text_is(type, S("d")) || text_is(type, S("e")))
		buf_add(b, value);
	else
		put_number(x, b, cell, value);
	return true;
}

/* False if it points to a text that is not there. */
static bool put_cell(const struct xlsx *x, struct buf *b, const struct tree *cell)
{
	const struct tree *v = xlsx_child(cell, "v"), *is = xlsx_child(cell, "is");
	Str type = xlsx_attribute(cell, "t");

	if (!text_is(type, S("inlineStr")))
		return !v || put_value(x, b, cell, type, v->text);
	if (is)
		xlsx_text(b, is);
	return true;
}

/* The cells up to the last that is not empty, whose column *last is; 0 if there is none. */
static bool put_cells(struct xlsx *x, const struct tree *row, size_t *last, struct err *e)
{
	struct buf *value = buf_new(x->batch, ROW_LIMIT);
	size_t column = 0, commas = 0;

	*last = 0;
	for (const struct tree *cell = row->children; cell; cell = cell->next) {
		Str reference = xlsx_attribute(cell, "r");
		size_t at = reference.len > 0 ? xlsx_column(reference) : column + 1;

		if (at <= column || at > COLUMNS_MOST)
			return err_set(e, ERR_FORMAT, "row %ju: the cell %s does not stand behind the one before it",
				(uintmax_t)x->line, text_quoted(x->batch, reference));
		column = at;
		buf_clear(value);
		if (!put_cell(x, value, cell))
			return err_set(e, ERR_FORMAT, "row %ju: the cell %s is of a text that the workbook does not have",
				(uintmax_t)x->line, text_quoted(x->batch, reference));
		if (value->len == 0)
			continue;
		for (; commas + 1 < at; commas++)
			buf_byte(x->out, ',');
		put_field(x->out, buf_str(value));
		*last = at;
	}
	return true;
}

static bool put_row(struct xlsx *x, const struct tree *row, struct err *e)
{
	Str number = xlsx_attribute(row, "r");
	uint64_t line = x->line + 1;
	size_t column;

	if (number.len > 0 && (!text_uint(number, &line) || line <= x->line || line > 1048576))
		return err_set(e, ERR_FORMAT, "row %s does not stand behind row %ju", text_quoted(x->batch, number),
			(uintmax_t)x->line);
	while (++x->line < line)
		buf_byte(x->out, '\r');
	if (!put_cells(x, row, &column, e))
		return false;
	/* As many fields as the widest row so far has: a sheet does not say where its table ends. */
	for (; column > 0 && column < x->width; column++)
		buf_byte(x->out, ',');
	x->width = column > x->width ? column : x->width;
	buf_byte(x->out, '\r');
	return true;
}

bool xlsx_next(struct xlsx *x, Str *chunk, struct err *e)
{
	struct founds founds = {0};

	buf_clear(x->out);
	while (!x->ended && x->out->len == 0) {
		arena_end(x->batch);
		if (!xml_reader_next(x->rows, x->batch, &founds, e))
			return err_in(e, "%.*s", STR(x->target));
		for (size_t i = 0; i < founds.count; i++)
			if (!put_row(x, founds.at[i].context->row, e))
				return false;
		x->ended = founds.count == 0;
		if (x->ended && !part_end(x->unpack, e))
			return false;
	}
	*chunk = buf_str(x->out);
	return !buf_is_over(x->out) || err_set(e, ERR_FORMAT, "row %ju: too much in a few rows", (uintmax_t)x->line);
}
