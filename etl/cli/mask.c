#include "cli/mask.h"

#include "report/list.h"

static bool is_plain(const struct entity *n, int field)
{
	return n && field >= 0 && !n->fields[field].personal;
}

Str masked(const struct entity *n, Str field, Str value)
{
	return !value.at || (n && is_plain(n, entity_field(n, field))) ? value : S(MASK);
}

void mask_key(const struct entity *n, struct texts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		if (!n || i >= n->key_count || !is_plain(n, n->key[i]))
			parts->at[i] = S(MASK);
}
