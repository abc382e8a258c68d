#include "cli/shape.h"

#include "db/statement.h"
#include "embedded.h"
#include "map/row.h"
#include "report/list.h"
#include "report/shown.h"

struct shaping {
	struct arena *a;
	struct shape *s;
	struct texts columns, hidden;    /* of the live table: what is shown of it, and what not */
};

static bool is_text(enum field_type t)
{
	return t == TYPE_TEXT || t == TYPE_CURRENCY || t == TYPE_GTIN || t == TYPE_JSON;
}

static enum field_type type_named(Str name)
{
	for (size_t i = 0; i < field_type_count; i++)
		if (text_is(text(field_types[i].name), name))
			return (enum field_type)i;
	return TYPE_TEXT;
}

/* Moments are RFC 3339 in UTC, bytes hexadecimal; all else is as Postgres writes it. */
static Str cell_sql(struct arena *a, Str column, enum field_type t)
{
	const char *quoted = text_z(a, quoted_identifier(a, column));

	if (t == TYPE_TIMESTAMP)
		return text(arena_print(a, "replace(to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
			"'.000000Z', 'Z')", quoted));
	if (t == TYPE_BYTES)
		return text(arena_print(a, "encode(%s, 'hex')", quoted));
	return text(arena_print(a, "%s::text", quoted));
}

static struct shape_field *field_add(struct shaping *h, Str name, enum field_type t)
{
	struct shape *s = h->s;
	struct shape_field *f;
	bool staged = texts_has(&h->columns, name);
	const char *quoted = text_z(h->a, quoted_identifier(h->a, name));

	s->fields = arena_grow(h->a, s->fields, s->count, sizeof *s->fields);
	f = &s->fields[s->count++];
	*f = (struct shape_field){.name = name, .plain = t == TYPE_INTEGER || t == TYPE_BOOLEAN};
	if (texts_has(&h->hidden, name)) {
		f->hidden = true;
		f->plain = false;
		f->sql = quoted_literal(h->a, S(MASK));
		f->order = S("1");
		return f;
	}
	f->sql = staged ? cell_sql(h->a, name, t) : S("null::text");
	f->order = staged ? text(arena_print(h->a, is_text(t) ? "%s collate \"C\"" : "%s", quoted)) : S("1");
	return f;
}

static bool is_key(const struct entity *n, int field)
{
	for (size_t k = 0; k < n->key_count; k++)
		if (n->key[k] == field)
			return true;
	return false;
}

static bool is_of_parent(const struct entity *n, int field)
{
	for (size_t p = 0; p < n->parent_count; p++)
		for (size_t k = 0; k < n->parents[p].entity->key_count; k++)
			if (n->parents[p].fields[k] == field)
				return true;
	return false;
}

static void entity_fields(struct shaping *h)
{
	const struct entity *n = h->s->entity;

	for (size_t k = 0; k < n->key_count; k++)
		field_add(h, n->fields[n->key[k]].name, n->fields[n->key[k]].type)->key = true;
	for (size_t i = 0; i < n->field_count; i++)
		if (!is_key(n, (int)i))
			field_add(h, n->fields[i].name, n->fields[i].type)->parent = is_of_parent(n, (int)i);
}

static void lost_fields(struct shaping *h, const struct rows *staged)
{
	for (size_t i = 0; i < rows_count(staged); i++)
		if (entity_field(h->s->entity, rows_at(staged, i, 0)) < 0)
			field_add(h, rows_at(staged, i, 0), type_named(rows_at(staged, i, 1)));
}

static bool dataset_find(struct arena *a, const struct project *p, struct pg *pg, struct shape *s, struct err *e)
{
	struct texts names = {0};
	struct rows *r;

	if (!pg_query(pg, a, sql_cli_datasets, NO_PARAMS, &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++) {
		texts_add(a, &names, rows_at(r, i, 0));
		if (!text_is(rows_at(r, i, 0), s->dataset))
			continue;
		s->live = rows_at(r, i, 2);
		s->entity = entity_find(&p->entities, rows_at(r, i, 1));
		return s->entity || err_set(e, ERR_USAGE, "dataset %s has entity %s, which the project no longer has",
			text_quoted(a, s->dataset), text_quoted(a, rows_at(r, i, 1)));
	}
	return err_set(e, ERR_USAGE, "nothing was staged of dataset %s%s", text_quoted(a, s->dataset),
		did_you_mean(a, s->dataset, &names));
}

/* Of a field that the entity has lost only its grants still tell. */
static bool is_hidden(const struct entity *n, const struct rows *columns, size_t i, bool personal)
{
	int field = entity_field(n, rows_at(columns, i, 0));

	if (!rows_bool(columns, i, 1))
		return true;
	return !personal && (field >= 0 ? n->fields[field].personal : !rows_bool(columns, i, 2));
}

bool shape_open(struct arena *a, const struct project *p, struct pg *pg, Str dataset, bool personal, struct shape *s,
	struct err *e)
{
	struct shaping h = {.a = a, .s = s};
	struct rows *columns, *staged;

	*s = (struct shape){.dataset = dataset, .settings = &p->settings};
	if (!dataset_find(a, p, pg, s, e)
	    || !pg_query(pg, a, sql_cli_columns, P(quoted_identifier(a, s->live)), &columns, e)
	    || !pg_query(pg, a, sql_cli_fields, P(dataset), &staged, e))
		return false;
	for (size_t i = 0; i < rows_count(columns); i++)
		texts_add(a, is_hidden(s->entity, columns, i, personal) ? &h.hidden : &h.columns, rows_at(columns, i, 0));
	entity_fields(&h);
	lost_fields(&h, staged);
	return true;
}

/* Of a field of money: what its row says, empty if nothing. */
static Str currency_of(const struct shape *s, const struct field *f, const Str *values)
{
	for (size_t i = 0; f->currency >= 0 && i < s->count; i++)
		if (text_is(s->fields[i].name, s->entity->fields[f->currency].name) && values[i].at)
			return values[i];
	return S("");
}

Str shape_value(struct arena *a, const struct shape *s, size_t field, const Str *values)
{
	const struct shape_field *shaped = &s->fields[field];
	int at = entity_field(s->entity, shaped->name);
	const struct field *f = at >= 0 ? &s->entity->fields[at] : NULL;

	if (!values[field].at || !f || shaped->key || shaped->parent)
		return values[field];
	return shown_value(a, s->settings->locale, s->settings->zone, f->type, values[field], currency_of(s, f, values));
}

Str row_state_name(Str letter)
{
	switch (letter.len > 0 ? letter.at[0] : 0) {
	case ROW_GOOD: return S("good");
	case ROW_REJECTED: return S("rejected");
	case ROW_FILTERED: return S("filtered");
	case ROW_TWICE: return S("twice");
	case ROW_UNCONFIRMED: return S("unconfirmed");
	default: return letter;
	}
}
