#include "report/workbook.h"

#include "base/unicode.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define KIND "application/vnd.openxmlformats-officedocument.spreadsheetml."

enum { PART_LIMIT = 4 << 20, NAME_MOST = 31 };
/* Below 164 they are Excel's own. */
enum { FIRST_FORMAT = 164, DATE_FORMAT = FIRST_FORMAT, MOMENT_FORMAT, EXACT_FORMAT, AMOUNT_FORMAT };

/* ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_continued(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Characters of UTF-16 that begin with this byte of UTF-8. */
static size_t units(char c)
{
	return is_continued(c) ? 0 : (unsigned char)c >= 0xF0 ? 2 : 1;
}

size_t workbook_length(Str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len; i++)
		count += units(s.at[i]);
	return count;
}

Str workbook_head(Str s, size_t most)
{
	size_t count = 0, i = 0;

	for (; i < s.len; i++) {
		count += units(s.at[i]);
		if (count > most)
			break;
	}
	return text_head(s, i);
}

/* The character that XML cannot hold with which s begins, 0 if it begins with none; a CR would be read as an LF. */
static unsigned forbidden(Str s)
{
	unsigned char c = (unsigned char)s.at[0];

	if (c < 0x20)
		return c == '\t' || c == '\n' ? 0 : c;
	if (text_begins(s, S("\xEF\xBF\xBE")))
		return 0xFFFE;
	return text_begins(s, S("\xEF\xBF\xBF")) ? 0xFFFF : 0;
}

/* "_x0041_", also where its last line is that of the escape which follows. */
static bool is_like_escape(Str s)
{
	enum { HEAD = 6 };

	if (s.len <= HEAD || !text_begins(s, S("_x")))
		return false;
	for (size_t i = 2; i < HEAD; i++)
		if (byte_hex(s.at[i]) < 0)
			return false;
	return s.at[HEAD] == '_' || forbidden(text_from(s, HEAD)) > 0;
}

static const char *entity_of(char c)
{
	return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : NULL;
}

/* How far nothing is to be written otherwise. */
static size_t plain_length(Str s)
{
	size_t i = 0;

	while (i < s.len && (unsigned char)s.at[i] >= 0x20 && !strchr("&<>\"_\xEF", s.at[i]))
		i++;
	return i;
}

/* What the first character becomes; how many bytes it has. */
static size_t put_special(struct buf *b, Str s)
{
	unsigned escaped = is_like_escape(s) ? '_' : forbidden(s);
	const char *entity = entity_of(s.at[0]);

	if (escaped > 0)
		buf_print(b, "_x%04X_", escaped);
	else if (entity)
		buf_add(b, text(entity));
	else
		buf_byte(b, s.at[0]);
	return escaped > 0x7F ? 3 : 1;
}

void workbook_text(struct buf *b, Str s)
{
	for (Str rest = s; rest.len > 0;) {
		size_t plain = plain_length(rest);

		buf_add(b, text_head(rest, plain));
		rest = text_from(rest, plain);
		if (rest.len > 0)
			rest = text_from(rest, put_special(b, rest));
	}
}

/* ── styles ────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The locale's date as a format of cells: "dd\.mm\.yyyy". */
static void put_date_format(struct buf *b, const struct locale *l)
{
	for (const char *p = l->date; *p; p++) {
		bool bare = p[0] == '%' && p[1] == '-';

		if (*p != '%') {
			buf_print(b, "\\%c", *p);
			continue;
		}
		p += bare ? 2 : 1;
		buf_add(b, text(*p == 'Y' ? "yyyy" : *p == 'd' ? &"dd"[bare] : &"mm"[bare]));
	}
}

