#include "format/xml.h"

#include "format/camt.h"
#include "format/rows.h"
#include "format/window.h"
#include "format/xml_places.h"

#include <libxml/xmlreader.h>

/* Bytes of a record: here, in libxml2's tree and in ours. */
enum { ELEMENT_LIMIT = RECORD_LIMIT / 2 };

struct xml_reader {
	struct arena *arena;
	struct chars *from;
	Str pending;
	struct err *e;               /* of the call that is under way */
	xmlTextReaderPtr xml;

	struct rows rows;
	const struct step *steps;    /* to the record elements */
	size_t step_count;
	bool each, has_one, ended;
	bool skip;                   /* the reader stands on a record, whose inside need not be walked */
	size_t matched, deepest;     /* steps, down to here and ever */
	struct xml_places places;

	const struct step *stated_at;    /* names, then what of the last element is the value */
	size_t stated_count, stated_matched;
	struct texts *stated;
	struct claims *claims;       /* of camt, else NULL */

	bool has_error;
	int error_line;
	char error[256];
};

static void finish(void *subject)
{
	xmlFreeTextReader(subject);
}

/* libxml2 asks for bytes. */
static int read_chars(void *subject, char *buffer, int size)
{
	struct xml_reader *x = subject;
	Str some;

	if (x->pending.len == 0 && !chars_next(x->from, &x->pending, x->e))
		return -1;
	some = text_head(x->pending, (size_t)size);
	x->pending = text_from(x->pending, some.len);
	if (some.len > 0)
		memcpy(buffer, some.at, some.len);
	xml_places_add(&x->places, some);
	if (x->places.refusal) {
		err_set(x->e, ERR_FORMAT, "line %ju: %s", (uintmax_t)x->places.refusal_line, x->places.refusal);
		return -1;
	}
	if (x->places.text->len > ELEMENT_LIMIT) {
		err_set(x->e, ERR_FORMAT, "line %ju: an element of more than %d MiB", (uintmax_t)x->places.line,
			ELEMENT_LIMIT >> 20);
		return -1;
	}
	return (int)some.len;
}

/* libxml2 says what is wrong: the first fatal thing counts.  What it cannot bear, such as a text of more than 10 MB, is
 * no fatal error to it, but it reads no further either. */
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

static bool wrong(struct xml_reader *x, struct err *e)
{
	int line = x->error_line > 0 ? x->error_line : xmlTextReaderGetParserLineNumber(x->xml);

	return err_set(e, ERR_FORMAT, "line %d: this is no XML: %s", line, *x->error ? x->error : "it cannot be read");
}

struct xml_reader *xml_reader_new(struct arena *a, struct chars *from, const struct path *rows,
				  const struct path *wanted, size_t count)
{
	struct xml_reader *x = arena_new_of(a, struct xml_reader);

	*x = (struct xml_reader){.arena = a, .from = from, .steps = rows->steps};
	rows_init(&x->rows, rows, wanted, count, &x->step_count, &x->each);
	return x;
}

