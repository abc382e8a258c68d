#include "format/xml.h"

#include "format/camt.h"
#include "format/rows.h"
#include "format/window.h"
#include "format/xml_build.h"
#include "format/xml_places.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

/* Bytes of a record: as it was written, and in our tree; of what the parser is given at once. */
enum { ELEMENT_LIMIT = RECORD_LIMIT / 2, PIECE = 1 << 15 };

struct xml_reader {
	struct arena *arena;
	struct chars *from;
	struct err *e;               /* of the call that is under way */
	xmlParserCtxtPtr xml;
	uint64_t fed;                /* the offset of what the parser is given next */

	struct rows rows;
	const struct step *steps;    /* to the record elements */
	size_t step_count;
	bool each, has_one, ended;
	size_t depth;                /* elements that are open */
	size_t matched, deepest;     /* steps, down to here and ever */
	struct xml_places places;
	struct xml_build build;      /* of the record that is open */
	bool states;                 /* the path of what is stated goes into it */

	const struct step *stated_at;    /* names, then what of the last element is the value */
	size_t stated_count, stated_matched;
	size_t telling;              /* how deep the element is whose text is stated; SIZE_MAX: none is open */
	struct buf *told;
	struct texts *stated;
	struct claims *claims;       /* of camt, else NULL */

	bool has_error;
	int error_line;
	char error[256];
};

/* A name as the parser knows it, which lives as long as the parser. */
struct named {
	Str name, space;
};

static void finish(void *subject)
{
	xmlFreeParserCtxt(subject);
}

/* libxml2 says what is wrong: the first fatal thing counts. */
static void note(void *subject, xmlErrorPtr error)
{
	struct xml_reader *x = subject;
	Str said = text_trim(text(error->message));

	if (x->has_error || error->level < XML_ERR_ERROR)
		return;
	x->has_error = error->level == XML_ERR_FATAL;
	x->error_line = error->line;
	if (said.len >= sizeof x->error)
		said.len = sizeof x->error - 1;
	memcpy(x->error, said.at ? said.at : "", said.len);
	x->error[said.len] = '\0';
}

static int line_now(const struct xml_reader *x)
{
	return x->xml->input ? x->xml->input->line : 0;
}

static bool wrong(struct xml_reader *x, struct err *e)
{
	int line = x->error_line > 0 ? x->error_line : line_now(x);

	return err_set(e, ERR_FORMAT, "line %d: this is no XML: %s", line, *x->error ? x->error : "it cannot be read");
}

/* What the parser would go on with is not wanted any more. */
static void stop(struct xml_reader *x)
{
	xmlStopParser(x->xml);
}

static void refuse(struct xml_reader *x, const char *what)
{
	err_set(x->e, ERR_FORMAT, "line %d: %s", line_now(x), what);
	stop(x);
}

struct xml_reader *xml_reader_new(struct arena *a, struct chars *from, const struct path *rows,
				  const struct path *wanted, size_t count)
{
	struct xml_reader *x = arena_new_of(a, struct xml_reader);

	*x = (struct xml_reader){.arena = a, .from = from, .steps = rows->steps, .telling = SIZE_MAX};
	rows_init(&x->rows, rows, wanted, count, &x->step_count, &x->each);
	return x;
}

/* Of the steps only those that go down count here. */
void xml_reader_state(struct xml_reader *x, const struct path *at, struct texts *list)
{
	struct step *steps = arena_array(x->arena, at->count, struct step);

	x->stated_count = 0;
	for (size_t i = 0; i < at->count; i++)
		if (at->steps[i].kind != STEP_EACH)
			steps[x->stated_count++] = at->steps[i];
	x->stated_at = steps;
	x->stated = list;
	x->told = buf_new(x->arena, ELEMENT_LIMIT);
}

void xml_reader_hold(struct xml_reader *x, struct claims *claims)
{
	x->claims = claims;
}

/* ── what stands in the elements ───────────────────────────────────────────────────────────────────────────────── */

static bool is_step(const struct named *n, const struct step *step)
{
	return text_is(n->name, step->name) && (step->space.len == 0 || text_is(n->space, step->space));
}

static void state(struct xml_reader *x, Str value)
{
	texts_add(x->arena, x->stated, text_copy(x->arena, value));
}

/* The rest of the path within a record, where it is of names and all of each counts. */
static void find_stated(struct xml_reader *x, const struct tree *t, size_t i)
{
	const struct step *step = &x->stated_at[i];

	if (i == x->stated_count || step->kind == STEP_TEXT) {
		state(x, t->text);
		return;
	}
	for (const struct tree *at = t->attributes; step->kind == STEP_ATTRIBUTE && at; at = at->next)
		if (text_is(at->name, step->name))
			state(x, at->text);
	for (const struct tree *each = t->children; step->kind == STEP_NAME && each; each = each->next)
		if (is_step(&(struct named){each->name, each->space}, step))
			find_stated(x, each, i + 1);
}