static void put_formats(struct buf *b, const struct locale *l)
{
	buf_print(b, "<numFmts count=\"%d\"><numFmt numFmtId=\"%d\" formatCode=\"", AMOUNT_FORMAT - FIRST_FORMAT
		+ AMOUNT_DIGITS + 1, DATE_FORMAT);
	put_date_format(b, l);
	buf_print(b, "\"/><numFmt numFmtId=\"%d\" formatCode=\"", MOMENT_FORMAT);
	put_date_format(b, l);
	buf_print(b, " hh:mm:ss\"/><numFmt numFmtId=\"%d\" formatCode=\"@&quot; (as text)&quot;\"/>", EXACT_FORMAT);
	for (int digits = 0; digits <= AMOUNT_DIGITS; digits++)
		buf_print(b, "<numFmt numFmtId=\"%d\" formatCode=\"#,##0%s%.*s\"/>", AMOUNT_FORMAT + digits,
			digits > 0 ? "." : "", digits, "000000000000000");
	buf_add(b, S("</numFmts>"));
}

static void put_style(struct buf *b, int format, int font, const char *more, const char *alignment)
{
	buf_print(b, "<xf numFmtId=\"%d\" fontId=\"%d\" %s borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" "
		"applyAlignment=\"1\"><alignment vertical=\"top\"%s/></xf>", format, font, more, alignment);
}

/* In the order of enum style.  49 is "@", 1 is "0". */
static void put_cell_styles(struct buf *b)
{
	buf_print(b, "<cellXfs count=\"%d\">", STYLE_AMOUNT + AMOUNT_DIGITS + 1);
	put_style(b, 0, 0, "fillId=\"0\"", "");
	put_style(b, 49, 1, "fillId=\"2\" applyFont=\"1\" applyFill=\"1\"", "");
	put_style(b, 49, 1, "fillId=\"0\" applyFont=\"1\"", "");
	put_style(b, 49, 0, "fillId=\"0\"", "");
	put_style(b, 49, 0, "fillId=\"0\"", " wrapText=\"1\"");
	put_style(b, EXACT_FORMAT, 0, "fillId=\"0\"", " horizontal=\"right\"");
	put_style(b, 1, 0, "fillId=\"0\"", "");
	put_style(b, DATE_FORMAT, 0, "fillId=\"0\"", " horizontal=\"left\"");
	put_style(b, MOMENT_FORMAT, 0, "fillId=\"0\"", " horizontal=\"left\"");
	for (int digits = 0; digits <= AMOUNT_DIGITS; digits++)
		put_style(b, AMOUNT_FORMAT + digits, 0, "fillId=\"0\"", "");
	buf_add(b, S("</cellXfs>"));
}

static void put_styles(struct buf *b, const struct locale *l)
{
	static const char font[] = "<font>%s<sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>";

	buf_add(b, S(XML "<styleSheet xmlns=\"" MAIN "\">"));
	put_formats(b, l);
	buf_add(b, S("<fonts count=\"2\">"));
	buf_print(b, font, "");
	buf_print(b, font, "<b/>");
	buf_add(b, S("</fonts><fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
		"patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE7E6E1\"/><bgColor "
		"indexed=\"64\"/></patternFill></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/>"
		"<diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
		"borderId=\"0\"/></cellStyleXfs>"));
	put_cell_styles(b);
	buf_add(b, S("<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
		"</styleSheet>"));
}

/* ── the package ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* Every part of XML is a sheet unless it is named: how many there will be is not known when this is written. */
static const char types[] = XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Default Extension=\"xml\" ContentType=\"" KIND "worksheet+xml\"/>"
	"<Override PartName=\"/xl/workbook.xml\" ContentType=\"" KIND "sheet.main+xml\"/>"
	"<Override PartName=\"/xl/styles.xml\" ContentType=\"" KIND "styles+xml\"/></Types>";

static const char relations[] = XML "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE
	"/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

static void put_part(struct workbook *w, const char *name, Str content)
{
	zip_member(w->zip, name);
	zip_put(w->zip, content);
}

struct workbook *workbook_new(struct arena *a, struct output *out, const struct locale *locale, struct zone *zone)
{
	struct workbook *w = arena_new_of(a, struct workbook);
	struct buf *b = buf_new(a, PART_LIMIT);

