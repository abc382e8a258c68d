#include "format/edi.h"

#include "format/rows.h"

enum depth { INTERCHANGE, GROUP, SET, DEPTHS };

/* A header and its trailer: where the control number stands in both, and the count in the trailer. */
struct envelope {
	Str open, close;
	size_t control;
	const char *name, *counted;
};

static const struct envelope x12[DEPTHS] = {
	{{"ISA", 3}, {"IEA", 3}, 13, "interchange", "functional groups"},
	{{"GS", 2}, {"GE", 2}, 6, "functional group", "transaction sets"},
	{{"ST", 2}, {"SE", 2}, 2, "transaction set", "segments"},
};

static const struct envelope edifact[DEPTHS] = {
	{{"UNB", 3}, {"UNZ", 3}, 5, "interchange", "messages"},
	{{"UNG", 3}, {"UNE", 3}, 5, "functional group", "messages"},
	{{"UNH", 3}, {"UNT", 3}, 1, "message", "segments"},
};

/* What is open on one depth. */
struct opened {
	bool is_open;
	struct buf *text;                /* of its header */
	Str control;                     /* in the text */
	uint64_t line;
	uint64_t count[DEPTHS];          /* of groups and sets in it, of its segments */
};

struct edi_reader {
	struct arena *arena;
	const struct edi_layout *layout;
	const struct envelope *envelopes;
	struct segments segments;
	struct rows rows;
	struct opened open[DEPTHS];
	struct claims *claims;
	bool any, ended;
};

struct edi_reader *edi_reader_new(struct arena *a, const struct edi_layout *layout, struct window *window,
				  const struct path *rows, const struct path *wanted, size_t count, struct claims *claims)
{
	struct edi_reader *x = arena_new_of(a, struct edi_reader);
	size_t before;
	bool each;

	*x = (struct edi_reader){.arena = a, .layout = layout, .claims = claims};
	x->envelopes = layout->kind == EDI_X12 ? x12 : edifact;
	segments_init(&x->segments, a, window);
	rows_init(&x->rows, rows, wanted, count, &before, &each);
	if (!each && rows->count > 1) {
		x->rows.steps = rows->steps + 1;
		x->rows.step_count = rows->count - 1;
	}
	for (size_t i = 0; i < DEPTHS; i++)
		x->open[i].text = buf_new(a, SET_LIMIT);
	return x;
}

bool edi_rows_check(enum edi_kind kind, const struct path *rows, struct err *e)
{
	Str name = kind == EDI_X12 ? S("sets") : S("messages");
	bool ok = rows->count >= 2 && rows->steps[0].kind == STEP_NAME && text_is(rows->steps[0].name, name)
	       && rows->steps[1].kind == STEP_EACH;

	return ok || err_set(e, ERR_CONFIG, "begins with %.*s[*]", STR(name));
}

/* ── marks ── */

static bool is_mark(char c)
{
	return c != '\0' && c != ' ' && !byte_is_digit(c) && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c > 0;
}

static bool wrong_marks(const struct edi_reader *x, const char *header, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju: the %s %s", (uintmax_t)x->segments.line, header, fact);
}

/* Where the last of the sixteen separators of an ISA stands; head.len if it is cut off. */
static size_t last_separator(Str head)
{
	size_t at = 2;

	for (int i = 0; i < 16 && at < head.len; i++)
		at += 1 + text_find_byte(text_from(head, at + 1), head.at[3]);
	return at < head.len ? at : head.len;
}

/* ISA16 is the component separator, and what follows it ends a segment.  An empty ISA16, or one that is the element
 * separator again, means that there are no components. */
static bool marks_of_isa(struct edi_reader *x, Str head, struct err *e)
{
	struct marks *m = &x->segments.marks;
	size_t at = last_separator(head) + 1;
	Str version, repeat;

	if (at + 1 >= head.len)
		return wrong_marks(x, "ISA", "has not its sixteen elements; it may be cut off", e);
	*m = (struct marks){.element = head.at[3], .component = head.at[at], .end = head.at[at + 1]};
	if (m->component == '\n' || m->component == '\r') {
		m->end = m->component;
		m->component = '\0';
		at--;
	}
	if (m->end == '\r' && text_begins(text_from(head, at + 2), S("\n")))
		m->end = '\n';
	if (m->component == m->element)
		m->component = '\0';
	version = segment_element(m, head, 12);
	repeat = segment_element(m, head, 11);
	if (text_compare(version, S("00402")) >= 0 && repeat.len == 1 && is_mark(*repeat.at))
		m->repeat = *repeat.at;
	if (!is_mark(m->element) || !is_mark(m->end) || (m->component && !is_mark(m->component)) || m->element == m->end
	    || m->component == m->end)
		return wrong_marks(x, "ISA", "states no separators that could be told apart from what they separate", e);
	return true;
}

