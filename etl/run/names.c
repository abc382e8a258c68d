#include "run/names.h"

#include "stage/dataset.h"

static bool fields_check(struct arena *a, const struct entity *n, const struct node *root, struct mistakes *m)
{
	bool ok = true;

	for (size_t i = 0; i < n->field_count; i++) {
		Str field = n->fields[i].name;
		const char *path = arena_print(a, "entity.%.*s.field.%.*s", STR(n->name), STR(field));

		if (dataset_reserves(a, n, field))
			ok = mistake(m, node_get(root, path), "a field cannot be called %s, as each table has such a column of "
				"its own; call it otherwise, as in \"%.*s_%.*s\"", text_quoted(a, field), STR(n->name), STR(field));
	}
	return ok;
}

/* System "shop_de" with entity "order" has the tables of system "shop" with entity "de_order". */
static bool tables_differ(struct arena *a, const struct extract *x, const struct extract *other, struct mistakes *m)
{
	Str table = dataset_table(a, x->system->name, x->entity);

	if (x->entity == other->entity || !text_is(table, dataset_table(a, other->system->name, other->entity)))
		return true;
	return mistake(m, x->node, "its table would be %.*s, as that of extract \"%.*s\", which is of another entity; call "
		"one of the systems or entities otherwise", STR(table), STR(other->name));
}

static bool table_check(struct arena *a, const struct project *p, size_t i, struct mistakes *m)
{
	for (size_t j = 0; j < i; j++)
		if (p->extracts[j].entity && !tables_differ(a, &p->extracts[i], &p->extracts[j], m))
			return false;
	return true;
}

bool names_check(struct arena *a, const struct project *p, const struct node *root, struct mistakes *m)
{
	bool ok = true;

	for (size_t i = 0; i < p->entities.count; i++)
		ok = fields_check(a, &p->entities.at[i], root, m) && ok;
	for (size_t i = 0; i < p->extract_count; i++)
		ok = (!p->extracts[i].entity || table_check(a, p, i, m)) && ok;
	return ok;
}
