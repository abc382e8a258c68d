#include "base/card.h"
#include "map/spec.h"
#include "map/trail.h"

/*
 * What the source's records consist of.  A tree of points grows with what is met, and with what earlier nights had,
 * whether it is met or not.  It goes no deeper than the paths of the map do: of what none of them reaches only the top
 * is known.  What departs is judged by earlier nights alone, so that the order of the records, and a second reading,
 * change nothing.
 */

const char *const shape_kinds[SHAPE_KINDS] = {"null", "boolean", "number", "text", "object", "list", "missing"};

struct point {
	Str path, name;
	enum shape_step step;
	unsigned known, tonight;     /* kinds */
	bool met, is_read, is_below; /* met: the rest is known; is_below: the walk goes on */
	bool plain;                  /* its values may be shown */
	struct trails trails;
	struct point *parent, **points;
	size_t point_count, hint;
	size_t members_expected, attributes_expected;    /* that every night's records had */
	uint64_t members_asked, attributes_asked;        /* tonight: how often something was there to hold them */
	uint64_t in, count;          /* the last holder that had it, and how many had */
	struct found *is_new, *is_missing, *is_other;
};

struct shape {
	struct arena *run;
	const struct map *map;
	const struct map_about *about;
	struct point *root;
	size_t point_count;
	uint64_t holders;
	struct point **departed;     /* columns of the batch that are new or missing; of its arena */
	size_t departed_count;
	struct found *others;        /* new ones that there is no room for */
	bool is_cut, others_here;    /* there was no room for something: ever; for a column of the batch that is not read */
};

/* ── points ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* As it would be written in a map. */
static Str path_of(struct arena *a, const struct point *under, enum shape_step step, Str name)
{
	const char *point = under->path.len > 0 ? "." : "";

	if (step == SHAPE_ITEM || step == SHAPE_ANY_MEMBER)
		return text(arena_print(a, "%.*s%s", STR(under->path), step == SHAPE_ITEM ? "[*]" : "{*}"));
	if (text_find_byte(name, '.') < name.len || text_find_byte(name, '[') < name.len)
		return text(arena_print(a, "%.*s[\"%.*s\"]", STR(under->path), STR(name)));
	return text(arena_print(a, "%.*s%s%s%.*s", STR(under->path), point, step == SHAPE_ATTRIBUTE ? "@" : "", STR(name)));
}

static bool may_lack(enum shape_step step)
{
	return step == SHAPE_ITEM || step == SHAPE_ANY_MEMBER;
}

/* Of all nights before, every holder had it. */
static bool is_expected(const struct point *n)
{
	return n->known != 0 && !(n->known & SHAPE_MISSING) && !may_lack(n->step);
}

static struct point *point_new(struct shape *s, struct point *under, enum shape_step step, Str name, unsigned known)
{
	struct point *n = arena_new_of(s->run, struct point);

	n->name = text_copy(s->run, name);
	n->step = step;
	n->parent = under;
	n->known = known;
	n->path = path_of(s->run, under, step, n->name);
	under->points = arena_grow(s->run, under->points, under->point_count, sizeof *under->points);
	under->points[under->point_count++] = n;
	if (is_expected(n) && step == SHAPE_ATTRIBUTE)
		under->attributes_expected++;
	else if (is_expected(n))
		under->members_expected++;
	s->point_count++;
	return n;
}

/* What is known to hang under it. */
static void know(struct shape *s, struct point *n)
{
	for (size_t i = 0; i < s->about->known_count; i++) {
		const struct shape_path *p = &s->about->known[i];

		if (text_is(p->under, n->path))
			point_new(s, n, p->step, p->name, p->kinds)->is_read = p->mapped;
	}
}

static bool reads(const struct spec *s, int path)
{
	for (size_t i = 0; s->source.paths && i < s->source.count; i++)
		if (s->source.paths[i] == path)
			return true;
	return false;
}

/* A value of a personal field is not shown; nor is one that no field is read from, since nobody has said what it is. */
static bool is_plain(const struct map *m, const struct trails *trails)
{
	size_t plain = 0;

	for (size_t i = 0; i < trails->count; i++)
		for (size_t j = 0; trails->at[i].left == 0 && j < m->spec_count; j++) {
			if (!reads(&m->specs[j], trails->at[i].path))
				continue;
			if (m->specs[j].personal || (size_t)m->specs[j].slot >= m->entity->field_count)
				return false;
			plain++;
		}
	return plain > 0;
}

