#include "map/spec.h"

/* Lists inside a record: aggregates over them, and name/value arrays read as if they were objects. */

static const struct cell *list_at(const struct work *w, int path)
{
	return &w->record->cells[path];
}

static bool is_value(const struct cell *c)
{
	return c->kind == CELL_TEXT || c->kind == CELL_NUMBER || c->kind == CELL_BOOLEAN;
}

static bool is_nothing(const struct cell *c)
{
	return c->kind == CELL_MISSING || c->kind == CELL_NULL;
}

static bool sum(struct work *w, const struct spec *s, const struct cell *list, struct cell *found)
{
	struct decimal total = decimal_of(w->batch, 0), d;

	for (size_t i = 0; i < list->count; i++) {
		if (is_nothing(&list->items[i]))
			continue;
		w->raw = list->items[i].text;
		if (!is_value(&list->items[i]) || !number_parse(w->batch, &s->number, list->items[i].text, &d))
			return reject(w, s, "an item of the list is not a number");
		total = decimal_add(w->batch, total, d);
	}
	*found = (struct cell){.kind = CELL_NUMBER, .text = decimal_text(w->batch, total)};
	return true;
}

/* As numbers if both are, else byte by byte. */
static int compare_items(struct work *w, const struct spec *s, Str a, Str b)
{
	struct decimal x, y;

	if (number_parse(w->batch, &s->number, a, &x) && number_parse(w->batch, &s->number, b, &y))
		return decimal_compare(x, y);
	return text_compare(a, b);
}

static bool extreme(struct work *w, const struct spec *s, const struct cell *list, struct cell *found)
{
	int wanted = s->source.aggregate == AGGREGATE_MAX ? 1 : -1;

	found->kind = CELL_NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct cell *item = &list->items[i];

		if (is_nothing(item))
			continue;
		w->raw = item->text;
		if (!is_value(item))
			return reject(w, s, "an item of the list is no single value");
		if (found->kind == CELL_NULL || compare_items(w, s, item->text, found->text) * wanted > 0)
			*found = *item;
	}
	return true;
}

static bool is_true(Str s)
{
	return text_is(s, S("true")) || text_is(s, S("1"));
}

/* Null is no "true"; any of nothing is false, all of nothing is true. */
static bool quantify(struct work *w, const struct spec *s, const struct cell *list, struct cell *found)
{
	bool any = s->source.aggregate == AGGREGATE_ANY, answer = !any;

	for (size_t i = 0; i < list->count; i++) {
		const struct cell *item = &list->items[i];

		w->raw = item->text;
		if (!is_nothing(item) && !is_value(item))
			return reject(w, s, "an item of the list is no single value");
		if ((!is_nothing(item) && is_true(item->text)) == any)
			answer = any;
	}
	*found = (struct cell){.kind = CELL_BOOLEAN, .text = answer ? S("true") : S("false")};
	return true;
}

static bool join(struct work *w, const struct spec *s, const struct cell *list, struct cell *found)
{
	struct buf *out = buf_new(w->batch, (size_t)1 << 24);
	bool first = true;

	for (size_t i = 0; i < list->count; i++) {
		if (is_nothing(&list->items[i]))
			continue;
		w->raw = list->items[i].text;
		if (!is_value(&list->items[i]))
			return reject(w, s, "an item of the list is no single value");
		if (!first)
			buf_add(out, s->source.constant);
		buf_add(out, list->items[i].text);
		first = false;
	}
	if (buf_is_over(out))
		return reject(w, s, "the joined list is longer than 16 MB");
	*found = (struct cell){.kind = first ? CELL_NULL : CELL_TEXT, .text = buf_str(out)};
	return true;
}

static void count(struct work *w, const struct cell *list, struct cell *found)
{
	size_t n = 0;

	for (size_t i = 0; i < list->count; i++)
		n += !is_nothing(&list->items[i]);
	*found = (struct cell){.kind = CELL_NUMBER, .text = text(arena_print(w->batch, "%zu", n))};
}

bool aggregate_get(struct work *w, const struct spec *s, struct cell *found)
{
	const struct cell *list = list_at(w, s->source.paths[0]);

	*found = (struct cell){.kind = list->kind};
	if (is_nothing(list))
		return true;
	if (list->kind != CELL_LIST)
		return reject(w, s, "no list where one is expected");
	switch (s->source.aggregate) {
	case AGGREGATE_SUM:
		return sum(w, s, list, found);
	case AGGREGATE_COUNT:
		count(w, list, found);
		return true;
	case AGGREGATE_MIN:
	case AGGREGATE_MAX:
		return extreme(w, s, list, found);
	case AGGREGATE_ANY:
	case AGGREGATE_ALL:
		return quantify(w, s, list, found);
	case AGGREGATE_JOIN:
		return join(w, s, list, found);
	}
	return false;
}

/* Two lists side by side: the value beside the first item of that name. */
bool pair_get(struct work *w, const struct spec *s, struct cell *found)
{
	const struct cell *names = list_at(w, s->source.paths[0]), *values = list_at(w, s->source.paths[1]);

	*found = (struct cell){.kind = CELL_MISSING};
	if (names->kind != CELL_LIST || values->kind != CELL_LIST)
		return true;
	for (size_t i = 0; i < names->count && i < values->count; i++)
		if (is_value(&names->items[i]) && text_is(names->items[i].text, s->source.constant)) {
			*found = values->items[i];
			return true;
		}
	return true;
}