/* Whether the path of what is stated goes through the element, or ends at it. */
static bool leads_to_stated(const struct xml_reader *x, const struct named *n, size_t depth)
{
	return x->stated && depth < x->stated_count && depth == x->stated_matched && x->stated_at[depth].kind == STEP_NAME
	    && is_step(n, &x->stated_at[depth]);
}

static Str known(const xmlChar *s)
{
	return text((const char *)s);
}

/* A prefix that is declared nowhere is a part of the name. */
static struct named named(const struct xml_reader *x, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
	if (prefix && !space)
		name = xmlDictQLookup(x->xml->dict, prefix, name);
	return (struct named){known(name), known(space)};
}

/* Name, prefix, namespace, and from where to where its value is. */
enum { ATTRIBUTE_PARTS = 5 };

static struct named attribute_name(const struct xml_reader *x, const xmlChar **at)
{
	return named(x, at[0], at[1], at[2]);
}

static Str attribute_value(const xmlChar **at)
{
	return (Str){(const char *)at[3], (size_t)(at[4] - at[3])};
}

/* An element outside of the records: its attribute, or its text, may be what is looked for. */
static void outside(struct xml_reader *x, const struct named *n, size_t depth, int count, const xmlChar **attributes)
{
	const struct step *next = depth + 1 < x->stated_count ? &x->stated_at[depth + 1] : NULL;

	if (!leads_to_stated(x, n, depth))
		return;
	if (!next || next->kind == STEP_TEXT)
		x->telling = depth;
	else if (next->kind == STEP_NAME)
		x->stated_matched = depth + 1;
	for (int i = 0; next && next->kind == STEP_ATTRIBUTE && i < count; i++) {
		const xmlChar **at = &attributes[(ptrdiff_t)i * ATTRIBUTE_PARTS];
		struct named attribute = attribute_name(x, at);

		if (attribute.space.len == 0 && text_is(attribute.name, next->name))
			state(x, attribute_value(at));
	}
}

static void build(struct xml_reader *x, const struct named *n, int count, const xmlChar **attributes)
{
	xml_build_begin(&x->build, n->name, n->space, (uint32_t)line_now(x));
	for (int i = 0; i < count; i++) {
		const xmlChar **at = &attributes[(ptrdiff_t)i * ATTRIBUTE_PARTS];
		struct named attribute = attribute_name(x, at);

		xml_build_attribute(&x->build, attribute.name, attribute.space, attribute_value(at));
	}
}

static bool begin_record(struct xml_reader *x, const struct named *n)
{
	size_t index;
	struct xml_place place = xml_places_take(&x->places, &index);

	if (!x->each && x->has_one) {
		stop(x);
		return err_set(x->e, ERR_FORMAT, "line %ju: what the path of the rows names stands here a second time; is "
			"[*] missing?", (uintmax_t)place.line);
	}
	x->has_one = true;
	x->build.arena = x->rows.memory;
	x->states = leads_to_stated(x, n, x->step_count - 1);
	return true;
}

static void end_record(struct xml_reader *x, const struct tree *tree)
{
	struct piece piece = {.tree = tree};
	struct xml_place place;
	size_t index;

	place = xml_places_take(&x->places, &index);
	piece.text = text_copy(x->rows.memory, xml_places_text(&x->places, index));
	piece.line = place.line;
	piece.offset = place.start;
	if (x->states)
		find_stated(x, tree, x->step_count);
	if (x->claims && !camt_hold(x->rows.memory, tree, piece.line, x->claims, x->e)) {
		stop(x);
		return;
	}
	rows_add(&x->rows, &piece);
}

/* ── what the parser says ──────────────────────────────────────────────────────────────────────────────────────── */

static void begin_element(void *subject, const xmlChar *name, const xmlChar *prefix, const xmlChar *space, int spaces,
			  const xmlChar **declared, int count, int defaulted, const xmlChar **attributes)
{
	struct xml_reader *x = subject;
	struct named n = named(x, name, prefix, space);
	size_t depth = x->depth++;
	bool fits = depth < x->step_count && depth == x->matched && is_step(&n, &x->steps[depth]);

	(void)spaces, (void)declared, (void)defaulted;
	if (x->e->kind != ERR_NONE)
		return;
	if (x->depth > XML_DEPTH_MOST) {
		refuse(x, "elements within elements, more than 256 deep");
		return;
	}
	if (x->build.depth == 0 && fits) {
		x->deepest = depth + 1 > x->deepest ? depth + 1 : x->deepest;
		x->matched = depth + 1 < x->step_count ? depth + 1 : x->matched;
	}
	if (x->build.depth > 0 || (fits && depth + 1 == x->step_count && begin_record(x, &n)))
		build(x, &n, count, attributes);
	else if (x->e->kind == ERR_NONE)
		outside(x, &n, depth, count, attributes);
}

static void add_text(void *subject, const xmlChar *at, int length)
{
	struct xml_reader *x = subject;
	Str more = {(const char *)at, (size_t)length};

	if (x->e->kind != ERR_NONE)
		return;
	if (x->telling != SIZE_MAX)
		buf_add(x->told, more);
	if ((x->build.depth > 0 && !xml_build_text(&x->build, more)) || (x->told && buf_is_over(x->told)))
		refuse(x, "a text of more than 10 MB");
}