static bool begin(struct xml_reader *x, struct err *e)
{
	bool empty;

	if (!chars_is_empty(x->from, &empty, e))
		return false;
	xml_places_init(&x->places, x->arena, x->step_count - 1, chars_start(x->from));
	x->xml = xmlReaderForIO(read_chars, NULL, x, NULL, "UTF-8", XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	if (!x->xml)
		return e->kind == ERR_NONE ? err_set(e, ERR_INTERNAL, "libxml2 cannot begin") : false;
	arena_defer(x->arena, finish, x->xml);
	xmlTextReaderSetStructuredErrorHandler(x->xml, note, x);
	return true;
}

static Str copied(struct arena *a, const xmlChar *s)
{
	return s ? text_copy(a, text((const char *)s)) : (Str){0};
}

static struct tree *tree_of(struct arena *a, const xmlNode *node);

static void append(struct tree **first, struct tree **last, struct tree *t)
{
	if (*last)
		(*last)->next = t;
	else
		*first = t;
	*last = t;
}

static const struct tree *attributes_of(struct arena *a, const xmlNode *node)
{
	struct tree *first = NULL, *last = NULL;

	for (const xmlAttr *at = node->properties; at; at = at->next) {
		struct tree *t = arena_new_of(a, struct tree);

		t->kind = TREE_TEXT;
		t->name = copied(a, at->name);
		t->space = copied(a, at->ns ? at->ns->href : NULL);
		t->text = copied(a, at->children ? at->children->content : NULL);
		append(&first, &last, t);
	}
	return first;
}

static Str own_text(const xmlNode *n)
{
	bool is_text = n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE;

	return is_text ? text((const char *)n->content) : (Str){0};
}

/* All text of an element together, without that of its children. */
static Str text_of(struct arena *a, const xmlNode *node)
{
	size_t length = 0;
	char *joined, *end;

	for (const xmlNode *n = node->children; n; n = n->next)
		length += own_text(n).len;
	joined = end = arena_raw(a, length);
	for (const xmlNode *n = node->children; n; n = n->next) {
		Str more = own_text(n);

		if (more.len > 0)
			memcpy(end, more.at, more.len);
		end += more.len;
	}
	return (Str){joined, length};
}

static const struct tree *children_of(struct arena *a, const xmlNode *node)
{
	struct tree *first = NULL, *last = NULL;

	for (const xmlNode *n = node->children; n; n = n->next)
		if (n->type == XML_ELEMENT_NODE)
			append(&first, &last, tree_of(a, n));
	return first;
}

/* libxml2 counts no further. */
static uint32_t line_of(const xmlNode *node)
{
	enum { LAST = 65535 };

	return node->line < LAST ? node->line : 0;
}

static struct tree *tree_of(struct arena *a, const xmlNode *node)
{
	struct tree *t = arena_new_of(a, struct tree);

	t->kind = TREE_ELEMENT;
	t->name = copied(a, node->name);
	t->space = copied(a, node->ns ? node->ns->href : NULL);
	t->attributes = attributes_of(a, node);
	t->children = children_of(a, node);
	t->text = text_of(a, node);
	t->line = line_of(node);
	return t;
}

static bool is_step(const struct xml_reader *x, const struct step *step)
{
	Str name = text((const char *)xmlTextReaderConstLocalName(x->xml));
	Str space = text((const char *)xmlTextReaderConstNamespaceUri(x->xml));

	return text_is(name, step->name) && (step->space.len == 0 || text_is(space, step->space));
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
}

void xml_reader_hold(struct xml_reader *x, struct claims *claims)
{
	x->claims = claims;
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
		if (text_is(each->name, step->name) && (step->space.len == 0 || text_is(each->space, step->space)))
			find_stated(x, each, i + 1);
}

/* Whether the path of what is stated goes through the element, or ends at it. */
static bool leads_to_stated(const struct xml_reader *x, size_t depth)
{
	return x->stated && depth < x->stated_count && depth == x->stated_matched && x->stated_at[depth].kind == STEP_NAME
	    && is_step(x, &x->stated_at[depth]);
}

/* An element outside of the records: its attribute, or its text, may be what is looked for. */
static void outside(struct xml_reader *x, size_t depth)
{
	const struct step *next = depth + 1 < x->stated_count ? &x->stated_at[depth + 1] : NULL;
	xmlChar *value = NULL;

	if (!leads_to_stated(x, depth))
		return;
	if (!next || next->kind == STEP_TEXT)
		value = xmlTextReaderReadString(x->xml);
	else if (next->kind == STEP_ATTRIBUTE)
		value = xmlTextReaderGetAttribute(x->xml, BAD_CAST text_z(x->rows.memory, next->name));
	else if (!xmlTextReaderIsEmptyElement(x->xml))
		x->stated_matched = depth + 1;
	if (value)
		state(x, text((const char *)value));
	xmlFree(value);
}

static bool record(struct xml_reader *x, struct err *e)
{
	xmlNodePtr node;
	struct xml_place place;
	struct piece piece = {0};
	size_t index;

	place = xml_places_take(&x->places, &index);
	if (!x->each && x->has_one)
		return err_set(e, ERR_FORMAT, "line %ju: what the path of the rows names stands here a second time; is [*] "
			"missing?",
			       (uintmax_t)place.line);
	x->has_one = true;
	node = xmlTextReaderExpand(x->xml);
	if (!node)
		return e->kind == ERR_NONE ? wrong(x, e) : false;
	piece.text = text_copy(x->rows.memory, xml_places_text(&x->places, index));
	piece.line = place.line;
	piece.offset = place.start;
	piece.tree = tree_of(x->rows.memory, node);
	if (leads_to_stated(x, x->step_count - 1))
		find_stated(x, piece.tree, x->step_count);
	if (x->claims && !camt_hold(x->rows.memory, piece.tree, piece.line, x->claims, e))
		return false;
	rows_add(&x->rows, &piece);
	return true;
}

static bool element(struct xml_reader *x, struct err *e)
{
	size_t depth = (size_t)xmlTextReaderDepth(x->xml);
	bool fits = depth < x->step_count && depth == x->matched && is_step(x, &x->steps[depth]);
	bool ok = true;

	if (fits && depth + 1 > x->deepest)
		x->deepest = depth + 1;
	if (fits && depth + 1 < x->step_count && !xmlTextReaderIsEmptyElement(x->xml))
		x->matched = depth + 1;
	x->skip = fits && depth + 1 == x->step_count;
	if (x->skip)
		ok = record(x, e);
	else
		outside(x, depth);
	if (depth + 1 == x->step_count)
		xml_places_drop(&x->places);
	return ok;
}

static bool end(struct xml_reader *x, struct err *e)
{
	size_t due = x->each ? x->step_count - 1 : x->step_count;

	x->ended = true;
	if (due == 0)
		due = 1;
	return x->deepest >= due || err_set(e, ERR_FORMAT, "no element %.*s, which the path of the rows names",
					    STR(x->steps[x->deepest].name));
}

/* Moves to the next node; *has is false behind the last. */
static bool move(struct xml_reader *x, bool *has, struct err *e)
{
	int result = x->skip ? xmlTextReaderNext(x->xml) : xmlTextReaderRead(x->xml);

	*has = result == 1;
	x->skip = false;
	if (e->kind != ERR_NONE)
		return false;
	return (result >= 0 && !x->has_error) || wrong(x, e);
}

static bool walk(struct xml_reader *x, struct err *e)
{
	bool has;

	if (!move(x, &has, e))
		return false;
	if (!has)
		return end(x, e);
	if (xmlTextReaderNodeType(x->xml) == XML_READER_TYPE_ELEMENT)
		return element(x, e);
	if (xmlTextReaderNodeType(x->xml) == XML_READER_TYPE_END_ELEMENT) {
		size_t depth = (size_t)xmlTextReaderDepth(x->xml);

		x->matched = x->matched > depth ? depth : x->matched;
		x->stated_matched = x->stated_matched > depth ? depth : x->stated_matched;
	}
	return true;
}

bool xml_reader_next(struct xml_reader *x, struct arena *batch, struct founds *founds, struct err *e)
{
	x->e = e;
	rows_begin(&x->rows, batch);
	if (!x->xml && !begin(x, e))
		return false;
	while (!x->ended && !rows_are_enough(&x->rows))
		if (!walk(x, e))
			return false;
	*founds = rows_found(&x->rows);
	return true;
}
