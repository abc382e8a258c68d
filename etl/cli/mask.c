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

static bool is_masked(const struct project *p, Str rule, Str field)
{
	const struct report_options options = {.entities = &p->entities};
	const struct report report = {.options = &options};
	const struct rule *found = NULL;

	for (size_t i = 0; i < p->rules.count; i++)
		if (text_is(p->rules.at[i].id, rule))
			found = &p->rules.at[i];
	return is_personal(&report, found, field);
}

struct texts masked_key(struct arena *a, const struct project *p, Str rule, Str key, Str names)
{
	struct texts parts = texts_split(a, key, UNIT_SEPARATOR), called = texts_split(a, names, UNIT_SEPARATOR);

	for (size_t i = 0; i < parts.count && i < called.count; i++)
		if (is_masked(p, rule, called.at[i]))
			parts.at[i] = S(MASK);
	return parts;
}

Str masked_value(const struct project *p, Str rule, Str field, Str value)
{
	return value.at && field.len > 0 && is_masked(p, rule, field) ? S(MASK) : value;
}

Str masked_reason(struct arena *a, const struct project *p, Str rule, Str kind, Str names, Str reason)
{
	struct texts called = texts_split(a, names, UNIT_SEPARATOR);

	for (size_t i = 0; reason.at && i < called.count && text_is(kind, S("look alike")); i++)
		if (is_masked(p, rule, called.at[i]))
			return S(MASK);
	return reason;
}
