#include "run/elsewhere.h"

#include "read/format.h"

static const struct extract *owner_of(const struct extract *x)
{
	return x->landing_of ? x->landing_of : x;
}

static bool same_step(const struct step *a, const struct step *b)
{
	return a->kind == b->kind && a->index == b->index && text_is(a->name, b->name) && text_is(a->space, b->space);
}

/* What of the other's rows path stands behind that of x; false if its rows lie elsewhere, or it reads other members of
 * an archive. */
static bool rows_behind(const struct format *x, const struct format *other, struct path *behind)
{
	const struct path *from = &x->rows_path, *to = &other->rows_path;

	if (!text_is(x->member, other->member) || from->count > to->count)
		return false;
	for (size_t i = 0; i < from->count; i++)
		if (!same_step(&from->steps[i], &to->steps[i]))
			return false;
	*behind = (struct path){.source = to->source, .steps = to->steps + from->count, .count = to->count - from->count};
	return true;
}

static void add(struct arena *a, struct map_about *about, struct path **list, struct path path)
{
	*list = arena_grow(a, *list, about->elsewhere_count, sizeof **list);
	(*list)[about->elsewhere_count++] = path;
}

/* How many ^ lead from the other's rows to those of x. */
static int depth_of(const struct path *behind)
{
	int depth = 0;

	for (size_t i = 0; i < behind->count; i++)
		depth += behind->steps[i].kind == STEP_EACH || behind->steps[i].kind == STEP_MEMBERS;
	return depth;
}

void elsewhere_find(struct arena *a, const struct project *p, const struct extract *x, struct map_about *about)
{
	struct path *list = NULL, behind;

	for (size_t i = 0; i < p->extract_count; i++) {
		const struct extract *other = &p->extracts[i];
		const struct path *paths;
		size_t count;

		if (other == x || owner_of(other) != owner_of(x) || !rows_behind(x->format, other->format, &behind))
			continue;
		if (behind.count > 0)
			add(a, about, &list, behind);
		paths = map_paths(other->map, &count);
		for (size_t j = 0; j < count; j++)
			if (paths[j].up == depth_of(&behind))
				add(a, about, &list, paths[j]);
	}
	about->elsewhere = list;
}
