#include "format/edi_tree.h"

/* What is open while the segments of a set go by: the set itself, then loops in each other. */
enum { OPEN_MOST = 16 };

struct open_loop {
	const struct edi_loop *loop;     /* NULL: the set */
	struct tree *node, *last;
	const char *start;               /* of its text */
};

struct level {
	struct tree *node;
	Str id;
	size_t parent;                   /* among the levels, SIZE_MAX if there is none */
};

struct build {
	struct arena *a;
	const struct edi_set *set;
	struct open_loop open[OPEN_MOST];
	size_t depth;
	struct level *levels;
	size_t level_count, values;
};

static struct tree *append(struct arena *a, struct tree *parent, struct tree *last)
{
	struct tree *t = arena_new_of(a, struct tree);

	t->kind = TREE_ELEMENT;
	if (last)
		last->next = t;
	else
		parent->children = t;
	return t;
}

static void call_also(struct tree *t, Str name)
{
	t->is_also = name.len > 0;
	t->space = name;
}

/* ── elements ── */

/* Elements that say by a code what the one behind them is (X12), or whose second component says what the first is: the
 * numbers of those codes and elements as bits. */
static const struct {
	Str tag;
	enum edi_kind kind;
	uint32_t at;
} pairs[] = {
	{{"LIN", 3}, EDI_X12, 0x55555554},
	{{"PO1", 3}, EDI_X12, 0x05555540},
	{{"IT1", 3}, EDI_X12, 0x05555540},
	{{"W07", 3}, EDI_X12, 1 << 4 | 1 << 6 | 1 << 10},
	{{"W12", 3}, EDI_X12, 1 << 7 | 1 << 17},
	{{"LIN", 3}, EDI_EDIFACT, 1 << 3},
	{{"PIA", 3}, EDI_EDIFACT, 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6},
};

static uint32_t pairs_of(enum edi_kind kind, Str tag)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i].kind == kind && text_is(pairs[i].tag, tag))
			return pairs[i].at;
	return 0;
}

static bool has_bit(uint32_t bits, size_t i)
{
	return i < 32 && bits >> i & 1;
}

/* A segment whose elements are being made. */
struct making {
	struct build *b;
	const struct marks *marks;
	Str tag;
	struct tree *parent, *last;
	uint64_t line;
	bool fixed;                      /* the ISA: its fields are filled up with blanks, and have no parts */
	uint32_t pairs;
};

static struct tree *value(struct making *m, Str name, Str text)
{
	struct tree *t = append(m->b->a, m->parent, m->last);

	t->name = name;
	t->text = text;
	t->line = (uint32_t)m->line;
	m->last = t;
	m->b->values++;
	return t;
}

/* LIN03, LIN03-1 */
static Str name_of(struct making *m, size_t element, size_t component)
{
	char *s = arena_print(m->b->a, component ? "%.*s%02zu-%zu" : "%.*s%02zu", STR(m->tag), element, component);

	return text(s);
}

static void components(struct making *m, size_t number, Str s)
{
	Str head, code = {0};
	bool more = true;

	if (m->b->set->kind == EDI_EDIFACT && has_bit(m->pairs, number))
		code = segment_component(m->marks, s, 2);
	for (size_t i = 1; more; i++) {
		more = segment_cut(m->marks, s, m->marks->component, &head, &s);
		if (head.len > 0)
			call_also(value(m, name_of(m, number, i), segment_text(m->b->a, m->marks, head)), i == 1 ? code : (Str){0});
	}
}

/* One element, or one of its repetitions; code is what the element before it says of it. */
static void element(struct making *m, size_t number, Str s, Str code)
{
	Str head, rest;
	bool is_whole = !segment_cut(m->marks, s, m->fixed ? '\0' : m->marks->component, &head, &rest);

	if (s.len == 0)
		return;
	if (!is_whole) {
		value(m, name_of(m, number, 0), s);
		components(m, number, s);
		return;
	}
	s = segment_text(m->b->a, m->marks, m->fixed ? text_trim(s) : s);
	if (s.len > 0)
		call_also(value(m, name_of(m, number, 0), s), code.len > 0 ? code : name_of(m, number, 1));
}

