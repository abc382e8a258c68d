#include "format/xml_places.h"

#include "format/rows.h"
#include "format/window.h"

/* libxml2 compares each attribute with all others of its tag, and keeps what stands between two tags. */
enum { ATTRIBUTES_MOST = 1000, BETWEEN_MOST = 16 << 20 };

void xml_places_init(struct xml_places *p, struct arena *a, size_t depth, uint64_t offset)
{
	*p = (struct xml_places){.arena = a, .depth = depth, .text_at = offset, .at = offset, .tag_at = offset,
		.line_from = offset, .line = 1, .tag_line = 1};
	p->text = buf_new(a, (size_t)2 * RECORD_LIMIT);
	p->open = SIZE_MAX;
}

/* Lines are counted when somebody asks for one: to an offset that is not before the last one. */
static uint64_t line_at(struct xml_places *p, uint64_t to)
{
	Str s = text_head(text_from(buf_str(p->text), (size_t)(p->line_from - p->text_at)), (size_t)(to - p->line_from));
	size_t at;

	while ((at = text_find_byte(s, '\n')) < s.len) {
		s = text_from(s, at + 1);
		p->line++;
	}
	p->line_from = to;
	return p->line;
}

static uint64_t line_of_tag(struct xml_places *p)
{
	if (p->line_from <= p->tag_at)
		p->tag_line = line_at(p, p->tag_at);
	return p->tag_line;
}

uint64_t xml_places_line(struct xml_places *p)
{
	return line_at(p, p->at);
}

static void refuse(struct xml_places *p, const char *what)
{
	if (p->refusal)
		return;
	p->refusal = what;
	p->refusal_line = line_of_tag(p);
}

static void count(struct xml_places *p)
{
	if (p->level > p->depth && ++p->values > VALUES_MOST)
		refuse(p, "a record of more than 250000 elements and attributes; rows that it holds are read one by one "
			"where the first [*] of their path is at them");
}

static void begin(struct xml_places *p)
{
	p->values = 0;
	if (p->count == p->room) {
		size_t room = p->room ? 2 * p->room : 64;
		struct xml_place *places = arena_raw(p->arena, room * sizeof *places);

		if (p->count > 0)
			memcpy(places, p->places, p->count * sizeof *places);
		p->places = places;
		p->room = room;
	}
	p->open = p->count;
	p->places[p->count++] = (struct xml_place){.start = p->tag_at, .line = line_of_tag(p)};
}

/* The offset of a byte that is looked at. */
static uint64_t offset(const struct xml_places *p, const char *c)
{
	return p->at + (uint64_t)(c - p->begin);
}

/* The byte that is one, or two, before it. */
static char before(const struct xml_places *p, const char *c, size_t n)
{
	size_t here = (size_t)(c - p->begin);

	return here >= n ? *(c - n) : p->last[2 + here - n];
}

static void finish(struct xml_places *p, const char *c)
{
	if (p->level == p->depth && p->open != SIZE_MAX) {
		p->places[p->open].end = offset(p, c) + 1;
		p->open = SIZE_MAX;
	}
}

static void ended(struct xml_places *p, const char *c)
{
	p->state = PLACE_TEXT;
	p->tag_end = offset(p, c);
	p->between = 0;
}

/* At the ">" of a start tag. */
static void opened(struct xml_places *p, const char *c)
{
	if (p->level == p->depth)
		begin(p);
	if (before(p, c, 1) == '/')
		finish(p, c);
	else
		p->level++;
	ended(p, c);
}

static void closed(struct xml_places *p, const char *c)
{
	if (p->level > 0)
		p->level--;
	finish(p, c);
	ended(p, c);
}

/* Behind "<!": a comment, a section, or a DOCTYPE. */
static void bang(struct xml_places *p, const char *c)
{
	static const char cdata[] = "[CDATA[";

	p->seen++;
	if (p->seen == 2 && before(p, c, 1) == '-' && *c == '-') {
		p->state = PLACE_COMMENT;
		p->comment_at = offset(p, c);
	} else if (p->seen == 1 ? *c != '-' && *c != '[' : p->seen == 2 && before(p, c, 1) == '-') {
		refuse(p, "a DOCTYPE, which is not accepted");
		p->state = PLACE_TEXT;
	} else if (p->seen == sizeof cdata - 1) {
		p->state = PLACE_CDATA;
	}
}

static void open_tag(struct xml_places *p, char c)
{
	p->seen = p->attributes = 0;
	if (c != '/')
		count(p);
	if ((c == '!' || c == '?') && ++p->between > VALUES_MOST)
		refuse(p, "more than 250000 comments without a tag");
	p->state = c == '/' ? PLACE_END : c == '?' ? PLACE_QUESTION : c == '!' ? PLACE_BANG : PLACE_START;
}