static void meet(struct shape *s, struct point *n, bool element)
{
	const struct trails *from = &n->parent->trails;

	n->met = true;
	n->trails.at = arena_array(s->run, from->count + 1, struct trail);
	for (size_t i = 0; i < from->count; i++) {
		size_t steps = trail_steps(&from->at[i], n->step, n->name, element);

		if (steps > 0)
			trails_follow(&n->trails, from->at[i], steps);
	}
	n->is_read = n->trails.count > 0 || may_lack(n->step);
	n->is_below = n->is_read && !n->trails.arrived;
	n->plain = is_plain(s->map, &n->trails);
	if (n->is_below)
		know(s, n);
}

/* They mostly come in the order in which they came before. */
static struct point *point_of(struct point *under, enum shape_step step, Str name)
{
	for (size_t i = 0; i < under->point_count; i++) {
		size_t at = (under->hint + i) % under->point_count;

		if (under->points[at]->step == step && text_is(under->points[at]->name, name)) {
			under->hint = at + 1;
			return under->points[at];
		}
	}
	return NULL;
}

/* Text that Postgres takes. */
static Str clean(struct arena *a, Str name)
{
	char *copy;

	if (text_find_byte(name, '\0') == name.len)
		return name;
	copy = text_z(a, name);
	for (size_t i = 0; i < name.len; i++)
		copy[i] = copy[i] == '\0' ? ' ' : copy[i];
	return (Str){copy, name.len};
}

/* What is named like a text is no field. */
static bool has_room(const struct shape *s, const struct point *under, Str name)
{
	return s->point_count < SHAPE_KEPT && under->path.len + name.len <= SHAPE_PATH_MOST;
}

/* NULL: there is no room for it. */
static struct point *point_at(struct work *w, struct point *under, enum shape_step step, Str name, bool element)
{
	struct shape *s = w->recall->shape;
	struct point *n;

	name = card_masked(w->batch, clean(w->batch, name));
	n = point_of(under, step, name);
	if (!n && has_room(s, under, name))
		n = point_new(s, under, step, name, 0);
	s->is_cut = s->is_cut || !n;
	if (n && !n->met)
		meet(s, n, element);
	return n;
}

struct shape *shape_new(struct arena *run, const struct map *m, const struct map_about *about)
{
	struct shape *s = arena_new_of(run, struct shape);
	struct point *root = s->root = arena_new_of(run, struct point);
	struct map_about *kept = arena_new_of(run, struct map_about);

	*kept = *about;
	s->run = run;
	s->map = m;
	s->about = kept;
	root->met = root->is_below = true;
	root->trails.at = arena_array(run, m->path_count + about->elsewhere_count + 1, struct trail);
	for (size_t i = 0; i < m->path_count; i++)
		if (m->paths[i].up == 0)
			trails_follow(&root->trails, (struct trail){m->paths[i].steps, m->paths[i].count, (int)i}, 0);
	for (size_t i = 0; i < about->elsewhere_count; i++)
		trails_follow(&root->trails, (struct trail){about->elsewhere[i].steps, about->elsewhere[i].count, -1}, 0);
	know(s, root);
	return s;
}

/* ── what departs ──────────────────────────────────────────────────────────────────────────────────────────────── */

static bool compares(const struct shape *s)
{
	return s->about->known_count > 0;
}

static bool refuses(const struct work *w, enum drift drift)
{
	return drift_word_of(w->recall->drifts, drift) >= DRIFT_REJECT;
}

static const char *kind_name(unsigned kind)
{
	size_t i = 0;

	while (!(kind & 1U << i))
		i++;
	return shape_kinds[i];
}

enum { SHAPE_VALUES = SHAPE_BOOLEAN | SHAPE_NUMBER | SHAPE_TEXT | SHAPE_OBJECT | SHAPE_LIST };

/* "text, where number was" */
static const char *change(struct work *w, unsigned is, unsigned was)
{
	struct buf *b = buf_new(w->batch, 200);

	buf_print(b, "%s, where ", kind_name(is));
	for (unsigned kind = 1, before = 0; kind < SHAPE_MISSING; kind <<= 1)
		if (was & kind & SHAPE_VALUES)
			buf_print(b, "%s%s", before++ ? " or " : "", kind_name(kind));
	buf_add(b, S(" was"));
	return text_z(w->batch, buf_str(b));
}