static void elements(struct making *m, Str s)
{
	Str head, one, code = {0};
	bool more = segment_cut(m->marks, s, m->marks->element, &head, &s);

	for (size_t number = 1; more; number++) {
		more = segment_cut(m->marks, s, m->marks->element, &head, &s);
		if (m->b->set->kind == EDI_X12 && has_bit(m->pairs, number))
			code = head;
		for (bool again = true; again;) {
			again = segment_cut(m->marks, head, m->fixed ? '\0' : m->marks->repeat, &one, &head);
			element(m, number, one, number > 1 && has_bit(m->pairs, number - 1) ? code : (Str){0});
		}
	}
}

static Str also_of(struct build *b, const struct marks *marks, Str tag, Str segment)
{
	bool x12 = b->set->kind == EDI_X12;
	Str first = segment_element(marks, segment, x12 && text_is(tag, S("HL")) ? 3 : 1);

	first = segment_component(marks, first, 1);
	if (first.len == 0 || text_is(tag, S("ISA")))
		return (Str){0};
	return text(arena_print(b->a, "%.*s%c%.*s", STR(tag), x12 ? '*' : '+', STR(segment_text(b->a, marks, first))));
}

/* Fills the node with the segment; its last child. */
static struct tree *fill(struct build *b, struct tree *node, const struct marks *marks, Str segment, uint64_t line)
{
	struct making m = {.b = b, .marks = marks, .parent = node, .line = line};
	Str rest;

	segment_cut(marks, segment, marks->element, &m.tag, &rest);
	segment_cut(marks, m.tag, marks->component, &m.tag, &rest);
	m.fixed = text_is(m.tag, S("ISA"));
	m.pairs = pairs_of(b->set->kind, m.tag);
	node->name = m.tag;
	node->source = segment;
	node->line = (uint32_t)line;
	call_also(node, also_of(b, marks, m.tag, segment));
	elements(&m, segment);
	return m.last;
}

/* ── loops ── */

static bool is_total(Str tag)
{
	static const Str totals[] = {{"CTT", 3}, {"W03", 3}, {"W14", 3}, {"W76", 3}, {"UNS", 3}, {"CNT", 3}};

	for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
		if (text_is(totals[i], tag))
			return true;
	return false;
}

static const struct edi_loop *loop_named(const struct build *b, const struct open_loop *open, Str tag)
{
	const struct edi_loop *loops = open->loop ? open->loop->inner : b->set->loops;
	size_t count = open->loop ? open->loop->inner_count : b->set->loop_count;

	for (size_t i = 0; i < count; i++)
		if (text_is(loops[i].tag, tag))
			return &loops[i];
	return NULL;
}

static bool takes(const struct open_loop *open, Str tag)
{
	const struct edi_loop *loop = open->loop;

	return !loop || (loop->segments.count > 0 ? texts_has(&loop->segments, tag) : !is_total(tag));
}

/* What is open below so many ends before this place. */
static void close_to(struct build *b, size_t depth, const char *end)
{
	for (; b->depth > depth; b->depth--) {
		struct open_loop *open = &b->open[b->depth - 1];

		open->node->source = text_trim((Str){open->start, (size_t)(end - open->start)});
	}
}

/* The deepest that is open and begins a loop with this segment, else the deepest that takes it. */
static const struct edi_loop *place(struct build *b, Str tag, const char *start)
{
	const struct edi_loop *loop = NULL;
	size_t depth = b->depth;

	while (depth > 0 && !(loop = loop_named(b, &b->open[depth - 1], tag)))
		depth--;
	if (!loop)
		for (depth = b->depth; depth > 1 && !takes(&b->open[depth - 1], tag);)
			depth--;
	close_to(b, depth, start);
	return loop;
}

/* ── levels: HL and CPS name the one that they belong to ── */

/* Mostly they are numbered from 1 and stand in the order of a walk. */
static size_t level_of(const struct build *b, Str id)
{
	uint64_t number;

	if (text_uint(id, &number) && number > 0 && number <= b->level_count
	    && text_is(b->levels[number - 1].id, id))
		return (size_t)number - 1;
	for (size_t i = b->level_count; i > 0; i--)
		if (text_is(b->levels[i - 1].id, id))
			return i - 1;
	return SIZE_MAX;
}

static Str level_element(const struct tree *node, Str name)
{
	const struct tree *t = node->children;

	while (t && !text_is(t->name, name))
		t = t->next;
	return t ? t->text : (Str){0};
}

