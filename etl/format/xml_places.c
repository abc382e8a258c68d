#include "format/xml_places.h"

#include "format/rows.h"
#include "format/window.h"

/* libxml2 compares each attribute with all others of its tag, and keeps what stands between two tags. */
enum { ATTRIBUTES_MOST = 1000, BETWEEN_MOST = 16 << 20 };

void xml_places_init(struct xml_places *p, struct arena *a, size_t depth, uint64_t offset)
{
	*p = (struct xml_places){.arena = a, .depth = depth, .text_at = offset, .at = offset, .line = 1};
	p->text = buf_new(a, (size_t)2 * RECORD_LIMIT);
	p->open = SIZE_MAX;
}

static void refuse(struct xml_places *p, const char *what)
{
	if (p->refusal)
		return;
	p->refusal = what;
	p->refusal_line = p->tag_line;
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
	p->places[p->count++] = (struct xml_place){.start = p->tag_at, .line = p->tag_line};
}

static void finish(struct xml_places *p)
{
	if (p->level == p->depth && p->open != SIZE_MAX) {
		p->places[p->open].end = p->at + 1;
		p->open = SIZE_MAX;
	}
}

/* At the ">" of a start tag. */
static void opened(struct xml_places *p)
{
	if (p->level == p->depth)
		begin(p);
	if (p->last[1] == '/')
		finish(p);
	else
		p->level++;
	p->state = PLACE_TEXT;
	p->tag_end = p->at;
	p->between = 0;
}

static void closed(struct xml_places *p)
{
	if (p->level > 0)
		p->level--;
	finish(p);
	p->state = PLACE_TEXT;
	p->tag_end = p->at;
	p->between = 0;
}

/* Behind "<!": a comment, a section, or a DOCTYPE. */
static void bang(struct xml_places *p, char c)
{
	static const char cdata[] = "[CDATA[";

	p->seen++;
	if (p->seen == 2 && p->last[1] == '-' && c == '-') {
		p->state = PLACE_COMMENT;
		p->seen = 0;
	} else if (p->seen == 1 ? c != '-' && c != '[' : p->seen == 2 && p->last[1] == '-') {
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
static void look(struct xml_places *p, char c)
{
	switch (p->state) {
	case PLACE_TEXT:
		if (c == '<') {
			p->state = PLACE_OPEN;
			p->tag_at = p->at;
			p->tag_line = p->line;
		}
		break;
	case PLACE_OPEN:
		open_tag(p, c);
		break;
	case PLACE_START:
		if (c == '>') {
			opened(p);
		} else if (c == '"' || c == '\'') {
			p->state = PLACE_QUOTED;
			p->quote = c;
		} else if (c == '=') {
			attribute(p);
		}
		break;
	case PLACE_QUOTED:
		if (c == p->quote)
			p->state = PLACE_START;
		break;
	case PLACE_END:
		if (c == '>')
			closed(p);
		break;
	case PLACE_QUESTION:
		if (c == '>' && p->last[1] == '?')
			p->state = PLACE_TEXT;
		break;
	case PLACE_BANG:
		bang(p, c);
		break;
	case PLACE_COMMENT:
		/* "<!-->" is no end: two dashes of its own must stand before the ">". */
		p->seen++;
		if (c == '>' && p->seen > 2 && p->last[0] == '-' && p->last[1] == '-')
			p->state = PLACE_TEXT;
		break;
	case PLACE_CDATA:
		if (c == '>' && p->last[0] == ']' && p->last[1] == ']')
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
		buf_drop(p->text, (size_t)(from - p->text_at));
		p->text_at = from;
	}
}

void xml_places_add(struct xml_places *p, Str bytes)
{
	forget(p);
	buf_add(p->text, bytes);
	for (size_t i = 0; i < bytes.len; i++) {
		char c = bytes.at[i];

		look(p, c);
		p->last[0] = p->last[1];
		p->last[1] = c;
		p->line += c == '\n';
		p->at++;
	}
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
	const struct xml_place *place = &p->places[index];

	if (index >= p->count || place->start < p->text_at || place->end < place->start)
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
