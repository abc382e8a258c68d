/*
 * Workbooks for tests: parts put into a zip as they are, without compression, and what a sheet of it gives.
 */
#ifndef UNIT_WORKBOOK_H
#define UNIT_WORKBOOK_H

#include "found.h"

#include "format/layer.h"
#include "format/xlsx.h"

#define XLSX_MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define XLSX_RELS "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

struct part {
	const char *name;
	Str content;
};

static inline void put_little(struct buf *b, uint64_t n, int size)
{
	for (int i = 0; i < size; i++, n >>= 8)
		buf_byte(b, (char)(n & 0xFF));
}

/* What local and central headers have in common: version, flags, method, time, checksum, sizes, length of the name. */
static inline void put_about(struct buf *b, const struct part *p)
{
	put_little(b, 20, 2);
	put_little(b, 0, 4);
	put_little(b, 0x5C7E0000, 4);
	put_little(b, gzip_sum(p->content), 4);
	put_little(b, p->content.len, 4);
	put_little(b, p->content.len, 4);
	put_little(b, strlen(p->name), 2);
	put_little(b, 0, 2);
}

static inline Str zipped(struct arena *a, const struct part *parts, size_t count)
{
	struct buf *b = buf_new(a, 1 << 28), *central = buf_new(a, 1 << 20);
	size_t start;

	for (size_t i = 0; i < count; i++) {
		size_t at = b->len;

		buf_add(b, S("PK\x03\x04"));
		put_about(b, &parts[i]);
		buf_add(b, text(parts[i].name));
		buf_add(b, parts[i].content);
		buf_add(central, S("PK\x01\x02"));
		put_little(central, 20, 2);
		put_about(central, &parts[i]);
		put_little(central, 0, 10);
		put_little(central, at, 4);
		buf_add(central, text(parts[i].name));
	}
	start = b->len;
	buf_add(b, buf_str(central));
	buf_add(b, S("PK\x05\x06"));
	put_little(b, 0, 4);
	put_little(b, count, 2);
	put_little(b, count, 2);
	put_little(b, central->len, 4);
	put_little(b, start, 4);
	put_little(b, 0, 2);
	return buf_str(b);
}

/* The parts of a workbook with one sheet "S"; sst and styles may be empty. */
static inline Str workbook(struct arena *a, const char *about, Str sheet, Str sst, Str styles)
{
	struct part parts[5] = {
		{"xl/workbook.xml", text(arena_print(a, "<workbook " XLSX_MAIN " " XLSX_RELS "><workbookPr %s/><sheets><sheet "
			"name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>", about))},
		{"xl/_rels/workbook.xml.rels", S("<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/>"
			"</Relationships>")},
		{"xl/worksheets/sheet1.xml", sheet},
	};
	size_t count = 3;

	if (sst.len > 0)
		parts[count++] = (struct part){"xl/sharedStrings.xml", sst};
	if (styles.len > 0)
		parts[count++] = (struct part){"xl/styles.xml", styles};
	return zipped(a, parts, count);
}

/* The rows as text; "=" and the message if it is none. */
static inline Str sheet_read(struct arena *a, Str content, size_t step, const char *sheet)
{
	static const struct unpack_limits usual;
	struct buf *out = buf_new(a, 1 << 28);
	struct err e = {0};
	struct bytes *rows;
	Str chunk = {0};

	if (!xlsx_open(a, bytes_of_memory(a, S("t.xlsx"), content, step), &usual, text(sheet), &rows, &e))
		return text_copy(a, text(arena_print(a, "=%s", e.message)));
	do {
		if (!bytes_next(rows, &chunk, &e))
			return text_copy(a, text(arena_print(a, "=%s", e.message)));
		buf_add(out, chunk);
	} while (chunk.len > 0);
	return buf_str(out);
}

#endif
