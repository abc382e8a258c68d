/*
 * X12: any text in any pieces; and elements that were written between any separators, which come back as they were, in
 * the line and the loop in which they stood.
 */
#include "edi.h"

static const struct edi_loop in_lin[] = {{.tag = {"SCH", 3}}};
static const struct edi_loop loops[] = {{.tag = {"LIN", 3}, .inner = in_lin, .inner_count = 1}, {.tag = {"HL", 2}}};
static const struct edi_layout layout = {EDI_X12, {0}, loops, 2};

struct separators {
	char element, component, end;
};

static struct separators separators_of(unsigned int how)
{
	static const char all[] = "*|^~\x1D+";
	struct separators s = {.element = all[how % 6], .component = '>', .end = all[(how / 6) % 6]};

	if (s.end == s.element)
		s.end = how & 64 ? '\n' : '\r';
	return s;
}

/* Writes with * and ~, as they are read; then with the separators. */
static void put(struct buf *b, const struct separators *s, const char *text)
{
	for (; *text; text++)
		buf_byte(b, *text == '*' ? s->element : *text == '~' ? s->end : *text);
}

static void written(struct arena *a, Str in, size_t step)
{
	unsigned int how = take(&in), lines = 1 + take(&in) % 5, counted;
	struct separators s = separators_of(how);
	Str value = edi_writable(a, text_head(in, 200), arena_print(a, "%c%c%c", s.element, s.component, s.end));
	struct buf *b = buf_new(a, 1 << 20);
	struct edi_reading r;
	const char *blanks = how & 128 && s.end != '\r' ? "\n \t" : "";

	value = text_trim(value);
	counted = 3 + 2 * lines + (in.len % 16 == 3);
	put(b, &s, "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260330*0430*U*00401*000000001"
		"*0*P*>~");
	put(b, &s, arena_print(a, "%sGS*IB*A*B*20260330*0430*1*X*004010~%sST*846*1~%sBIA*00~", blanks, blanks, blanks));
	for (unsigned int i = 0; i < lines; i++) {
		put(b, &s, arena_print(a, "%sLIN*%u*VP*", blanks, i + 1));
		buf_add(b, value);
		put(b, &s, arena_print(a, "~%sSCH*%u~", blanks, i));
	}
	put(b, &s, arena_print(a, "%sSE*%u*1~GE*1*1~IEA*1*1~", blanks, counted));
	edi_read_all(a, &layout, buf_str(b), step, "sets[*].LIN[*]", "VP;LIN01;LIN03;SCH.SCH01;^.BIA.BIA01", &r);
	must(r.failed == (in.len % 16 == 3), "%u segments and what is stated: %.*s", counted, STR(buf_str(r.said)));
	if (r.failed)
		return;
	must(r.count == lines, "%u lines, not %zu", lines, r.count);
	must_be(r.first, value, "an element");
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t step = 1 + (mode >> 1) % 64;

	if (mode & 1)
		written(a, in, step);
	else
		edi_any(a, &layout, in, step, mode & 2 ? "sets[*].LIN[*]" : "sets[*].HL[*]",
			"VP;LIN03-2;SCH[*].SCH01;@parent.HL01;@O;^.@prepared;^.ISA.ISA16");
}