static void attribute(struct xml_places *p)
{
	count(p);
	if (++p->attributes > ATTRIBUTES_MOST)
		refuse(p, "a tag of more than 1000 attributes");
}

/* NOLINTNEXTLINE(readability-function-cognitive-complexity): a state a case */
static void look(struct xml_places *p, const char *c)
{
	switch (p->state) {
	case PLACE_TEXT:
		p->state = PLACE_OPEN;
		p->tag_at = offset(p, c);
		break;
	case PLACE_OPEN:
		open_tag(p, *c);
		break;
	case PLACE_START:
		if (*c == '>') {
			opened(p, c);
		} else if (*c == '=') {
			attribute(p);
		} else {
			p->state = PLACE_QUOTED;
			p->quote = *c;
		}
		break;
	case PLACE_QUOTED:
		p->state = PLACE_START;
		break;
	case PLACE_END:
		closed(p, c);
		break;
	case PLACE_QUESTION:
		if (before(p, c, 1) == '?')
			p->state = PLACE_TEXT;
		break;
	case PLACE_BANG:
		bang(p, c);
		break;
	case PLACE_COMMENT:
		/* "<!-->" is no end: two dashes of its own must stand before the ">". */
		if (offset(p, c) - p->comment_at > 2 && before(p, c, 2) == '-' && before(p, c, 1) == '-')
			p->state = PLACE_TEXT;
		break;
	case PLACE_CDATA:
		if (before(p, c, 2) == ']' && before(p, c, 1) == ']')
			p->state = PLACE_TEXT;
		break;
	}
}

/* What nobody can ask for any more is let go. */
static void forget(struct xml_places *p)
{
	uint64_t from = p->state == PLACE_TEXT ? p->at : p->tag_at;

	if (p->first < p->count)
		from = p->places[p->first].start;
	if (from > p->text_at) {
		line_of_tag(p);
		if (from > p->line_from)
			line_at(p, from);
		buf_drop(p->text, (size_t)(from - p->text_at));
		p->text_at = from;
	}
}

static const char *find(const char *c, const char *end, char wanted)
{
	const char *found = memchr(c, wanted, (size_t)(end - c));

	return found ? found : end;
}

/* The next byte that the state looks at. */
static const char *next(const struct xml_places *p, const char *c, const char *end)
{
	switch (p->state) {
	case PLACE_TEXT:
		return find(c, end, '<');
	case PLACE_START:
		while (c < end && *c != '>' && *c != '"' && *c != '\'' && *c != '=')
			c++;
		return c;
	case PLACE_QUOTED:
		return find(c, end, p->quote);
	case PLACE_END:
	case PLACE_QUESTION:
	case PLACE_COMMENT:
	case PLACE_CDATA:
		return find(c, end, '>');
	case PLACE_OPEN:
	case PLACE_BANG:
		break;
	}
	return c;
}

void xml_places_add(struct xml_places *p, Str bytes)
{
	const char *end = bytes.at + bytes.len;

	forget(p);
	buf_add(p->text, bytes);
	p->begin = bytes.at;
	for (const char *c = bytes.at; c < end && (c = next(p, c, end)) < end; c++)
		look(p, c);
	p->last[0] = bytes.len > 1 ? bytes.at[bytes.len - 2] : p->last[1];
	p->last[1] = bytes.at[bytes.len - 1];
	p->at += bytes.len;
	if (p->at - p->tag_end > BETWEEN_MOST && p->state != PLACE_START && p->state != PLACE_QUOTED)
		refuse(p, "more than 16 MiB without a tag");
}

struct xml_place xml_places_take(struct xml_places *p, size_t *index)
{
	*index = p->first;
	return p->first < p->count ? p->places[p->first] : (struct xml_place){0};
}

Str xml_places_text(const struct xml_places *p, size_t index)
{
	const struct xml_place *place;

	if (index >= p->count)
		return (Str){0};
	place = &p->places[index];
	if (place->start < p->text_at || place->end < place->start)
		return (Str){0};
	return text_head(text_from(buf_str(p->text), (size_t)(place->start - p->text_at)),
			 (size_t)(place->end - place->start));
}

void xml_places_drop(struct xml_places *p)
{
	enum { DROPPED_MOST = 1024 };

	if (p->first < p->count)
		p->first++;
	if (p->first < DROPPED_MOST)
		return;
	memmove(p->places, p->places + p->first, (p->count - p->first) * sizeof *p->places);
	p->count -= p->first;
	if (p->open != SIZE_MAX)
		p->open -= p->first;
	p->first = 0;
}