static void end_element(void *subject, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
	struct xml_reader *x = subject;
	const struct tree *tree = NULL;
	size_t depth = --x->depth;

	(void)name, (void)prefix, (void)space;
	if (x->e->kind != ERR_NONE)
		return;
	if (x->build.depth > 0)
		tree = xml_build_end(&x->build);
	if (tree)
		end_record(x, tree);
	if (x->telling == depth) {
		state(x, buf_str(x->told));
		buf_clear(x->told);
		x->telling = SIZE_MAX;
	}
	x->matched = x->matched > depth ? depth : x->matched;
	x->stated_matched = x->stated_matched > depth ? depth : x->stated_matched;
	if (depth + 1 == x->step_count)
		xml_places_drop(&x->places);
}

/* ── the bytes ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool begin(struct xml_reader *x, struct err *e)
{
	xmlSAXHandler said = {.initialized = XML_SAX2_MAGIC, .startElementNs = begin_element,
		.endElementNs = end_element, .characters = add_text, .ignorableWhitespace = add_text,
		.cdataBlock = add_text, .serror = note};
	bool empty;

	if (!chars_is_empty(x->from, &empty, e))
		return false;
	x->fed = chars_start(x->from);
	xml_places_init(&x->places, x->arena, x->step_count - 1, x->fed);
	x->xml = xmlCreatePushParserCtxt(&said, x, NULL, 0, NULL);
	if (!x->xml)
		return err_set(e, ERR_INTERNAL, "libxml2 cannot begin");
	arena_defer(x->arena, finish, x->xml);
	/* Without a DOCTYPE there are no entities but XML's own five: so all there is to replace are those. */
	xmlCtxtUseOptions(x->xml, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
	xmlSwitchEncoding(x->xml, XML_CHAR_ENCODING_UTF8);
	return true;
}

/* To where the parser may be given what was read: whole records, a piece of them or one that is more; or all, if none
 * is open.  So a record is never left half parsed when a batch ends. */
static uint64_t ready(const struct xml_reader *x)
{
	const struct xml_places *p = &x->places;
	uint64_t to = p->open == SIZE_MAX ? p->at : p->places[p->open].start, whole = 0;

	for (size_t i = p->first; i < p->count && p->places[i].end > 0; i++) {
		if (whole > 0 && p->places[i].end > x->fed + PIECE)
			break;
		whole = p->places[i].end;
	}
	return whole > x->fed ? whole : to;
}

/* What the parser finds is in rows afterwards. */
static bool parse(struct xml_reader *x, Str some, bool last, struct err *e)
{
	xmlParseChunk(x->xml, some.at, (int)some.len, last);
	if (e->kind != ERR_NONE)
		return false;
	return (!x->has_error && x->xml->wellFormed) || wrong(x, e);
}

static bool feed(struct xml_reader *x, uint64_t to, struct err *e)
{
	while (x->fed < to) {
		Str some = text_from(buf_str(x->places.text), (size_t)(x->fed - x->places.text_at));

		some = text_head(some, to - x->fed < PIECE ? (size_t)(to - x->fed) : PIECE);
		x->fed += some.len;
		if (!parse(x, some, false, e))
			return false;
	}
	return true;
}

static bool end(struct xml_reader *x, struct err *e)
{
	size_t due = x->each ? x->step_count - 1 : x->step_count;

	if (!feed(x, x->places.at, e) || !parse(x, S(""), true, e))
		return false;
	x->ended = true;
	if (due == 0)
		due = 1;
	return x->deepest >= due || err_set(e, ERR_FORMAT, "no element %.*s, which the path of the rows names",
					    STR(x->steps[x->deepest].name));
}

static bool more(struct xml_reader *x, struct err *e)
{
	Str some;

	if (!chars_next(x->from, &some, e))
		return false;
	if (some.len == 0)
		return end(x, e);
	xml_places_add(&x->places, some);
	if (x->places.refusal)
		return err_set(e, ERR_FORMAT, "line %ju: %s", (uintmax_t)x->places.refusal_line, x->places.refusal);
	if (x->places.text->len <= ELEMENT_LIMIT)
		return true;
	/* That it is no XML at all is said first. */
	return feed(x, x->places.at, e) && err_set(e, ERR_FORMAT, "line %ju: an element of more than %d MiB",
		(uintmax_t)xml_places_line(&x->places), ELEMENT_LIMIT >> 20);
}

bool xml_reader_next(struct xml_reader *x, struct arena *batch, struct founds *founds, struct err *e)
{
	x->e = e;
	rows_begin(&x->rows, batch);
	if (!x->xml && !begin(x, e))
		return false;
	while (!x->ended && !rows_are_enough(&x->rows)) {
		uint64_t to = ready(x);

		if (!(to > x->fed ? feed(x, to, e) : more(x, e)))
			return false;
	}
	*founds = rows_found(&x->rows);
	return true;
}
