#include "stage/dataset.h"
#include "db/setting.h"
#include "db/statement.h"

#include "embedded.h"

enum { NAME_MAX_BYTES = 63, LIST_LIMIT = 1 << 20 };

/* Wide columns first, so that none of them needs padding. */
static const struct {
	const char *name, *type;
} columns[COLUMN_COUNT] = {
	[COLUMN_KEY_HASH] = {"key_hash", "uuid not null"},
	[COLUMN_ROW_HASH] = {"row_hash", "uuid not null"},
	[COLUMN_OFFSET] = {"place_offset", "bigint not null"},
	[COLUMN_LANDING] = {"landing", "integer not null"},
	[COLUMN_RECORD] = {"record", "integer not null"},
	[COLUMN_LENGTH] = {"place_length", "integer not null"},
	[COLUMN_SEEN_FROM] = {"seen_from", "integer not null"},
	[COLUMN_PART] = {"part", "smallint not null"},
	[COLUMN_SOURCE] = {"source", "smallint not null"},
	[COLUMN_STATE] = {"state", "\"char\" not null"},
	[COLUMN_COMPANY] = {"company", "text not null"},
	[COLUMN_CHANNEL] = {"channel", "text not null"},
};

/* One of the four tables, with the column that only it has. */
struct table {
	Str name;
	const char *more;
};

static Str parent_column(struct arena *a, const struct parent *p)
{
	return text(arena_print(a, "%.*s_hash", STR(p->name)));
}

static void add_name(struct arena *a, struct buf *b, Str name)
{
	if (b->len > 0)
		buf_add(b, S(", "));
	buf_add(b, quoted_identifier(a, name));
}

Str dataset_columns(struct arena *a, const struct dataset *d, const Str once[COLUMN_COUNT])
{
	struct buf *b = buf_new(a, LIST_LIMIT);
	const struct entity *n = d->entity;

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		if (!once[i].at)
			add_name(a, b, text(columns[i].name));
	for (size_t i = 0; i < n->parent_count; i++)
		add_name(a, b, parent_column(a, &n->parents[i]));
	for (size_t i = 0; i < n->field_count; i++)
		add_name(a, b, n->fields[i].name);
	return buf_str(b);
}

Str dataset_column_name(enum column column)
{
	return text(columns[column].name);
}

Str dataset_column_type(enum column column)
{
	return text(columns[column].type);
}

Str dataset_table(struct arena *a, Str system, const struct entity *entity)
{
	return text(arena_print(a, "stage.%.*s_%.*s", STR(system), STR(entity->name)));
}

static void name_tables(struct arena *a, struct dataset *d, Str system)
{
	Str live = dataset_table(a, system, d->entity);

	d->live = live;
	d->history = text(arena_print(a, "%s_history", live.at));
	d->duplicate = text(arena_print(a, "%s_duplicate", live.at));
	d->aside = text(arena_print(a, "%s_aside", live.at));
	d->next = text(arena_print(a, "%s_next", live.at));
}

Str dataset_segment(struct arena *a, Str live, int32_t snapshot_no)
{
	return text(arena_print(a, "%.*s_h%d", STR(live), snapshot_no));
}

bool dataset_reserves(struct arena *a, const struct entity *entity, Str field)
{
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		if (text_is(field, text(columns[i].name)))
			return true;
	for (size_t i = 0; i < entity->parent_count; i++)
		if (text_is(field, parent_column(a, &entity->parents[i])))
			return true;
	return text_is(field, S("seen_until")) || text_is(field, S("snapshot_no"));
}

static bool check_names(struct arena *a, const struct dataset *d, struct err *e)
{
	const struct entity *n = d->entity;

	if (d->duplicate.len - strlen("stage.") > NAME_MAX_BYTES)
		return err_set(e, ERR_CONFIG, "%.*s:%d: the tables of dataset %s would have names of more than %d bytes; "
			       "shorten the system's or the entity's name", STR(n->file), n->line,
			       text_quoted(a, d->name), NAME_MAX_BYTES);
	for (size_t i = 0; i < n->field_count; i++)
		if (dataset_reserves(a, n, n->fields[i].name))
			return err_set(e, ERR_CONFIG, "%.*s:%d: field %s of entity %s has the name of a column that "
				       "every table has; call it otherwise", STR(n->file), n->line,
				       text_quoted(a, n->fields[i].name), text_quoted(a, n->name));
	return true;
}