static bool marks_of_una(struct edi_reader *x, Str head, struct err *e)
{
	struct marks *m = &x->segments.marks;

	if (head.len < 9)
		return err_set(e, ERR_INCOMPLETE, "line %ju: the UNA is cut off", (uintmax_t)x->segments.line);
	*m = (struct marks){.component = head.at[3], .element = head.at[4], .release = head.at[6], .repeat = head.at[7],
		.end = head.at[8]};
	if (m->release == ' ')
		m->release = '\0';
	if (m->repeat == ' ')
		m->repeat = '\0';
	if (!is_mark(m->component) || !is_mark(m->element) || !is_mark(m->end) || m->component == m->element
	    || m->component == m->end || m->element == m->end || (m->release && !is_mark(m->release))
	    || m->release == m->element || m->release == m->component || m->release == m->end)
		return wrong_marks(x, "UNA", "states no separators that could be told apart from what they separate", e);
	segments_pass(&x->segments, 9);
	return true;
}

/* Repetitions are of version 4 of the syntax; before, the place of their mark was reserved. */
static void repeat_of_unb(struct edi_reader *x, Str unb)
{
	struct marks *m = &x->segments.marks;
	Str version = segment_component(m, segment_element(m, unb, 1), 2);

	if (!text_is(version, S("4")))
		m->repeat = '\0';
}

static bool no_interchange(const struct edi_reader *x, Str head, struct err *e)
{
	const char *begin = x->layout->kind == EDI_X12 ? "ISA" : "UNA or UNB";

	return err_set(e, ERR_FORMAT, "line %ju: no interchange begins here, but %s; it begins with %s",
		(uintmax_t)x->segments.line, text_quoted(x->arena, text_head(head, 20)), begin);
}

/* Between interchanges: what the next one is written with. */
static bool begin(struct edi_reader *x, bool *has, struct err *e)
{
	enum { ISA_MOST = 256, UNA_SIZE = 9 };
	static const struct marks usual = {.component = ':', .element = '+', .release = '?', .repeat = '*', .end = '\''};
	Str head;

	segments_let_go(&x->segments);
	if (!segments_peek(&x->segments, x->layout->kind == EDI_X12 ? ISA_MOST : UNA_SIZE, &head, e))
		return false;
	*has = head.len > 0;
	if (!*has)
		return x->any || err_set(e, ERR_FORMAT, "line %ju: there is no interchange", (uintmax_t)x->segments.line);
	x->any = true;
	if (x->layout->kind == EDI_X12)
		return text_begins(head, S("ISA")) && head.len > 3 ? marks_of_isa(x, head, e) : no_interchange(x, head, e);
	if (text_begins(head, S("UNA"))) {
		if (!marks_of_una(x, head, e) || !segments_peek(&x->segments, UNA_SIZE, &head, e))
			return false;
	} else {
		x->segments.marks = usual;
	}
	return text_begins(head, S("UNB")) || no_interchange(x, head, e);
}

/* ── envelopes ── */

static Str element(const struct edi_reader *x, const struct segment *s, size_t number)
{
	return text_trim(segment_element(&x->segments.marks, s->text, number));
}

static Str without_zeros(Str s)
{
	while (s.len > 1 && *s.at == '0')
		s = text_from(s, 1);
	return s;
}

static bool out_of_place(const struct segment *s, const char *why, struct err *e)
{
	return err_set(e, ERR_INCOMPLETE, "line %ju: %.*s stands where %s", (uintmax_t)s->line, STR(s->tag), why);
}

/* No header may stand where its own depth, or one within it, is open. */
static bool may_open(const struct edi_reader *x, const struct segment *s, enum depth depth, struct err *e)
{
	for (size_t i = depth; i < DEPTHS; i++)
		if (x->open[i].is_open)
			return err_set(e, ERR_INCOMPLETE, "line %ju: %.*s, but the %s that line %ju begins has not ended with %.*s",
				(uintmax_t)s->line, STR(s->tag), x->envelopes[i].name, (uintmax_t)x->open[i].line,
				STR(x->envelopes[i].close));
	if (depth == SET && !x->open[GROUP].is_open && x->layout->kind == EDI_X12)
		return out_of_place(s, "no GS is open", e);
	if (depth == SET && !x->open[GROUP].is_open && x->open[INTERCHANGE].count[GROUP] > 0)
		return out_of_place(s, "the messages are in groups, and no UNG is open", e);
	return depth != GROUP || x->open[INTERCHANGE].count[SET] == 0 || x->open[INTERCHANGE].count[GROUP] > 0
	    || out_of_place(s, "the messages before it are in no group", e);
}