	*w = (struct workbook){.a = a, .zip = zip_new(a, out), .locale = locale, .zone = zone};
	put_part(w, "[Content_Types].xml", text(types));
	put_part(w, "_rels/.rels", text(relations));
	put_styles(b, locale);
	put_part(w, "xl/styles.xml", buf_str(b));
	return w;
}

/* Excel keeps "History" for itself. */
static bool is_taken(const struct workbook *w, Str name)
{
	Str folded = text_fold(w->a, name);

	for (size_t i = 0; i < w->sheet_count; i++)
		if (text_is(text_fold(w->a, w->sheets[i].name), folded))
			return true;
	return text_is(folded, S("history"));
}

static Str plain_name(struct arena *a, Str name)
{
	char *plain = text_z(a, name);

	for (char *p = plain; *p; p++)
		if (strchr("[]:*?/\\", *p) || (unsigned char)*p < 0x20 || (*p == '\'' && (p == plain || p[1] == 0)))
			*p = '_';
	return *plain ? text(plain) : S("Sheet");
}

/* What is taken goes on as "… (2)", "… (3)". */
static Str free_name(struct workbook *w, Str wanted)
{
	Str plain = plain_name(w->a, wanted), name = workbook_head(plain, NAME_MOST);

	for (int n = 2; is_taken(w, name); n++) {
		const char *number = arena_print(w->a, " (%d)", n);

		name = text(arena_print(w->a, "%.*s%s", STR(workbook_head(plain, NAME_MOST - strlen(number))), number));
	}
	return name;
}

struct workbook_sheet *workbook_sheet(struct workbook *w, Str name)
{
	struct workbook_sheet *s;
	Str free = free_name(w, name);

	w->sheets = arena_grow(w->a, w->sheets, w->sheet_count, sizeof *w->sheets);
	s = &w->sheets[w->sheet_count++];
	*s = (struct workbook_sheet){.name = free};
	zip_member(w->zip, arena_print(w->a, "xl/worksheets/sheet%zu.xml", w->sheet_count));
	return s;
}

/* A filter is also a name of the workbook, of the sheet and hidden, which Excel writes and looks for. */
static void put_filters(struct buf *b, const struct workbook *w)
{
	buf_add(b, S("<definedNames>"));
	for (size_t i = 0; i < w->sheet_count; i++) {
		buf_print(b, "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"%zu\" hidden=\"1\">'", i);
		for (size_t k = 0; k < w->sheets[i].name.len; k++) {
			if (w->sheets[i].name.at[k] == '\'')
				buf_byte(b, '\'');
			workbook_text(b, (Str){w->sheets[i].name.at + k, 1});
		}
		buf_print(b, "'!%.*s</definedName>", STR(w->sheets[i].filter));
	}
	buf_add(b, S("</definedNames>"));
}

static void put_workbook(struct buf *b, const struct workbook *w)
{
	buf_add(b, S(XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><bookViews><workbookView/></bookViews>"
		"<sheets>"));
	for (size_t i = 0; i < w->sheet_count; i++) {
		buf_add(b, S("<sheet name=\""));
		workbook_text(b, w->sheets[i].name);
		buf_print(b, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i + 1, i + 1);
	}
	buf_add(b, S("</sheets>"));
	put_filters(b, w);
	buf_add(b, S("</workbook>"));
}

static void put_relations(struct buf *b, const struct workbook *w)
{
	buf_add(b, S(XML "<Relationships xmlns=\"" RELATIONS "\">"));
	for (size_t i = 0; i < w->sheet_count; i++)
		buf_print(b, "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
			i + 1, i + 1);
	buf_print(b, "<Relationship Id=\"rId%zu\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/></Relationships>",
		w->sheet_count + 1);
}

bool workbook_end(struct workbook *w, struct err *e)
{
	struct buf *b = buf_new(w->a, PART_LIMIT);

	put_workbook(b, w);
	put_part(w, "xl/workbook.xml", buf_str(b));
	buf_clear(b);
	put_relations(b, w);
	put_part(w, "xl/_rels/workbook.xml.rels", buf_str(b));
	return zip_end(w->zip, e);
}