/* ── registers ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool register_dataset(struct arena *a, struct pg *pg, struct dataset *d, Str system, struct err *e)
{
	struct rows *r;

	if (!pg_run(pg, sql_stage_prepare_lock, P(d->name), NULL, e)
	    || !pg_query(pg, a, sql_stage_prepare_dataset, P(d->name, system, d->entity->name, d->live), &r, e))
		return false;
	if (rows_count(r) > 0)
		return err_set(e, ERR_CONFIG, "%.*s:%d: dataset %s needs table %s, which belongs to dataset %s; call one of "
			       "them otherwise", STR(d->entity->file), d->entity->line, text_quoted(a, d->name),
			       text_quoted(a, d->live), text_quoted(a, rows_at(r, 0, 0)));
	return setting_seed(pg, &d->seed, e);
}

static bool register_source(struct arena *a, struct pg *pg, struct dataset *d, struct err *e)
{
	struct rows *r;

	if (!pg_query(pg, a, sql_stage_prepare_source, P(d->name, d->extract), &r, e))
		return false;
	if (!text_is(rows_at(r, 0, 0), d->name))
		return err_set(e, ERR_CONFIG, "extract %s has fed dataset %s and cannot feed %s; give it another name",
			       text_quoted(a, d->extract), text_quoted(a, rows_at(r, 0, 0)), text_quoted(a, d->name));
	d->source = (int16_t)rows_int(r, 0, 1);
	d->sources = (int)rows_int(r, 0, 2);
	return true;
}

/* ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str definitions(struct arena *a, const struct entity *n, const char *more)
{
	struct buf *b = buf_new(a, LIST_LIMIT);

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		buf_print(b, "%s%s %s", i > 0 ? ", " : "", columns[i].name, columns[i].type);
	for (size_t i = 0; i < n->parent_count; i++) {
		add_name(a, b, parent_column(a, &n->parents[i]));
		buf_print(b, " uuid");
	}
	if (more)
		buf_print(b, ", %s integer not null", more);
	return buf_str(b);
}

bool dataset_index(struct arena *a, struct pg *pg, const struct dataset *d, Str table, struct err *e)
{
	Str name = text(arena_print(a, "%.*s_key", STR(text_from(d->live, strlen("stage.")))));

	return pg_run(pg, STATEMENT(a, sql_stage_live_index, {"table", table}, {"index", name}), NO_PARAMS, NULL, e);
}

static bool make_table(struct arena *a, struct pg *pg, const struct dataset *d, struct table t, struct err *e)
{
	if (!pg_run(pg, STATEMENT(a, sql_stage_prepare_table, {"table", t.name},
				  {"definitions", definitions(a, d->entity, t.more)}), NO_PARAMS, NULL, e))
		return false;
	if (!t.more)
		return dataset_index(a, pg, d, t.name, e);
	return pg_run(pg, STATEMENT(a, sql_stage_prepare_index, {"table", t.name}, {"more", text(t.more)}), NO_PARAMS,
		      NULL, e);
}

static bool add_column(struct arena *a, struct pg *pg, const struct table *tables, Str name, Str type, struct err *e)
{
	bool ok = true;

	for (const struct table *t = tables; t->name.at && ok; t++)
		ok = pg_run(pg, STATEMENT(a, sql_stage_prepare_column, {"table", t->name}, {"column", name},
					  {"type", type}), NO_PARAMS, NULL, e);
	return ok;
}

/* People read the tables, auditors without personal fields. */
bool dataset_grant(struct arena *a, struct pg *pg, const struct dataset *d, Str table, const char *more, struct err *e)
{
	struct buf *plain = buf_new(a, LIST_LIMIT);
	const struct entity *n = d->entity;

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		add_name(a, plain, text(columns[i].name));
	for (size_t i = 0; i < n->parent_count; i++)
		add_name(a, plain, parent_column(a, &n->parents[i]));
	for (size_t i = 0; i < n->field_count; i++)
		if (!n->fields[i].personal)
			add_name(a, plain, n->fields[i].name);
	if (more)
		add_name(a, plain, text(more));
	return pg_run(pg, STATEMENT(a, sql_stage_prepare_grant, {"table", table}), NO_PARAMS, NULL, e)
	    && pg_run(pg, STATEMENT(a, sql_stage_prepare_grant_plain, {"table", table}, {"plain", buf_str(plain)}),
		      NO_PARAMS, NULL, e);
}

/* Fields of one class, "a, b". */
static Str fields_of(struct arena *a, const struct entity *n, bool personal)
{
	struct buf *b = buf_new(a, LIST_LIMIT);

	for (size_t i = 0; i < n->field_count; i++)
		if (n->fields[i].personal == personal)
			add_name(a, b, n->fields[i].name);
	return buf_str(b);
}

static bool class_apply(struct arena *a, struct pg *pg, const struct dataset *d, Str table, const char *more,
			struct err *e)
{
	Str personal = fields_of(a, d->entity, true);

	return (personal.len == 0
		|| pg_run(pg, STATEMENT(a, sql_stage_prepare_revoke, {"table", table}, {"personal", personal}), NO_PARAMS,
			  NULL, e))
	    && dataset_grant(a, pg, d, table, more, e);
}

/* Whether auditors read what is plain of the live table, and nothing else; r: its columns. */
static bool is_as_classed(const struct entity *n, const struct rows *r)
{
	for (size_t i = 0; i < rows_count(r); i++) {
		int field = entity_field(n, rows_at(r, i, 0));

		if (field >= 0 && n->fields[field].personal == rows_bool(r, i, 1))
			return false;
	}
	return true;
}