static bool open_at(struct edi_reader *x, const struct segment *s, enum depth depth, struct err *e)
{
	struct opened *o = &x->open[depth];

	if (!may_open(x, s, depth, e))
		return false;
	buf_clear(o->text);
	buf_add(o->text, s->text);
	*o = (struct opened){.is_open = true, .text = o->text, .line = s->line};
	o->control = text_trim(segment_element(&x->segments.marks, buf_str(o->text), x->envelopes[depth].control));
	for (size_t i = 0; i < depth; i++)
		x->open[i].count[depth]++;
	return true;
}

static bool count_holds(struct edi_reader *x, const struct segment *s, enum depth depth, const char *counted,
	uint64_t found, struct err *e)
{
	const struct envelope *of = &x->envelopes[depth];
	struct arena *mem = x->rows.memory;
	Str stated = element(x, s, 1);
	uint64_t number;

	if (!text_uint(stated, &number) || number > INT64_MAX)
		return err_set(e, ERR_INCOMPLETE, "line %ju: %.*s states no number of %s, but %s", (uintmax_t)s->line,
			STR(of->close), counted, text_quoted(mem, stated));
	return claims_hold(x->claims, s->line, text(arena_print(mem, "%s of %s %.*s", counted, of->name,
		STR(x->open[depth].control))), decimal_of(mem, (int64_t)number), decimal_of(mem, (int64_t)found), e);
}

static bool control_holds(struct edi_reader *x, const struct segment *s, enum depth depth, struct err *e)
{
	const struct opened *o = &x->open[depth];
	Str stated = element(x, s, 2);

	return text_is(without_zeros(stated), without_zeros(o->control))
	    || err_set(e, ERR_INCOMPLETE, "line %ju: %.*s ends the %s %s, but line %ju begins %s", (uintmax_t)s->line,
			STR(s->tag), x->envelopes[depth].name, text_quoted(x->rows.memory, stated), (uintmax_t)o->line,
			text_quoted(x->rows.memory, o->control));
}

static bool close_at(struct edi_reader *x, const struct segment *s, enum depth depth, struct err *e)
{
	struct opened *o = &x->open[depth];
	const char *counted = x->envelopes[depth].counted;
	uint64_t found = o->count[depth + 1 < DEPTHS ? depth + 1 : SET];

	if (!o->is_open)
		return err_set(e, ERR_INCOMPLETE, "line %ju: %.*s ends a %s that none began", (uintmax_t)s->line, STR(s->tag),
			x->envelopes[depth].name);
	for (size_t i = depth + 1; i < DEPTHS; i++)
		if (x->open[i].is_open)
			return err_set(e, ERR_INCOMPLETE, "line %ju: %.*s, but the %s that line %ju begins has not ended",
				(uintmax_t)s->line, STR(s->tag), x->envelopes[i].name, (uintmax_t)x->open[i].line);
	if (depth == INTERCHANGE && x->layout->kind == EDI_EDIFACT) {
		counted = o->count[GROUP] > 0 ? "functional groups" : counted;
		found = o->count[GROUP] > 0 ? o->count[GROUP] : o->count[SET];
	}
	o->is_open = false;
	return control_holds(x, s, depth, e) && count_holds(x, s, depth, counted, found, e);
}

static bool cut_off(const struct edi_reader *x, struct err *e)
{
	size_t depth = x->open[SET].is_open ? SET : x->open[GROUP].is_open ? GROUP : INTERCHANGE;

	return err_set(e, ERR_INCOMPLETE, "line %ju: the file ends within the %s that line %ju begins: it is cut off",
		(uintmax_t)x->segments.line, x->envelopes[depth].name, (uintmax_t)x->open[depth].line);
}

/* ── sets ── */

/* Why a text cannot be staged, or NULL. */
static const char *fault(Str s)
{
	if (text_find_byte(s, '\0') < s.len)
		return "a NUL byte";
	return text_is_utf8(s, NULL) ? NULL : "not UTF-8; declare the charset of the file";
}

static struct edi_text header_text(const struct edi_reader *x, enum depth depth)
{
	const struct opened *o = &x->open[depth];

	return (struct edi_text){o->is_open ? buf_str(o->text) : (Str){0}, x->segments.marks, o->line};
}

