#include "reconcile/rounding.h"

struct rounding_written {
	struct decimal each;
	const struct node *count;
};

static const struct key rounding_keys[] = {
	KEY(struct rounding_written, each, .doc = "how far an amount may be off by rounding", .required = true),
	KEY(struct rounding_written, count, .takes = "number, or text", .doc = "how many amounts were rounded: so many, or "
		"the field that says it; by default one; a sum counts its rows, on the side that has more"),
};

void rounding_describe(struct buf *b)
{
	struct key_section section = {rounding_keys, KEY_COUNT(rounding_keys), NULL};

	keys_describe(b, "reconcile.NAME.rounding", &section, 1);
	keys_describe(b, "reconcile.NAME.compare.FIELD.rounding", &section, 1);
}

static bool field_read(struct reading *r, const struct node *count, const struct entity *entity,
	struct rounding *rounding)
{
	enum field_type type;

	if (!reading_field(r, entity, count->text, count, &rounding->field) || rounding->field < 0)
		return false;
	type = entity->fields[rounding->field].type;
	return type == TYPE_INTEGER || mistake(r->m, count, "field \"%.*s\" is of type %s, must be integer",
		STR(count->text), field_types[type].name);
}

static bool count_read(struct reading *r, const struct node *count, const struct entity *entity,
	struct rounding *rounding)
{
	struct decimal number;
	Str written;

	if (!count)
		return true;
	if (!entity)
		return mistake(r->m, count, "a sum counts its own rows: \"count\" means nothing here");
	if (count->kind == NODE_TEXT)
		return field_read(r, count, entity, rounding);
	return (count->kind == NODE_INTEGER && node_scalar(r->a, count, &written) && decimal_parse(r->a, written, &number)
		   && decimal_integer(number, &rounding->count) && rounding->count > 0)
	    || mistake(r->m, count, "\"count\" must be a number above 0, or a field");
}

bool rounding_read(struct reading *r, const struct node *n, const struct entity *entity, struct rounding *rounding)
{
	struct rounding_written w = {.each = {.scale = 0}};
	bool ok;

	*rounding = (struct rounding){.given = n != NULL, .count = 1, .field = -1};
	if (!n)
		return true;
	ok = key_table(n, "rounding", r->m) && keys_read(r->a, n, rounding_keys, KEY_COUNT(rounding_keys), &w, r->m);
	rounding->each = w.each;
	if (w.each.negative)
		ok = mistake(r->m, node_child(n, S("each")), "\"each\" is negative");
	return count_read(r, w.count, entity, rounding) && ok;
}

Str rounding_sql(struct arena *a, const struct rounding *rounding, Str difference, Str count)
{
	return text(arena_print(a, "abs(%.*s) <= %.*s * %.*s", WHOLE(difference), WHOLE(decimal_text(a, rounding->each)),
		WHOLE(count)));
}