/* A field that has become personal, or plain, is so in all nights: the parts of history had grants of their own. */
static bool classes_apply(struct arena *a, struct pg *pg, const struct dataset *d, const struct table *tables,
			  const struct rows *r, struct err *e)
{
	struct rows *parts;
	bool ok = true;

	if (is_as_classed(d->entity, r))
		return true;
	if (!pg_query(pg, a, sql_stage_prepare_parts, P(quoted_identifier(a, d->history)), &parts, e))
		return false;
	for (const struct table *t = tables; t->name.at && ok; t++)
		ok = class_apply(a, pg, d, t->name, t->more, e);
	for (size_t i = 0; i < rows_count(parts) && ok; i++)
		ok = class_apply(a, pg, d, rows_at(parts, i, 0), "seen_until", e);
	return ok;
}

/* ── fields ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static const char *type_of(const struct field *f)
{
	return field_types[f->type].name;
}

/* The numbers that the fields have, or are given now; *gained if there are new ones. */
static bool number_fields(struct arena *a, struct pg *pg, struct dataset *d, const struct table *tables, bool *gained,
			  struct err *e)
{
	const struct entity *n = d->entity;
	int32_t *numbers = arena_array(a, n->field_count + 1, int32_t);
	struct texts names = {0}, types = {0};
	struct rows *r;

	for (size_t i = 0; i < n->field_count; i++) {
		texts_add(a, &names, n->fields[i].name);
		texts_add(a, &types, text(type_of(&n->fields[i])));
	}
	if (!pg_query(pg, a, sql_stage_prepare_fields, P(d->name, param_texts(a, &names), param_texts(a, &types)), &r, e))
		return false;
	d->numbers = numbers;
	for (size_t i = 0; i < n->field_count; i++) {
		const struct field *f = &n->fields[i];

		numbers[i] = (int32_t)rows_int(r, i, 0);
		if (!text_is(rows_at(r, i, 1), text(type_of(f))))
			return err_set(e, ERR_CONFIG, "%s:%d: field %s of entity %s was %s in dataset %s and cannot become "
				       "%s; add a field of another name", f->file, f->line, text_quoted(a, f->name),
				       text_quoted(a, n->name), text_quoted(a, rows_at(r, i, 1)), text_quoted(a, d->name),
				       type_of(f));
		if (!rows_bool(r, i, 2))
			continue;
		*gained = true;
		if (!add_column(a, pg, tables, f->name, text(field_types[f->type].column), e))
			return false;
	}
	return true;
}

static bool prepare_tables(struct arena *a, struct pg *pg, struct dataset *d, struct err *e)
{
	const struct table tables[] = {{d->live, NULL}, {d->history, "seen_until"}, {d->duplicate, "snapshot_no"},
				       {d->aside, "snapshot_no"}, {{0}, NULL}};
	const struct entity *n = d->entity;
	bool gained = false, ok = true;
	struct rows *r;

	if (!pg_query(pg, a, sql_stage_prepare_columns, P(quoted_identifier(a, d->live)), &r, e))
		return false;
	if (rows_count(r) == 0) {
		gained = true;
		for (const struct table *t = tables; t->name.at && ok; t++)
			ok = make_table(a, pg, d, *t, e);
	}
	for (size_t i = 0; i < n->parent_count && ok && rows_count(r) > 0; i++)
		if (!rows_have(r, parent_column(a, &n->parents[i]))) {
			gained = true;
			ok = add_column(a, pg, tables, parent_column(a, &n->parents[i]), S("uuid"), e);
		}
	ok = ok && number_fields(a, pg, d, tables, &gained, e);
	for (const struct table *t = tables; t->name.at && ok && gained; t++)
		ok = dataset_grant(a, pg, d, t->name, t->more, e);
	return ok && classes_apply(a, pg, d, tables, r, e);
}

static bool prepare(struct arena *a, struct pg *pg, struct dataset *d, Str system, struct err *e)
{
	return register_dataset(a, pg, d, system, e)
	    && register_source(a, pg, d, e)
	    && prepare_tables(a, pg, d, e);
}

bool dataset_prepare(struct arena *a, struct pg *pg, Str system, const struct entity *entity, Str extract,
		     const struct dataset **dataset, struct err *e)
{
	struct dataset *d = arena_new_of(a, struct dataset);
	bool own = !pg_in_transaction(pg);

	d->name = text(arena_print(a, "%.*s.%.*s", STR(system), STR(entity->name)));
	d->extract = text_copy(a, extract);
	d->entity = entity;
	name_tables(a, d, system);
	*dataset = d;
	if (!check_names(a, d, e))
		return false;
	if (!own)
		return prepare(a, pg, d, system, e);
	if (pg_begin(pg, READ_COMMITTED, e) && prepare(a, pg, d, system, e) && pg_commit(pg, e))
		return true;
	pg_rollback(pg);
	return false;
}
