#include "reconcile/treatment.h"

#include "db/statement.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 1 << 20 };

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What one side alone says tells two rows apart no more than what none says. */
static bool is_said_twice(struct reading *r, int field, const struct node *at)
{
	const struct rule *rule = r->rule;
	size_t sides = 0;

	for (size_t i = 0; i < rule->side_count; i++)
		sides += side_maps(&rule->sides[i], field);
	return r->partial || sides > 1 || mistake(r->m, at, "\"treatment\": fewer than two sides have %.*s",
		STR(rule->entity->fields[field].name));
}

static bool one_read(struct reading *r, Str name, const struct node *at, const struct comparison *c, int *field)
{
	if (!reading_field(r, r->rule->entity, name, at, field) || *field < 0)
		return false;
	if (*field == c->field)
		return mistake(r->m, at, "\"treatment\": %.*s is what is compared", STR(name));
	return is_said_twice(r, *field, at);
}

bool treatment_read(struct reading *r, const struct texts *names, const struct node *n, struct comparison *c)
{
	int *fields = arena_array(r->a, names->count, int);
	const struct node *at = node_place(n, "treatment");
	bool ok = true;

	for (size_t i = 0; i < names->count; i++)
		ok = one_read(r, names->at[i], at, c, &fields[i]) && ok;
	c->treatment = fields;
	c->treatment_count = names->count;
	return ok;
}

/* ── as SQL ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str differs_in(struct arena *a, const struct rule *rule, int field, const char *one, const char *other)
{
	return text(arena_print(a, "%.*s <> %.*s", WHOLE(view_field(a, one, rule->entity, field)),
		WHOLE(view_field(a, other, rule->entity, field))));
}

Str treatment_differs(struct arena *a, const struct rule *rule, const struct comparison *c)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_byte(b, '(');
	for (size_t i = 0; i < c->treatment_count; i++)
		buf_print(b, "%s%.*s", i > 0 ? " or " : "", WHOLE(differs_in(a, rule, c->treatment[i], "t", "m")));
	buf_byte(b, ')');
	return buf_str(b);
}

static Str title_of(const struct field *f)
{
	return f->title.len > 0 ? f->title : f->name;
}

/* 0.190 and 0.19 are one rate. */
static Str shown(struct arena *a, const struct rule *rule, int field, const char *row)
{
	Str column = view_field(a, row, rule->entity, field);
	bool number = rule->entity->fields[field].type == TYPE_DECIMAL || rule->entity->fields[field].type == TYPE_MONEY;

	return text(arena_print(a, number ? "trim_scale(%.*s)" : "%.*s", WHOLE(column)));
}

static Str said_of(struct arena *a, const struct rule *rule, int field, const char *truth, const char *mirror)
{
	const struct field *f = &rule->entity->fields[field];

	if (f->personal)
		return quoted_literal(a, title_of(f));
	return text(arena_print(a, "format('%%s %%s, not %%s', %.*s, %.*s, %.*s)", WHOLE(quoted_literal(a, title_of(f))),
		WHOLE(shown(a, rule, field, truth)), WHOLE(shown(a, rule, field, mirror))));
}

Str treatment_said(struct arena *a, const struct rule *rule, const struct comparison *c, const char *truth,
	const char *mirror)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_add(b, S("nullif(concat_ws('; '"));
	for (size_t i = 0; i < c->treatment_count; i++)
		buf_print(b, ", case when %.*s then %.*s end", WHOLE(differs_in(a, rule, c->treatment[i], truth, mirror)),
			WHOLE(said_of(a, rule, c->treatment[i], truth, mirror)));
	buf_add(b, S("), '')"));
	return buf_str(b);
}
