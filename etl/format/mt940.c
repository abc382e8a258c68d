#include "format/mt940.h"

struct mt940 {
	struct arena *arena;
	struct window *window;
	struct statements statements;
	struct mt940_page *pages;

	size_t at;                   /* in the window: behind the last message */
	uint64_t line;
	bool in_block;               /* a network block has been opened for the next message, which must close it */
	bool ends, ended;            /* messages of this file end with "-"; the file has ended */
};

struct mt940 *mt940_new(struct arena *a, struct window *window, const struct path *rows, const struct path *wanted,
	size_t count, struct claims *claims)
{
	struct mt940 *m = arena_new_of(a, struct mt940);

	*m = (struct mt940){.arena = a, .window = window, .line = 1};
	statements_init(&m->statements, rows, wanted, count, claims);
	return m;
}

bool mt940_is_field(Str line, size_t *tag)
{
	size_t n = 0;

	if (line.len < 4 || line.at[0] != ':')
		return false;
	if (byte_is_digit(line.at[1]) && byte_is_digit(line.at[2]))
		n = line.at[3] >= 'A' && line.at[3] <= 'Z' ? 3 : 2;
	else if (text_begins(text_from(line, 1), S("NS")))
		n = 2;
	*tag = n;
	return n > 0 && line.len > n + 1 && line.at[n + 1] == ':';
}

static bool begins_message(Str line)
{
	return text_begins(line, S(":20:"));
}

/* What stands before a message and not in it: a block of the network, the number of the message's kind. */
static bool is_outside(Str line)
{
	bool block = line.len > 2 && line.at[0] == '{' && byte_is_digit(line.at[1]) && line.at[2] == ':';

	return block || text_is(text_trim(line), S(":940:")) || text_is(text_trim(line), S(":942:"));
}

/* "-", "-}" and a control character behind it; one bank writes "-XXX". */
static bool ends_message(Str line)
{
	if (line.len == 0 || line.at[0] != '-')
		return false;
	line = text_trim(text_from(line, 1));
	return line.len == 0 || line.at[0] == '}' || (line.at[0] > 0 && line.at[0] < ' ') || text_is(line, S("XXX"));
}

/* Where a message stands in the window. */
struct extent {
	size_t start, end, next;
	uint64_t line, next_line;
	bool has_end, in_block, next_in_block;
};

enum seen { SEEN_MESSAGE, SEEN_CUT, SEEN_END, SEEN_WRONG };

/* Lines that are in no message; they are passed for good. */
static enum seen pass(struct mt940 *m, struct err *e)
{
	Str text = buf_str(m->window->text);
	size_t next, tag;
	bool whole;

	for (; m->at < text.len; m->at = next, m->line++) {
		Str line = line_at(text, m->at, &next, &whole);

		if (!whole && !m->window->ended)
			return SEEN_CUT;
		if (begins_message(line))
			return SEEN_MESSAGE;
		if (mt940_is_field(line, &tag)) {
			err_set(e, ERR_FORMAT, "line %ju: a field :%.*s: stands before the :20: that begins a message",
				(uintmax_t)m->line, (int)tag, line.at + 1);
			return SEEN_WRONG;
		}
		m->in_block = m->in_block || text_find(line, S("{4:")) < line.len;
	}
	return m->window->ended ? SEEN_END : SEEN_CUT;
}

/* A line within a message, or behind its end. */
static void look(struct extent *x, Str line, size_t at)
{
	size_t tag;

	if (mt940_is_field(line, &tag)) {
		x->has_end = x->next_in_block = false;
		x->end = SIZE_MAX;
		return;
	}
	if (x->end == SIZE_MAX && (ends_message(line) || is_outside(line))) {
		x->end = at;
		x->has_end = line.at[0] == '-';
		x->in_block = text_begins(line, S("-}"));
	}
	if (x->end != SIZE_MAX && text_find(line, S("{4:")) < line.len)
		x->next_in_block = true;
}

/* From the line of a :20: to where the next one can begin. */
static enum seen measure(const struct mt940 *m, struct extent *x)
{
	Str text = buf_str(m->window->text);
	size_t i = m->at, next;
	uint64_t line_number = m->line;
	bool whole;