/* From what is kept: the set's header is its beginning, `trailer` its last segment. */
static bool add(struct edi_reader *x, uint64_t offset, const struct segment *trailer, struct err *e)
{
	const struct edi_layout *l = x->layout;
	const struct segments *s = &x->segments;
	const char *begin = s->window->text->at + s->keep;
	Str whole = text_copy(x->rows.memory, (Str){begin, trailer->start + trailer->text.len});
	struct piece piece = {.text = whole, .line = x->open[SET].line, .offset = offset, .fault = fault(whole)};
	struct edi_set set = {.kind = l->kind, .loops = l->loops, .loop_count = l->loop_count,
		.interchange = header_text(x, INTERCHANGE), .group = header_text(x, GROUP),
		.set = {text_head(whole, trailer->start), s->marks, piece.line}};

	set.interchange.text = text_copy(x->rows.memory, set.interchange.text);
	set.group.text = text_copy(x->rows.memory, set.group.text);
	if (!piece.fault)
		piece.fault = fault(set.interchange.text);
	if (!piece.fault && !edi_tree(x->rows.memory, &set, &piece.tree, e))
		return false;
	rows_add(&x->rows, &piece);
	return true;
}

static bool is_asked_for(const struct edi_reader *x)
{
	Str type = edi_type(x->layout->kind, &x->segments.marks, buf_str(x->open[SET].text));

	return x->layout->type.len == 0 || text_is(type, x->layout->type);
}

static enum depth depth_of(const struct edi_reader *x, Str tag, bool *opens)
{
	for (enum depth i = INTERCHANGE; i < DEPTHS; i++) {
		*opens = text_is(tag, x->envelopes[i].open);
		if (*opens || text_is(tag, x->envelopes[i].close))
			return i;
	}
	return DEPTHS;
}

/* A segment of the set that is open: its trailer ends it, and another header or trailer is out of place. */
static bool inside(struct edi_reader *x, const struct segment *s, struct err *e)
{
	bool opens = false;
	enum depth depth = depth_of(x, s->tag, &opens);

	x->open[SET].count[SET]++;
	if (text_is(s->tag, S("BIN")) || text_is(s->tag, S("BDS")))
		return err_set(e, ERR_FORMAT, "line %ju: %.*s holds bytes of any kind, which are not read", (uintmax_t)s->line,
			STR(s->tag));
	if (depth == DEPTHS)
		return true;
	return depth == SET && !opens ? close_at(x, s, SET, e) : may_open(x, s, SET, e);
}

/* To the set's trailer, which ends it. */
static bool set(struct edi_reader *x, const struct segment *first, struct err *e)
{
	struct opened *o = &x->open[SET];
	uint64_t offset = first->offset;
	bool wanted = is_asked_for(x), has;
	struct segment s = {0};

	for (o->count[SET] = 1; o->is_open;) {
		if (!wanted)
			segments_let_go(&x->segments);
		if (!segments_next(&x->segments, &s, &has, e))
			return false;
		if (!has || s.is_open)
			return cut_off(x, e);
		if (!inside(x, &s, e))
			return false;
	}
	return !wanted || add(x, offset, &s, e);
}

/* A segment between sets. */
static bool outside(struct edi_reader *x, const struct segment *s, struct err *e)
{
	bool opens = false;
	enum depth depth = depth_of(x, s->tag, &opens);

	if (depth == DEPTHS)
		return text_is(s->tag, S("TA1"))
		    || err_set(e, ERR_FORMAT, "line %ju: %.*s stands outside of any %s", (uintmax_t)s->line, STR(s->tag),
				x->envelopes[SET].name);
	if (!opens)
		return close_at(x, s, depth, e);
	if (depth == INTERCHANGE && x->layout->kind == EDI_EDIFACT)
		repeat_of_unb(x, s->text);
	return open_at(x, s, depth, e) && (depth != SET || set(x, s, e));
}

static bool walk(struct edi_reader *x, struct err *e)
{
	struct segment s;
	bool has = true;
	Str head;

	if (!x->open[INTERCHANGE].is_open && !begin(x, &has, e))
		return false;
	x->ended = !has;
	if (!has)
		return true;
	if (!segments_peek(&x->segments, 1, &head, e))
		return false;
	segments_let_go(&x->segments);
	if (!segments_next(&x->segments, &s, &has, e))
		return false;
	if (!has || (s.is_open && !text_is(s.tag, x->envelopes[INTERCHANGE].close)))
		return cut_off(x, e);
	return outside(x, &s, e);
}

bool edi_reader_next(struct edi_reader *x, struct arena *batch, struct founds *founds, struct err *e)
{
	rows_begin(&x->rows, batch);
	while (!x->ended && !rows_are_enough(&x->rows))
		if (!walk(x, e))
			return false;
	*founds = rows_found(&x->rows);
	return true;
}
