#include "reconcile/condition_sql.h"

#include "base/buf.h"
#include "db/statement.h"
#include "reconcile/view.h"

static Str typed_literal(struct arena *a, Str value, enum field_type type)
{
	const char *column = field_types[type].column;

	return text(arena_print(a, "%.*s::%s", WHOLE(quoted_literal(a, value)), column));
}

static Str literal_list(struct arena *a, const struct texts *values, enum field_type type)
{
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t i = 0; i < values->count; i++)
		buf_print(b, "%s%.*s", i ? ", " : "", WHOLE(typed_literal(a, values->at[i], type)));
	return buf_str(b);
}

static void condition_add(struct buf *b, struct arena *a, const struct condition *c, const struct entity *n,
	const char *alias)
{
	static const char *const operators[] = {
		[TEST_IS] = "is not distinct from", [TEST_IS_NOT] = "is distinct from", [TEST_LESS] = "<",
		[TEST_AT_MOST] = "<=", [TEST_MORE] = ">", [TEST_AT_LEAST] = ">=",
	};
	enum field_type type = n->fields[c->field].type;
	Str field = view_field(a, alias, n, c->field);

	switch (c->test) {
	case TEST_IS: case TEST_IS_NOT: case TEST_LESS: case TEST_AT_MOST: case TEST_MORE: case TEST_AT_LEAST:
		buf_print(b, "%.*s %s %.*s", WHOLE(field), operators[c->test], WHOLE(typed_literal(a, c->values.at[0], type)));
		return;
	case TEST_IN:
		buf_print(b, "coalesce(%.*s in (%.*s), false)", WHOLE(field), WHOLE(literal_list(a, &c->values, type)));
		return;
	case TEST_NOT_IN:
		buf_print(b, "coalesce(%.*s not in (%.*s), true)", WHOLE(field), WHOLE(literal_list(a, &c->values, type)));
		return;
	case TEST_NULL:
		buf_print(b, "%.*s is null", WHOLE(field));
		return;
	case TEST_NOT_NULL:
		buf_print(b, "%.*s is not null", WHOLE(field));
		return;
	case TEST_MATCH:
		buf_print(b, "coalesce(%.*s::text ~ %.*s, false)", WHOLE(field), WHOLE(quoted_literal(a, c->values.at[0])));
		return;
	case TEST_PREFIX:
		buf_print(b, "coalesce(starts_with(%.*s::text, %.*s), false)", WHOLE(field),
			WHOLE(quoted_literal(a, c->values.at[0])));
		return;
	}
}

Str conditions_sql(struct arena *a, const struct conditions *c, const struct entity *n, const char *alias)
{
	struct buf *b = buf_new(a, 1 << 20);

	if (c->count == 0)
		return S("true");
	for (size_t i = 0; i < c->count; i++) {
		const struct condition *one = &c->at[i];

		if (i > 0)
			buf_add(b, S(" and "));
		buf_byte(b, '(');
		if (one->field >= 0)
			condition_add(b, a, one, n, alias);
		for (size_t j = 0; j < one->any_count; j++) {
			if (j > 0)
				buf_add(b, S(" or "));
			condition_add(b, a, &one->any[j], n, alias);
		}
		buf_byte(b, ')');
	}
	return buf_str(b);
}