	*x = (struct extent){.start = m->at, .end = SIZE_MAX, .line = m->line};
	for (; i < text.len; i = next, line_number++) {
		Str line = line_at(text, i, &next, &whole);

		if (!whole && !m->window->ended)
			return SEEN_CUT;
		if (i > x->start && begins_message(line))
			break;
		look(x, line, i);
	}
	if (i >= text.len && !m->window->ended)
		return SEEN_CUT;
	x->next = i;
	x->next_line = line_number;
	if (x->end == SIZE_MAX)
		x->end = i;
	return SEEN_MESSAGE;
}

/* What the end of one message says of all: a file that is cut off lacks it. */
static bool ends_well(struct mt940 *m, const struct extent *x, struct err *e)
{
	bool is_last = m->window->ended && x->next == m->window->text->len;

	if (m->in_block && !x->in_block)
		return err_set(e, ERR_INCOMPLETE, "line %ju: the message that begins here is cut off: its block does not end "
			"with -}", (uintmax_t)x->line);
	if (is_last && m->ends && !x->has_end)
		return err_set(e, ERR_INCOMPLETE, "line %ju: the message that begins here is cut off: it has no - at its end, "
			"as those before it have", (uintmax_t)x->line);
	m->ends = m->ends || x->has_end;
	return true;
}

static bool add(struct mt940 *m, const struct extent *x, struct err *e)
{
	Str text = {m->window->text->at + x->start, x->end - x->start};
	struct piece piece = {.line = x->line, .offset = m->window->offset + x->start};
	struct mt940_message message;

	while (text.len > 0 && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
		text.len--;
	message = (struct mt940_message){text, x->line};
	if (x->next_line - x->line > STATEMENT_LINES)
		return err_set(e, ERR_FORMAT, "line %ju: a message of more than %d lines", (uintmax_t)x->line,
			STATEMENT_LINES);
	if (!ends_well(m, x, e) || !mt940_read(m->arena, m->statements.rows.memory, &message, m->statements.claims,
		&m->pages, &piece.tree, e))
		return false;
	piece.text = text;
	if (!text_is_utf8(text, NULL))
		piece.fault = "not UTF-8; say in charset what the bank writes";
	statements_add(&m->statements, &piece);
	m->at = x->next;
	m->line = x->next_line;
	m->in_block = x->next_in_block;
	return true;
}

static bool end(struct mt940 *m, struct err *e)
{
	m->ended = true;
	for (const struct mt940_page *p = m->pages; p; p = p->next)
		if (p->is_open)
			return err_set(e, ERR_INCOMPLETE, "line %ju: a page ends here with an intermediate balance, and the file "
				"lacks the next", (uintmax_t)p->line);
	return m->statements.seen > 0 || err_set(e, ERR_FORMAT, "there is no message here: none begins with :20:");
}

/* Only between batches may the window move. */
static bool more(struct mt940 *m, struct err *e)
{
	if (!window_more(m->window, m->at, e))
		return err_in(e, "line %ju", (uintmax_t)m->line);
	m->at = 0;
	return true;
}

/* The next message, or what keeps it from being read; *waits: rows must be handed on first. */
static bool step(struct mt940 *m, bool *waits, struct err *e)
{
	struct extent x;
	enum seen seen = pass(m, e);

	if (seen == SEEN_MESSAGE)
		seen = measure(m, &x);
	if (seen == SEEN_MESSAGE)
		return add(m, &x, e);
	*waits = m->statements.rows.count > 0;
	if (seen == SEEN_WRONG)
		return false;
	return *waits || (seen == SEEN_CUT ? more(m, e) : end(m, e));
}

bool mt940_next(struct mt940 *m, struct arena *batch, struct founds *founds, struct err *e)
{
	struct rows *rows = &m->statements.rows;
	bool waits = false;

	rows_begin(rows, batch);
	while (!m->ended && !waits && !rows_are_enough(rows))
		if (!step(m, &waits, e))
			return false;
	*founds = rows_found(rows);
	return true;
}
