#include "config/entity.h"

static void word_add(struct digester *d, Str word)
{
	digester_add(d, word);
	digester_add(d, S("\n"));
}

static void field_add(struct digester *d, const struct field *f)
{
	word_add(d, f->name);
	word_add(d, text(field_types[f->type].name));
	for (size_t i = 0; i < f->values.count; i++)
		word_add(d, f->values.at[i]);
	word_add(d, S(";"));
}

static void parent_add(struct digester *d, const struct entity *n, const struct parent *p)
{
	word_add(d, p->name);
	for (size_t i = 0; i < p->entity->key_count; i++)
		word_add(d, n->fields[p->fields[i]].name);
	word_add(d, S(";"));
}

struct digest entity_digest(struct arena *a, const struct entity *n)
{
	struct digester *d = digester_new(a);

	word_add(d, n->name);
	for (size_t i = 0; i < n->key_count; i++)
		word_add(d, n->fields[n->key[i]].name);
	word_add(d, S(";"));
	for (size_t i = 0; i < n->field_count; i++)
		field_add(d, &n->fields[i]);
	for (size_t i = 0; i < n->parent_count; i++)
		parent_add(d, n, &n->parents[i]);
	return digester_end(d);
}
