#include "reconcile/look_alike.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 1 << 16 };

/* ── what is asked ─────────────────────────────────────────────────────────────────────────────────────────────── */

struct look_written {
	Str side;
	struct texts same;
	struct duration within;
};

static const struct key look_keys[] = {
	KEY(struct look_written, side, .doc = "on which side", .required = true),
	KEY(struct look_written, same, .doc = "fields that must be equal, and there", .required = true),
	KEY(struct look_written, within, .doc = "how close together, by the rule's `at`; without it whenever it was"),
};

void look_alikes_describe(struct buf *b)
{
	struct key_section section = {look_keys, KEY_COUNT(look_keys), NULL};

	keys_describe(b, "reconcile.NAME.look_alike", &section, 1);
}

/* Several of one side may say the same of one key: each is known by its fields. */
static Str name_of(struct arena *a, const struct texts *same)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < same->count; i++)
		buf_print(b, "%s%.*s", i > 0 ? ", " : "", STR(same->at[i]));
	return buf_str(b);
}

static bool look_alike_read(struct reading *r, const struct node *n, struct look_alike *l, bool of_several,
	bool has_at)
{
	struct look_written w = {0};
	bool ok = key_table(n, "look_alike", r->m) && keys_read(r->a, n, look_keys, KEY_COUNT(look_keys), &w, r->m);
	int *same = arena_array(r->a, w.same.count, int);

	if (w.side.len > 0 && r->rule->side_count > 0)
		ok = reading_side(r, w.side, node_place(n, "side"), &l->side) && ok;
	for (size_t i = 0; i < w.same.count; i++)
		ok = reading_field(r, r->rule->entity, w.same.at[i], node_item(node_place(n, "same"), i), &same[i]) && ok;
	l->name = of_several ? name_of(r->a, &w.same) : S("");
	l->same = same;
	l->same_count = w.same.count;
	l->within = w.within;
	if (w.within.given && !has_at)
		return mistake(r->m, node_place(n, "within"), "\"within\" needs to know when a fact came to be: "
			"at = \"FIELD\"");
	return ok;
}

bool look_alikes_read(struct reading *r, const struct node *n, bool has_at)
{
	size_t count = !n ? 0 : n->kind == NODE_ARRAY ? n->count : 1;
	struct look_alike *list = arena_array(r->a, count, struct look_alike);
	bool ok = true;

	r->rule->look_alikes = list;
	r->rule->look_alike_count = count;
	for (size_t i = 0; i < count; i++)
		ok = look_alike_read(r, node_item(n, i), &list[i], n->kind == NODE_ARRAY, has_at) && ok;
	return ok;
}

/* ── what is found ─────────────────────────────────────────────────────────────────────────────────────────────── */

static Str fields_sql(struct arena *a, const struct rule *rule, const struct look_alike *l, const char *between,
	const char *after)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < l->same_count; i++)
		buf_print(b, "%s%.*s%s", i > 0 ? between : "", WHOLE(view_field(a, "v", rule->entity, l->same[i])), after);
	return buf_str(b);
}

static Str close_sql(struct arena *a, const struct look_alike *l)
{
	if (!l->within.given)
		return S("s.earlier is not null");
	return text(arena_print(a, "s.apart <= make_interval(secs => %lld)", (long long)(l->within.us / SECOND)));
}

bool look_alikes_find(struct arena *a, struct pg *pg, const struct rule *rule, struct err *e)
{
	for (size_t i = 0; i < rule->look_alike_count; i++) {
		const struct look_alike *l = &rule->look_alikes[i];
		const struct side *side = &rule->sides[l->side];

		if (!pg_run(pg, STATEMENT(a, sql_reconcile_look_alike, {"side_view", view_name(a, side, (int)l->side)},
				{"side", quoted_literal(a, side->name)}, {"field", quoted_literal(a, l->name)},
				{"same", fields_sql(a, rule, l, ", ", "")},
				{"same_known", fields_sql(a, rule, l, " and ", " is not null")}, {"close", close_sql(a, l)}),
			    NO_PARAMS, NULL, e))
			return false;
	}
	return true;
}
