/*
 * Where the elements of one depth begin and end in a text: libxml2 knows lines only up to 65 535 and no offsets.  It
 * looks at tags, quotes, comments and sections and at nothing else; that the text is XML at all is proven by libxml2,
 * which reads the same bytes a little later.
 */
#ifndef FORMAT_XML_PLACES_H
#define FORMAT_XML_PLACES_H

#include "base/buf.h"

struct xml_place {
	uint64_t start, end;         /* offsets */
	uint64_t line;               /* of the start */
};

enum xml_place_state { PLACE_TEXT, PLACE_OPEN, PLACE_START, PLACE_QUOTED, PLACE_END, PLACE_QUESTION, PLACE_BANG,
		       PLACE_COMMENT, PLACE_CDATA };

struct xml_places {
	struct arena *arena;
	size_t depth;                /* of the elements that count; 0 is the root */
	struct buf *text;            /* from the first byte that may still be wanted */
	uint64_t text_at;            /* its offset */
	uint64_t at;                 /* the next byte */
	uint64_t line_from, line;    /* how far lines are counted */

	enum xml_place_state state;
	uint64_t tag_at, tag_line;
	const char *begin;           /* of the bytes that are looked at */
	char quote, last[2];         /* the quote that is open; the two bytes before those */
	size_t seen;                 /* bytes of a "<!" */
	uint64_t comment_at;         /* the last dash of "<!--" */
	size_t level;                /* elements that are open */
	size_t values, attributes;   /* of the element that counts; of the tag */
	size_t between;              /* comments and the like since the last tag */
	uint64_t tag_end;            /* of the last one */
	const char *refusal;         /* what the parser must not be given, NULL if it may go on, */
	uint64_t refusal_line;       /* and where that is */

	struct xml_place *places;    /* from first to count: not taken yet */
	size_t first, count, room;
	size_t open;                 /* the place whose element is open, or SIZE_MAX */
};

void xml_places_init(struct xml_places *p, struct arena *a, size_t depth, uint64_t offset);

/* Looks at the next bytes, of which there is one at least, and keeps them while an element that counts may need them.
 * A DOCTYPE, and what would take the parser too much memory or time, is a refusal. */
void xml_places_add(struct xml_places *p, Str bytes);

/* The line of the next byte. */
uint64_t xml_places_line(struct xml_places *p);

/* The next element's start has been reached by the reader. */
struct xml_place xml_places_take(struct xml_places *p, size_t *index);

/* Its text, once its end was read. */
Str xml_places_text(const struct xml_places *p, size_t index);

/* The element that was taken is done with. */
void xml_places_drop(struct xml_places *p);

#endif
