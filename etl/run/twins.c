#include "run/twins.h"

#include "net/endpoint.h"

static bool is_same(struct arena *a, const struct node *one, const struct node *other)
{
	if (!one || !other)
		return !one && !other;
	return digest_is(node_digest(a, one), node_digest(a, other));
}

/* Whether the kind leaves its address to what "set" says. */
static bool is_by_set(struct arena *a, const struct node *kind, const struct node *set)
{
	const struct node *base = node_child(kind, S("base"));
	bool found = false;

	for (size_t i = 0; base && set && i < set->count; i++) {
		Str gap = text(arena_print(a, "${%.*s}", STR(set->items[i]->name)));

		found = found || text_find(base->text, gap) < base->text.len;
	}
	return found;
}

static bool are_one(struct arena *a, const struct node *root, const struct endpoint *x, const struct node *one,
	const struct endpoint *y, const struct node *other)
{
	const struct node *like = node_child(one, S("like")), *likewise = node_child(other, S("like"));
	const struct node *set = node_child(one, S("set"));

	if (!like || !likewise || !text_is(like->text, likewise->text) || x->base.len == 0 || !text_is(x->base, y->base))
		return false;
	return is_same(a, set, node_child(other, S("set")))
	    && (is_by_set(a, node_child(node_child(root, S("kind")), like->text), set)
		|| (node_child(one, S("auth")) && is_same(a, node_child(one, S("auth")), node_child(other, S("auth")))));
}

void twins_find(struct arena *a, const struct node *root, struct project *p)
{
	for (size_t i = 0; i < p->systems.count; i++)
		for (size_t k = i + 1; k < p->systems.count; k++) {
			const struct system *one = &p->systems.at[i], *other = &p->systems.at[k];

			if (!are_one(a, root, &p->endpoints[i], one->node, &p->endpoints[k], other->node))
				continue;
			p->twins = arena_grow(a, p->twins, p->twin_count, sizeof *p->twins);
			p->twins[p->twin_count++] = (struct twins){one, other};
		}
}
