#include "workbook.h"

#include "format/xlsx_cell.h"

#include <stdlib.h>

#define SHEET(rows) S("<worksheet " XLSX_MAIN "><sheetData>" rows "</sheetData></worksheet>")

static const char styles[] = "<styleSheet " XLSX_MAIN "><numFmts><numFmt numFmtId=\"170\" formatCode=\"yyyy\\-mm\\-dd "
	"hh:mm\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"21\"/>"
	"</cellXfs></styleSheet>";
static const char sst[] = "<sst " XLSX_MAIN "><si><t>a</t></si><si><r><t>b</t></r><r><t xml:space=\"preserve\"> "
	"c</t></r>"
	"<rPh><t>no</t></rPh></si><si><t>d_x000D_\n\"e\"</t></si>"
	"<si><t>_x0007__x00e9__x20AC__x005F_x0041_ _xD83D_ _x001A_ _x004_</t></si></sst>";

static void gives(const char *about, Str sheet, const char *want, const char *name)
{
	size_t steps[] = {0, 1, 7, 100};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		struct arena *a = arena_new(NULL);

		is_str(sheet_read(a, workbook(a, about, sheet, text(sst), text(styles)), steps[i], ""), text(want),
			"%s (pieces of %zu)", name, steps[i]);
		arena_end(a);
		free(a);
	}
}

static void cells(void)
{
	gives("", SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
		"<row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c><c r=\"B3\"><v>0.30000000000000004</v></c></row>"
		"<row r=\"4\"><c r=\"C4\" t=\"b\"><v>0</v></c><c r=\"D4\" s=\"1\"/></row><row r=\"5\"/>"),
		"a,,b c\r\r\"d\n\"\"e\"\"\",0.30000000000000004,\r,,false\r\r", "texts, gaps and numbers as they stand");
	gives("", SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>3</v></c></row>"),
		"\x07\xC3\xA9\xE2\x82\xAC_x0041_ _xD83D_ _x001A_ _x004_\r", "characters that are written by their numbers");
	gives("", SHEET("<row><c><v>1</v></c><c t=\"inlineStr\"><is><t>x,y</t></is></c><c t=\"str\"><f>A1</f><v>z "
		"</v></c></row>"
		"<row><c t=\"e\"><v>#N/A</v></c><c t=\"d\"><v>2026-03-30</v></c><c><f>1+1</f></c></row>"),
		"1,\"x,y\",z \r\x1A#N/A,2026-03-30,\r", "without references; errors, dates as text, a formula without a value");
	gives("", SHEET("<row r=\"2\"><c r=\"A2\" s=\"1\"><v>46111</v></c><c r=\"B2\" s=\"2\"><v>46111.1875</v></c><c "
		"r=\"C2\" "
		"s=\"3\"><v>0.52083333333333337</v></c><c r=\"D2\" s=\"0\"><v>46111</v></c><c r=\"E2\" "
			"s=\"2\"><v>46111</v></c><c "
		"r=\"F2\" s=\"1\"><v>60</v></c><c r=\"G2\" s=\"1\"><v>59</v></c><c r=\"H2\" s=\"1\"><v>-1</v></c></row>"),
		"\r2026-03-30,2026-03-30T04:30:00,12:30:00,46111,2026-03-30T00:00:00,60,1900-02-28,-1\r", "dates by style");
	gives("date1904=\"true\"", SHEET("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>44649</v></c><c r=\"B1\" "
		"s=\"1\"><v>0</v></c></row>"),
		"2026-03-30,1904-01-01\r", "the system of 1904");
}

static void wrong(Str sheet, const char *about, const char *name, const char *part)
{
	struct arena *a = arena_new(NULL);
	Str got = sheet_read(a, workbook(a, about, sheet, text(sst), text(styles)), 5, name);

	if (!ok(text_begins(got, S("=")) && text_find(got, text(part)) < got.len, "%s", part))
		tap_show("got", got);
	arena_end(a);
	free(a);
}