static void is_new(struct work *w, struct point *n, unsigned kind, Str value)
{
	drift_note(w, &n->is_new, &(struct departs){DRIFT_NEW_FIELD, n->path, kind_name(kind), value, false});
}

static void is_missing(struct work *w, struct point *n)
{
	drift_note(w, &n->is_missing, &(struct departs){DRIFT_MISSING_FIELD, n->path, "", S(""), false});
}

/* What will be known of it tomorrow is what the contract lets in. */
static void take(struct work *w, struct point *n, unsigned kind, Str value)
{
	unsigned was = n->known & SHAPE_VALUES;

	if (n->known == 0 && !n->is_read && compares(w->recall->shape)) {
		is_new(w, n, kind, value);
		if (refuses(w, DRIFT_NEW_FIELD))
			return;
	}
	if (was != 0 && (kind & SHAPE_VALUES & ~was)) {
		drift_note(w, &n->is_other, &(struct departs){DRIFT_TYPE_CHANGE, n->path, change(w, kind, was), value,
			n->plain});
		if (refuses(w, DRIFT_TYPE_CHANGE))
			return;
	}
	n->tonight |= kind;
}

static void take_other(struct work *w, unsigned kind)
{
	struct shape *s = w->recall->shape;

	if (compares(s))
		drift_note(w, &s->others, &(struct departs){DRIFT_NEW_FIELD, S(""), kind_name(kind), S(""), false});
}

/* ── columns ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_read_elsewhere(const struct map_about *about, Str column)
{
	for (size_t i = 0; i < about->elsewhere_count; i++)
		if (text_is(about->elsewhere[i].source, column))
			return true;
	return false;
}

static void depart(struct work *w, struct point *n)
{
	struct shape *s = w->recall->shape;

	s->departed = arena_grow(w->batch, s->departed, s->departed_count, sizeof *s->departed);
	s->departed[s->departed_count++] = n;
}

static void column(struct work *w, const struct batch *in, Str name)
{
	struct shape *s = w->recall->shape;
	bool has_name = text_is_utf8(name, NULL), read = !texts_has(in->unread, name) || is_read_elsewhere(s->about, name);
	struct point *n = has_name ? point_at(w, s->root, SHAPE_MEMBER, name, false) : NULL;

	if (!n) {
		s->others_here = s->others_here || (has_name && !read);
		return;
	}
	n->is_read = read;
	n->in = s->holders;
	n->count += in->count;
	if (n->known == 0 && !n->is_read && compares(s))
		depart(w, n);
	if (n->known != 0 || n->is_read || !compares(s) || !refuses(w, DRIFT_NEW_FIELD))
		n->tonight |= SHAPE_TEXT;
}

/* All records of a file have its columns. */
void shape_columns(struct work *w, const struct batch *in)
{
	struct shape *s = w->recall->shape;

	s->departed = NULL;
	s->departed_count = 0;
	s->others_here = false;
	if (!in->columns || in->columns->count == 0 || in->count == 0)
		return;
	s->holders++;
	s->root->members_asked += in->count;
	for (size_t i = 0; i < in->columns->count; i++)
		if (in->columns->at[i].len > 0)
			column(w, in, in->columns->at[i]);
	for (size_t i = 0; i < s->root->point_count; i++)
		if (is_expected(s->root->points[i]) && s->root->points[i]->in != s->holders)
			depart(w, s->root->points[i]);
}

/* ── members and elements ──────────────────────────────────────────────────────────────────────────────────────── */

static unsigned kind_of(const struct tree *t)
{
	switch (t->kind) {
	case TREE_NULL:
		return SHAPE_NULL;
	case TREE_BOOLEAN:
		return SHAPE_BOOLEAN;
	case TREE_NUMBER:
		return SHAPE_NUMBER;
	case TREE_TEXT:
		return SHAPE_TEXT;
	case TREE_OBJECT:
		return SHAPE_OBJECT;
	case TREE_ARRAY:
		return SHAPE_LIST;
	case TREE_ELEMENT:
		break;
	}
	if (t->children)
		return SHAPE_OBJECT;
	return text_trim(t->text).len > 0 ? SHAPE_TEXT : SHAPE_NULL;
}