static struct tree *attribute(struct build *b, struct tree *node, struct tree *last, Str name, const struct tree *of)
{
	struct tree *t = arena_new_of(b->a, struct tree);

	*t = *of;
	t->next = NULL;
	t->is_also = false;
	t->space = (Str){0};
	t->name = name;
	t->text = level_element(of, text_is(of->name, S("HL")) ? S("HL01") : S("CPS01"));
	if (last)
		last->next = t;
	else
		node->attributes = t;
	b->values++;
	return t;
}

static bool above(struct build *b, const struct level *level, uint64_t line, struct err *e)
{
	struct tree *last = NULL;
	size_t depth = 0;

	for (size_t i = level->parent; i != SIZE_MAX; i = b->levels[i].parent, depth++) {
		struct tree *of = b->levels[i].node;
		Str code = level_element(of, S("HL03"));

		if (depth == SET_LEVELS)
			return err_set(e, ERR_FORMAT, "line %ju: more than %d levels in each other", (uintmax_t)line, SET_LEVELS);
		if (depth == 0)
			last = attribute(b, level->node, last, S("parent"), of);
		if (code.len > 0)
			last = attribute(b, level->node, last, code, of);
	}
	return true;
}

static bool level(struct build *b, struct tree *node, uint64_t line, struct err *e)
{
	bool is_hl = text_is(node->name, S("HL"));
	Str parent = level_element(node, is_hl ? S("HL02") : S("CPS02"));
	struct level new = {node, level_element(node, is_hl ? S("HL01") : S("CPS01")), SIZE_MAX};

	if (!is_hl && !text_is(node->name, S("CPS")))
		return true;
	if (parent.len > 0) {
		new.parent = level_of(b, parent);
		if (new.parent == SIZE_MAX)
			return err_set(e, ERR_FORMAT, "line %ju: %.*s %.*s belongs to %s, which does not stand before it",
				(uintmax_t)line, STR(node->name), STR(new.id), text_quoted(b->a, parent));
	}
	b->levels = arena_grow(b->a, b->levels, b->level_count, sizeof new);
	b->levels[b->level_count++] = new;
	return above(b, &new, line, e);
}

/* ── sets ── */

static bool segment(struct build *b, Str s, uint64_t line, struct err *e)
{
	const struct marks *marks = &b->set->set.marks;
	const struct edi_loop *loop;
	struct open_loop *open;
	struct tree *node, *last;
	Str tag, rest;

	segment_cut(marks, s, marks->element, &tag, &rest);
	segment_cut(marks, tag, marks->component, &tag, &rest);
	loop = place(b, tag, s.at);
	open = &b->open[b->depth - 1];
	node = open->last = append(b->a, open->node, open->last);
	last = fill(b, node, marks, s, line);
	if (b->values > SET_VALUES)
		return err_set(e, ERR_FORMAT, "line %ju: more than %d values in one %s", (uintmax_t)b->set->set.line,
			SET_VALUES, b->set->kind == EDI_X12 ? "transaction set" : "message");
	if (!loop)
		return level(b, node, line, e);
	b->open[b->depth++] = (struct open_loop){loop, node, last, s.at};
	return level(b, node, line, e);
}

static bool segments(struct build *b, struct err *e)
{
	const struct edi_text *t = &b->set->set;
	Str left = t->text, head;
	uint64_t line = t->line;
	bool more = true, ok = true;

	while (ok && more) {
		more = segment_cut(&t->marks, left, t->marks.end, &head, &left);
		while (head.len > 0 && byte_is_blank(*head.at)) {
			line += *head.at == '\n';
			head = text_from(head, 1);
		}
		if (t->marks.end == '\n' && text_ends(head, S("\r")))
			head.len--;
		if (head.len > 0)
			ok = segment(b, head, line, e);
		line += more && t->marks.end == '\n';
	}
	return ok;
}

static void header(struct build *b, const struct edi_text *t)
{
	struct open_loop *set = &b->open[0];

	if (t->text.len == 0)
		return;
	set->last = append(b->a, set->node, set->last);
	fill(b, set->last, &t->marks, t->text, t->line);
}

/* ── what a set says of itself ── */

struct saying {
	struct build *b;
	struct tree *last;
};