static void wrong_workbooks(void)
{
	Str whole, got;
	struct arena *a = arena_new(NULL);
	size_t taken = 0;

	wrong(SHEET(""), "", "T", "t.xlsx: no sheet \"T\" in the workbook; it has \"S\"");
	wrong(SHEET(""), "", "2", "no sheet \"2\"");
	wrong(SHEET("<row r=\"2\"/><row r=\"2\"/>"), "", "S", "row \"2\" does not stand behind row 2");
	wrong(SHEET("<row r=\"1048577\"/>"), "", "1", "row \"1048577\"");
	wrong(SHEET("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>"), "", "", "row 1: the cell \"A1\" does not stand "
		"behind");
	wrong(SHEET("<row r=\"1\"><c r=\"ZZZZ1\"/></row>"), "", "", "row 1: the cell \"ZZZZ1\"");
	wrong(SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>4</v></c></row>"), "", "", "row 1: the cell \"A1\" is of a text");
	wrong(S("<worksheet><sheetData><row></sheetData></worksheet>"), "", "", "this is no XML");
	wrong(S("<!DOCTYPE x><worksheet/>"), "", "", "a DOCTYPE");
	wrong(S("<worksheet/>"), "", "", "no element sheetData");
	got = sheet_read(a, zipped(a, &(struct part){"a.txt", S("x")}, 1), 0, "");
	is_str(got, S("=t.xlsx: this is no workbook: it has no xl/workbook.xml, or no relations"), "another zip");
	got = sheet_read(a, S("a,b\r\n"), 0, "");
	is_str(got, S("=t.xlsx: this is no workbook: it has no xl/workbook.xml, or no relations"), "no zip");
	whole = workbook(a, "", SHEET("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"), text(sst), text(styles));
	for (size_t n = 0; n < whole.len; n++) {
		struct arena *one = arena_new(NULL);

		got = sheet_read(one, text_head(whole, n), 0, "");
		taken += got.len == 0 || *got.at != '=';
		arena_end(one);
		free(one);
	}
	is_int((int64_t)taken, 0, "no beginning of a workbook of %zu bytes is taken for all of it", whole.len);
	arena_end(a);
	free(a);
}

static void formats(void)
{
	static const struct {
		const char *code;
		enum xlsx_shown shown;
	} all[] = {
		{"General", XLSX_NUMBER}, {"0.00", XLSX_NUMBER}, {"#,##0.00 \"dm\"", XLSX_NUMBER}, {"[Red]0.00;[Red]-0.00",
			XLSX_NUMBER},
		{"0.00E+00", XLSX_NUMBER}, {"@", XLSX_NUMBER}, {"dd.mm.yyyy", XLSX_DATE}, {"mmm", XLSX_DATE},
		{"[$-407]d. mmmm yyyy;@", XLSX_DATE}, {"yyyy-mm-dd\\Thh:mm:ss", XLSX_MOMENT}, {"h:mm AM/PM", XLSX_TIME},
		{"[h]:mm:ss", XLSX_TIME}, {"mm:ss", XLSX_TIME}, {"0_d", XLSX_NUMBER}, {"\"", XLSX_NUMBER}, {"[", XLSX_NUMBER},
		{"\\", XLSX_NUMBER}, {"", XLSX_NUMBER},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		is_int((int64_t)xlsx_shown_by_code(text(all[i].code)), (int64_t)all[i].shown, "format %s", all[i].code);
	is_int((int64_t)xlsx_column(S("XFD7")), 16384, "the last column");
	is_int((int64_t)xlsx_column(S("XFE7")), 0, "none behind it");
	ok(xlsx_shown_by_id(22) == XLSX_MOMENT && xlsx_shown_by_id(46) == XLSX_TIME && xlsx_shown_by_id(49) == XLSX_NUMBER,
		"formats that are built in");
}

int main(void)
{
	cells();
	wrong_workbooks();
	formats();
	return done();
}
