#include "format/segments.h"

void segments_init(struct segments *s, struct arena *a, struct window *window)
{
	*s = (struct segments){.arena = a, .window = window, .line = 1, .keep_line = 1};
}

static Str seen(const struct segments *s)
{
	return text_from(buf_str(s->window->text), s->at);
}

static bool too_long(const struct segments *s, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju: more than %d MiB in one transaction set, message or segment",
		(uintmax_t)s->keep_line, SET_LIMIT >> 20);
}

/* Reads on; false too if nothing came, which *more says. */
static bool read_on(struct segments *s, bool *more, struct err *e)
{
	size_t kept = s->window->text->len - s->keep;

	*more = !s->window->ended;
	if (!*more)
		return true;
	if (kept > SET_LIMIT)
		return too_long(s, e);
	if (!window_more(s->window, s->keep, e))
		return false;
	s->at -= s->keep;
	s->keep = 0;
	return true;
}

static void step(struct segments *s, size_t count)
{
	Str passed = text_head(seen(s), count);

	for (size_t i = 0; i < passed.len; i++)
		s->line += passed.at[i] == '\n';
	s->at += passed.len;
}

static bool skip_blanks(struct segments *s, struct err *e)
{
	bool more = true;

	while (more) {
		Str left = seen(s);
		size_t n = 0;

		while (n < left.len && byte_is_blank(left.at[n]))
			n++;
		step(s, n);
		if (n < left.len)
			return true;
		if (!read_on(s, &more, e))
			return false;
	}
	return true;
}

void segments_let_go(struct segments *s)
{
	s->keep = s->at;
	s->keep_line = s->line;
}

bool segments_peek(struct segments *s, size_t count, Str *head, struct err *e)
{
	bool more = true;

	if (!skip_blanks(s, e))
		return false;
	while (more && seen(s).len < count)
		if (!read_on(s, &more, e))
			return false;
	*head = text_head(seen(s), count);
	return true;
}

void segments_pass(struct segments *s, size_t count)
{
	step(s, count);
}

/* Where a mark stands at or behind `from`, s.len if nowhere; *from moves to where there is nothing left to be looked at
 * again. */
static size_t find(const struct marks *m, Str s, char mark, size_t *from)
{
	if (!m->release) {
		size_t at = *from + text_find_byte(text_from(s, *from), mark);

		*from = s.len;
		return at;
	}
	for (size_t i = *from; i < s.len; i++) {
		if (s.at[i] == mark) {
			*from = i;
			return i;
		}
		if (s.at[i] == m->release) {
			if (i + 1 == s.len) {
				*from = i;
				return s.len;
			}
			i++;
		}
	}
	*from = s.len;
	return s.len;
}

/* Two or three capital letters and digits, the first a letter. */
static bool is_tag(Str tag)
{
	bool ok = tag.len == 2 || tag.len == 3;

	for (size_t i = 0; ok && i < tag.len; i++)
		ok = (tag.at[i] >= 'A' && tag.at[i] <= 'Z') || (i > 0 && byte_is_digit(tag.at[i]));
	return ok;
}

static bool check(struct segments *s, struct segment *segment, struct err *e)
{
	Str rest;

	segment_cut(&s->marks, segment->text, s->marks.element, &segment->tag, &rest);
	segment_cut(&s->marks, segment->tag, s->marks.component, &segment->tag, &rest);
	if (!is_tag(segment->tag))
		return err_set(e, ERR_FORMAT, "line %ju: %s is no segment", (uintmax_t)s->line,
			text_quoted(s->arena, segment->text));
	return text_find_byte(segment->text, '\n') == segment->text.len
	    || err_set(e, ERR_FORMAT, "line %ju: a line ends within the segment %.*s; what was wrapped cannot be told from "
			"what it says", (uintmax_t)s->line, STR(segment->tag));
}

bool segments_next(struct segments *s, struct segment *segment, bool *has, struct err *e)
{
	size_t end, from = 0;
	bool more = true;

	if (!skip_blanks(s, e))
		return false;
	*has = seen(s).len > 0;
	if (!*has)
		return true;
	while ((end = find(&s->marks, seen(s), s->marks.end, &from)) == seen(s).len && more)
		if (!read_on(s, &more, e))
			return false;
	*segment = (struct segment){
		.text = text_head(seen(s), end),
		.line = s->line,
		.offset = s->window->offset + s->at,
		.start = s->at - s->keep,
		.is_open = end == seen(s).len,
	};
	if (segment->is_open)
		segment->text = text_trim(segment->text);
	else if (s->marks.end == '\n' && end > 0 && segment->text.at[end - 1] == '\r')
		segment->text.len--;
	if (segment->start + end > SET_LIMIT)
		return too_long(s, e);
	if (!check(s, segment, e))
		return false;
	step(s, end + 1);
	return true;
}

bool segment_cut(const struct marks *m, Str s, char mark, Str *head, Str *rest)
{
	size_t from = 0, at = mark ? find(m, s, mark, &from) : s.len;

	*head = text_head(s, at);
	*rest = text_from(s, at + 1);
	return at < s.len;
}

Str segment_text(struct arena *a, const struct marks *m, Str s)
{
	char *meant;
	size_t n = 0;

	if (!m->release || text_find_byte(s, m->release) == s.len)
		return s;
	meant = arena_raw(a, s.len);
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == m->release && i + 1 < s.len)
			i++;
		meant[n++] = s.at[i];
	}
	return (Str){meant, n};
}

static Str part(const struct marks *m, Str s, char mark, size_t number)
{
	Str head = {0};
	bool more = true;

	for (size_t i = 0; more && i <= number; i++) {
		more = segment_cut(m, s, mark, &head, &s);
		if (!more && i < number)
			return (Str){0};
	}
	return head;
}

Str segment_element(const struct marks *m, Str segment, size_t number)
{
	return part(m, segment, m->element, number);
}

Str segment_component(const struct marks *m, Str element, size_t number)
{
	return part(m, element, m->component, number - 1);
}
