/*
 * EDIFACT: any text in any pieces; and elements of any characters, which come back as they were, those that separate
 * with the release character before them.
 */
#include "edi.h"

static const struct edi_loop in_cps[] = {{.tag = {"LIN", 3}}};
static const struct edi_loop loops[] = {{.tag = {"LIN", 3}}, {.tag = {"CPS", 3}, .inner = in_cps, .inner_count = 1}};
static const struct edi_layout layout = {EDI_EDIFACT, {0}, loops, 2};

static void put_released(struct buf *b, Str s, const char *marks)
{
	for (size_t i = 0; i < s.len; i++) {
		if (strchr(marks, s.at[i]))
			buf_byte(b, marks[2]);
		buf_byte(b, s.at[i]);
	}
}

/* Component, element, release, end. */
static void put(struct buf *b, const char *marks, const char *text)
{
	for (; *text; text++)
		buf_byte(b, *text == ':' ? marks[0] : *text == '+' ? marks[1] : *text == '\'' ? marks[3] : *text);
}

static void written(struct arena *a, Str in, size_t step)
{
	unsigned int how = take(&in), counted = 4 + (in.len % 16 == 3);
	const char *marks = how & 1 ? ":+?'" : how & 2 ? "/|!~" : ":*\\\n";
	Str value = edi_writable(a, text_head(in, 200), "");
	struct buf *b = buf_new(a, 1 << 20);
	struct edi_reading r;

	value = text_trim(value);
	if (!(how & 1))
		buf_print(b, "UNA%c%c.%c %c", marks[0], marks[1], marks[2], marks[3]);
	put(b, marks, arena_print(a, "%sUNB+UNOA:2+A+B+260330:0430+1'UNH+1+INVRPT:D:96A:UN'LIN+1++",
		how & 4 ? "\r\n" : ""));
	put_released(b, value, marks);
	put(b, marks, ":EN'PIA+5+");
	put_released(b, value, marks);
	put(b, marks, arena_print(a, "'UNT+%u+1'UNZ+1+1'", counted));
	edi_read_all(a, &layout, buf_str(b), step, "messages[*].LIN[*]", "EN;PIA.PIA02;LIN01", &r);
	must(r.failed == (in.len % 16 == 3), "%u segments and what is stated: %.*s", counted, STR(buf_str(r.said)));
	if (r.failed)
		return;
	must(r.count == 1, "one line, not %zu", r.count);
	must_be(r.first, value, "a component");
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t step = 1 + (mode >> 1) % 64;

	if (mode & 1)
		written(a, in, step);
	else
		edi_any(a, &layout, in, step, mode & 2 ? "messages[*].CPS[*].LIN[*]" : "messages[*].LIN[*]",
			"EN;LIN03-2;QTY[*].QTY01-2;^.@parent;^.CPS01;^.@prepared;LIN02[*]");
}