static void walk(struct work *w, struct point *n, const struct tree *at);

/* Whether it is the holder's first of that name. */
static bool held(struct point *n, uint64_t holder)
{
	if (n->in == holder)
		return false;
	n->in = holder;
	n->count++;
	return true;
}

static void lacking(struct work *w, const struct point *under, bool attributes, uint64_t holder)
{
	for (size_t i = 0; i < under->point_count; i++) {
		struct point *n = under->points[i];

		if (is_expected(n) && (n->step == SHAPE_ATTRIBUTE) == attributes && n->in != holder)
			is_missing(w, n);
	}
}

/* Members, attributes or items of one holder. */
static void each(struct work *w, struct point *under, enum shape_step step, const struct tree *first)
{
	uint64_t holder = ++w->recall->shape->holders;
	bool attributes = step == SHAPE_ATTRIBUTE;
	size_t expected = attributes ? under->attributes_expected : under->members_expected, found = 0;

	for (const struct tree *t = first; t; t = t->next) {
		unsigned kind = attributes ? SHAPE_TEXT : kind_of(t);
		struct point *n = point_at(w, under, step, may_lack(step) ? S("") : t->name, t->kind == TREE_ELEMENT);

		if (!n) {
			take_other(w, kind);
			continue;
		}
		found += held(n, holder) && is_expected(n);
		take(w, n, kind, t->text);
		if (n->is_below && !attributes)
			walk(w, n, t);
	}
	if (attributes)
		under->attributes_asked++;
	else
		under->members_asked++;
	if (found < expected)
		lacking(w, under, attributes, holder);
}

/* No deeper than the longest path. */
static void walk(struct work *w, struct point *n, const struct tree *at)
{
	n->hint = 0;
	if (at->kind == TREE_ELEMENT)
		each(w, n, SHAPE_ATTRIBUTE, at->attributes);
	if (at->kind == TREE_ARRAY)
		each(w, n, SHAPE_ITEM, at->children);
	else if (kind_of(at) == SHAPE_OBJECT)
		each(w, n, trails_go_by_all(&n->trails) ? SHAPE_ANY_MEMBER : SHAPE_MEMBER, at->children);
}

void shape_record(struct work *w, const struct record *record)
{
	struct shape *s = w->recall->shape;

	if (record->context)
		walk(w, s->root, record->context->row);
	for (size_t i = 0; !record->context && i < s->departed_count; i++) {
		if (s->departed[i]->known != 0)
			is_missing(w, s->departed[i]);
		else
			is_new(w, s->departed[i], SHAPE_TEXT, S(""));
	}
	if (!record->context && s->others_here)
		take_other(w, SHAPE_TEXT);
}

/* ── what it came to ───────────────────────────────────────────────────────────────────────────────────────────── */

/* Whether some holder lacked it, and may. */
static bool was_missing(const struct recall *r, const struct point *n)
{
	uint64_t asked = n->step == SHAPE_ATTRIBUTE ? n->parent->attributes_asked : n->parent->members_asked;

	if (may_lack(n->step) || n->count >= asked)
		return false;
	return !is_expected(n) || drift_word_of(r->drifts, DRIFT_MISSING_FIELD) < DRIFT_REJECT;
}

static void collect(struct arena *a, const struct recall *r, const struct point *under, struct shape_path **list,
	size_t *count)
{
	for (size_t i = 0; i < under->point_count; i++) {
		const struct point *n = under->points[i];
		unsigned kinds = n->tonight;

		if ((n->known != 0 || n->tonight != 0) && was_missing(r, n))
			kinds |= SHAPE_MISSING;
		if (kinds != 0) {
			*list = arena_grow(a, *list, *count, sizeof **list);
			(*list)[(*count)++] = (struct shape_path){n->path, under->path, n->name, n->step, kinds, n->is_read,
				n->count};
		}
		collect(a, r, n, list, count);
	}
}

const struct shape_path *map_shape(struct arena *a, const struct map_tally *tally, size_t *count)
{
	struct shape_path *list = NULL;

	*count = 0;
	if (tally->recall->shape)
		collect(a, tally->recall, tally->recall->shape->root, &list, count);
	return list;
}

bool map_shape_is_cut(const struct map_tally *tally)
{
	return tally->recall->shape && tally->recall->shape->is_cut;
}
