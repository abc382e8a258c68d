/*
 * Workbooks: parts of any text say the same whatever the pieces of the zip; and texts and numbers that were written
 * into cells, shared or not, come back as they were.
 */
#include "fuzz.h"

#include "workbook.h"

/* Of bytes that no text has, those before the blank begin a new line, which is what a field is quoted for. */
static char shown(unsigned char c)
{
	return c < ' ' ? '\n' : c < 0x7F ? (char)c : '.';
}

/* As XML holds it: what is no letter by its number. */
static void put_xml(struct buf *b, Str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c >= '0' && c <= 'z' && c != '<' && c != '>')
			buf_byte(b, (char)c);
		else
			buf_print(b, "&#%d;", shown(c));
	}
}

/* As the field of the row that it becomes. */
static Str field_of(struct arena *a, Str s)
{
	struct buf *b = buf_new(a, 1 << 20);
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++)
		quoted = quoted || s.at[i] == '"' || s.at[i] == ',' || shown((unsigned char)s.at[i]) == '\n';
	if (quoted)
		buf_byte(b, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, shown((unsigned char)s.at[i]));
	}
	if (quoted)
		buf_byte(b, '"');
	return buf_str(b);
}

/* What looks like a character that is written by its number has its first character written so itself. */
static Str spelled(struct arena *a, Str s)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < s.len; i++) {
		buf_byte(b, s.at[i]);
		if (s.at[i] == '_' && i + 1 < s.len && s.at[i + 1] == 'x')
			buf_add(b, S("x005F_"));
	}
	return buf_str(b);
}

static void written(struct arena *a, Str in, size_t step)
{
	/* Of few bytes: inputs begin short. */
	unsigned int how = take(&in), row = 1 + how % 8, shared = how / 8 % 2, column = take(&in) % 20;
	Str number = text(arena_print(a, "%u.%u", how, column)), value = text_head(in, 200);
	struct buf *sheet = buf_new(a, 1 << 20), *sst = buf_new(a, 1 << 20), *want = buf_new(a, 1 << 20);

	buf_add(sst, S("<sst><si><t/></si><si><t>"));
	put_xml(sst, spelled(a, value));
	buf_add(sst, S("</t></si></sst>"));
	buf_print(sheet, "<worksheet><sheetData><row r=\"%u\"><c r=\"%c%u\"", row, 'A' + (int)column, row);
	if (shared) {
		buf_add(sheet, S(" t=\"s\"><v>1</v></c>"));
	} else {
		buf_add(sheet, S(" t=\"inlineStr\"><is><t>"));
		put_xml(sheet, spelled(a, value));
		buf_add(sheet, S("</t></is></c>"));
	}
	buf_print(sheet, "<c r=\"%c%u\"><v>%.*s</v></c></row></sheetData></worksheet>", 'C' + (int)column, row,
		STR(number));
	for (unsigned int i = 1; i < row; i++)
		buf_byte(want, '\r');
	for (unsigned int i = 0; i < column; i++)
		buf_byte(want, ',');
	buf_add(want, field_of(a, value));
	buf_print(want, ",,%.*s\r", STR(number));
	must_be(sheet_read(a, workbook(a, "", buf_str(sheet), buf_str(sst), S("")), step, ""), buf_str(want), "a row");
}

static void any(struct arena *a, Str in, size_t step)
{
	Str styles = take_text(&in, '\0'), sst = take_text(&in, '\0');
	Str book = workbook(a, "", in, sst, styles);
	Str whole = sheet_read(a, book, 0, ""), parts = sheet_read(a, book, step, "");

	must_be(parts, whole, "what is said in pieces");
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t step = 1 + (mode >> 1) % 64;

	if (mode & 1)
		written(a, in, step);
	else
		any(a, in, step);
}