static void say(struct saying *s, const char *name, Str value)
{
	struct tree *t, *node = s->b->open[0].node;

	if (value.len == 0)
		return;
	t = arena_new_of(s->b->a, struct tree);
	*t = (struct tree){.kind = TREE_TEXT, .name = text(name), .text = value};
	if (s->last)
		s->last->next = t;
	else
		node->attributes = t;
	s->last = t;
}

static Str of(struct build *b, const struct edi_text *t, size_t element, size_t component)
{
	Str s = segment_element(&t->marks, t->text, element);

	if (component > 0)
		s = segment_component(&t->marks, s, component);
	return text_trim(segment_text(b->a, &t->marks, s));
}

/* 20260330 or 260330, and 0430 or 043012, as ISO 8601; of two digits the years 1970 to 2069 are meant. */
static Str moment(struct arena *a, Str day, Str time)
{
	const char *century = "";

	if (text_digits(day) != day.len || text_digits(time) != time.len || (day.len != 8 && day.len != 6))
		return (Str){0};
	if (day.len == 6)
		century = day.at[0] < '7' ? "20" : "19";
	day = day.len == 6 ? text(arena_print(a, "%s%.*s", century, STR(day))) : day;
	if (time.len < 4)
		return text(arena_print(a, "%.4s-%.2s-%.2s", day.at, day.at + 4, day.at + 6));
	return text(arena_print(a, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s", day.at, day.at + 4, day.at + 6, time.at, time.at + 2,
		time.len < 6 ? "00" : time.at + 4));
}

/* Its first segment. */
static struct edi_text header_of(const struct edi_text *set)
{
	struct edi_text header = *set;
	Str rest;

	segment_cut(&set->marks, set->text, set->marks.end, &header.text, &rest);
	return header;
}

static void say_x12(struct build *b)
{
	const struct edi_set *set = b->set;
	struct edi_text st = header_of(&set->set);
	const struct edi_text *isa = &set->interchange, *gs = &set->group;
	struct saying s = {.b = b};
	Str day = of(b, gs, 4, 0), time = of(b, gs, 5, 0);

	say(&s, "type", of(b, &st, 1, 0));
	say(&s, "sender", of(b, isa, 6, 0));
	say(&s, "receiver", of(b, isa, 8, 0));
	say(&s, "interchange", of(b, isa, 13, 0));
	say(&s, "group", of(b, gs, 6, 0));
	say(&s, "control", of(b, &st, 2, 0));
	say(&s, "prepared", moment(b->a, day.len > 0 ? day : of(b, isa, 9, 0), day.len > 0 ? time : of(b, isa, 10, 0)));
}

static void say_edifact(struct build *b)
{
	const struct edi_set *set = b->set;
	const struct edi_text *unb = &set->interchange;
	struct edi_text unh = header_of(&set->set);
	struct saying s = {.b = b};

	say(&s, "type", of(b, &unh, 2, 1));
	say(&s, "sender", of(b, unb, 2, 1));
	say(&s, "receiver", of(b, unb, 3, 1));
	say(&s, "interchange", of(b, unb, 5, 0));
	say(&s, "group", set->group.text.len > 0 ? of(b, &set->group, 5, 0) : (Str){0});
	say(&s, "control", of(b, &unh, 1, 0));
	say(&s, "prepared", moment(b->a, of(b, unb, 4, 1), of(b, unb, 4, 2)));
}

Str edi_type(enum edi_kind kind, const struct marks *marks, Str header)
{
	if (kind == EDI_X12)
		return text_trim(segment_element(marks, header, 1));
	return segment_component(marks, segment_element(marks, header, 2), 1);
}

bool edi_tree(struct arena *a, const struct edi_set *set, const struct tree **tree, struct err *e)
{
	struct build b = {.a = a, .set = set, .depth = 1};
	struct tree *root = arena_new_of(a, struct tree);
	Str text = set->set.text;

	root->kind = TREE_ELEMENT;
	root->name = set->kind == EDI_X12 ? S("set") : S("message");
	root->source = text;
	root->line = (uint32_t)set->set.line;
	b.open[0] = (struct open_loop){.node = root, .start = text.at};
	header(&b, &set->interchange);
	header(&b, &set->group);
	if (set->kind == EDI_X12)
		say_x12(&b);
	else
		say_edifact(&b);
	if (!segments(&b, e))
		return false;
	close_to(&b, 1, text.at + text.len);
	*tree = root;
	return true;
}
