#include "map/spec.h"

#include <stdio.h>

/* A list cell stands here only where a path leads to at most one value, which compile.c has made sure of. */
static const struct cell *cell_at(const struct work *w, int path)
{
	return &w->record->cells[path];
}

static bool is_nothing(const struct cell *c)
{
	return c->kind == CELL_MISSING || c->kind == CELL_NULL;
}

static bool is_null_text(const struct spec *s, const struct cell *c)
{
	return s->null_if.count > 0 && c->kind != CELL_TREE && texts_has(&s->null_if, c->text);
}

/* Whatever null_if lists counts as null here already, so that an empty first choice gives way to the second. */
static bool get_any(struct work *w, const struct spec *s, struct cell *found)
{
	found->kind = CELL_MISSING;
	for (size_t i = 0; i < s->source.count; i++) {
		const struct cell *c = cell_at(w, s->source.paths[i]);

		if (!is_nothing(c) && !is_null_text(s, c)) {
			*found = *c;
			return true;
		}
		if (c->kind != CELL_MISSING)
			found->kind = CELL_NULL;
	}
	return true;
}

/* All parts of a template or a composed time as texts; *whole is false if one of them is null. */
static bool parts_are_texts(struct work *w, const struct spec *s, bool *whole)
{
	*whole = true;
	for (size_t i = 0; i < s->source.count; i++) {
		const struct cell *c = cell_at(w, s->source.paths[i]);

		if (c->kind == CELL_TREE || c->kind == CELL_LIST)
			return reject(w, s, "an object or a list where a value is expected");
		if (is_nothing(c) || is_null_text(s, c))
			*whole = false;
	}
	return true;
}

static bool get_template(struct work *w, const struct spec *s, struct cell *found)
{
	const struct source *from = &s->source;
	size_t len = from->literals[0].len, n = from->literals[0].len;
	bool whole;
	char *out;

	found->kind = CELL_NULL;
	if (!parts_are_texts(w, s, &whole))
		return false;
	if (!whole)
		return true;
	for (size_t i = 0; i < from->count; i++)
		len += cell_at(w, from->paths[i])->text.len + from->literals[i + 1].len;
	out = arena_raw(w->batch, len + 1);
	memcpy(out, from->literals[0].at, n);
	for (size_t i = 0; i < from->count; i++) {
		Str part = cell_at(w, from->paths[i])->text, literal = from->literals[i + 1];

		if (part.len > 0)
			memcpy(out + n, part.at, part.len);
		memcpy(out + n + part.len, literal.at, literal.len);
		n += part.len + literal.len;
	}
	*found = (struct cell){.kind = CELL_TEXT, .text = {out, len}};
	return true;
}

/* Date and time with a blank between them; an offset that comes from the record follows after another. */
static bool get_compose(struct work *w, const struct spec *s, struct cell *found)
{
	const struct source *from = &s->source;
	bool whole;

	found->kind = CELL_NULL;
	if (!parts_are_texts(w, s, &whole) || !whole)
		return whole;
	*found = *cell_at(w, from->paths[0]);
	found->kind = CELL_TEXT;
	for (size_t i = 1; i < from->count; i++)
		found->text = text(arena_print(w->batch, "%.*s %.*s", STR(found->text), STR(cell_at(w, from->paths[i])->text)));
	return true;
}

static Str number_text(struct work *w, uint64_t n)
{
	return text(arena_print(w->batch, "%ju", (uintmax_t)n));
}

static bool get_meta(struct work *w, const struct spec *s, struct cell *found)
{
	const struct place *place = &w->record->place;
	const struct landing *landing = w->recall->about.landing;
	bool known = landing && place->part < landing->part_count;
	const struct landing_part *part = known ? &landing->parts[place->part] : NULL;

	found->kind = CELL_TEXT;
	switch (s->source.meta) {
	case META_NONE:
	case META_SYSTEM:
		found->text = w->map->system->name;
		return true;
	case META_EXTRACT:
		found->text = w->map->extract;
		return true;
	case META_RUN:
		found->text = w->recall->about.run;
		return true;
	case META_PAGE:
		found->text = number_text(w, (uint64_t)place->part + 1);
		return true;
	case META_RECORD:
		found->text = number_text(w, place->record);
		return true;
	case META_INDEX:
		found->text = number_text(w, place->index);
		return true;
	case META_MEMBER:
		found->text = place->member;
		return true;
	case META_LANDED_AT:
		if (!landing)
			break;
		found->text = text(instant_text(w->batch, landing->landed_at));
		return true;
	case META_URL:
	case META_PART:
		if (!part)
			break;
		found->text = s->source.meta == META_URL ? part->name : part->part;
		return true;
	}
	return reject(w, s, "the landing is not known here");
}

bool source_get(struct work *w, const struct spec *s, struct cell *found)
{
	switch (s->source.kind) {
	case SOURCE_PATH:
		*found = *cell_at(w, s->source.paths[0]);
		return true;
	case SOURCE_CONST:
		*found = (struct cell){.kind = CELL_TEXT, .text = s->source.constant};
		return true;
	case SOURCE_ANY:
		return get_any(w, s, found);
	case SOURCE_META:
		return get_meta(w, s, found);
	case SOURCE_TEMPLATE:
		return get_template(w, s, found);
	case SOURCE_COMPOSE:
		return get_compose(w, s, found);
	case SOURCE_PAIR:
		return pair_get(w, s, found);
	case SOURCE_AGGREGATE:
		return aggregate_get(w, s, found);
	}
	return false;
}
