#include "stage/staging.h"

#include <stdio.h>

/*
 * Reads the source's live rows into the index: key, row hash, and what a version or the scope needs of them.  One COPY,
 * which ends before the COPY of tonight's rows begins.
 */

/* Postgres counts days from 2000-01-01: PostgreSQL source, timestamp.h, POSTGRES_EPOCH_JDATE. */
enum { POSTGRES_EPOCH = 10957, FIELDS = 4, AHEAD = 32 };

struct live_row {
	struct hash key;
	uint64_t hash;               /* of the row, and flags: as in a slot */
	int64_t version;
};

struct load {
	const struct dataset *dataset;
	struct known *into;
	struct texts parts;          /* SCOPE_PART: of those the scope field must be one */
	bool is_part;
	struct known *parents;       /* SCOPE_PARENT: the parent must be seen in it */
	bool is_parent;
	int version;                 /* the field, -1 without */
	uint64_t flags;
};

static bool is_outside(const struct load *l, Str scope)
{
	const struct known_slot *parent;

	if (l->is_part)
		return !scope.at || !texts_has(&l->parts, scope);
	if (!l->is_parent)
		return false;
	parent = scope.at && l->parents ? known_find(l->parents, binary_hash(scope)) : NULL;
	return !parent || !known_has(parent, KNOWN_SEEN);
}

static int64_t binary_order(enum field_type type, Str field)
{
	if (!field.at)
		return INT64_MIN;
	if (type == TYPE_TIMESTAMP)
		return binary_instant(field);
	return type == TYPE_DATE ? binary_int(field) + POSTGRES_EPOCH : binary_int(field);
}

static const char *copy_sql(struct arena *a, const struct load *l, Str scope_column)
{
	const struct entity *n = l->dataset->entity;
	Str version = l->version >= 0 ? quoted_identifier(a, n->fields[l->version].name) : S("null");
	Str scope = scope_column.at ? quoted_identifier(a, scope_column) : S("null");
	bool plain = l->version < 0 && !scope_column.at;

	return STATEMENT(a, sql_stage_known, {"live", l->dataset->live},
			 {"more", plain ? S("") : text(arena_print(a, ", %.*s, %.*s", STR(version), STR(scope)))},
			 {"source", text(arena_print(a, "%d", l->dataset->source))});
}

static struct live_row live_row_of(const struct load *l, const Str *at)
{
	struct live_row row = {.key = binary_hash(at[0]), .hash = known_row(binary_hash(at[1])) | l->flags};

	if (is_outside(l, at[3]))
		row.hash |= KNOWN_OUTSIDE;
	if (l->version >= 0)
		row.version = binary_order(l->dataset->entity->fields[l->version].type, at[2]);
	return row;
}

static void put(const struct load *l, const struct live_row *row)
{
	bool fresh;
	struct known_slot *slot = known_add(l->into, row->key, &fresh);

	slot->row = row->hash;
	if (l->version >= 0)
		*known_version(l->into, slot) = row->version;
}

/* A row enters the index some rows after it was read, when its place there has come into the cache. */
static bool read_rows(struct arena *a, struct pg *pg, const struct load *l, Str scope_column, int64_t *rows,
		      int64_t *within, struct err *e)
{
	struct live_row ahead[AHEAD];
	size_t count = 0, width = l->version < 0 && !scope_column.at ? 2 : FIELDS;
	struct copy_out *c;
	Str at[FIELDS] = {{0}};

	if (!copy_out_open(pg, a, copy_sql(a, l, scope_column), &c, e))
		return false;
	for (; copy_out_next(c, at, width, e); count++) {
		struct live_row *row = &ahead[count % AHEAD];

		if (count >= AHEAD)
			put(l, row);
		*row = live_row_of(l, at);
		known_prefetch(l->into, row->key);
		*within += (row->hash & KNOWN_OUTSIDE) == 0;
	}
	for (size_t i = count < AHEAD ? 0 : count - AHEAD; i < count; i++)
		put(l, &ahead[i % AHEAD]);
	*rows += (int64_t)count;
	return e->kind == ERR_NONE;
}

/* As the planner's statistics have it: a first guess, the index grows. */
static bool expected(struct arena *a, struct pg *pg, const struct dataset *d, size_t *count, struct err *e)
{
	struct rows *r;

	*count = 0;
	if (!pg_query(pg, a, sql_stage_known_count, P(quoted_identifier(a, d->live)), &r, e))
		return false;
	if (rows_count(r) > 0 && rows_int(r, 0, 0) > 0)
		*count = (size_t)rows_int(r, 0, 0) / (size_t)(d->sources > 0 ? d->sources : 1);
	return true;
}

/* All live parents count as read, if theirs was a full snapshot of the same bytes as before. */
static bool load_parents(struct stage *s, struct known **parents, struct err *e)
{
	const struct stage *parent = s->in.parent;
	struct load l = {.dataset = parent->d, .version = -1, .flags = KNOWN_SEEN};
	int64_t rows = 0, within = 0;

	*parents = parent->known;
	if (parent->known || parent->in.intake->mode != MODE_FULL)
		return true;
	l.into = *parents = known_new(s->memory, 0, false);
	return read_rows(s->memory, s->pg, &l, (Str){0}, &rows, &within, e);
}

bool load_known(struct stage *s, struct err *e)
{
	const struct intake *intake = s->in.intake;
	const struct entity *n = s->d->entity;
	struct load l = {.dataset = s->d, .version = s->version_field, .parts = s->arrived};
	Str scope = {0};
	size_t count;

	l.is_part = intake->scope == SCOPE_PART;
	l.is_parent = intake->scope == SCOPE_PARENT;
	if (l.is_part)
		scope = n->fields[intake->scope_field].name;
	if (l.is_parent)
		scope = text(arena_print(s->memory, "%.*s_hash", STR(n->parents[intake->scope_field].name)));
	if (!expected(s->memory, s->pg, s->d, &count, e))
		return false;
	if (l.is_parent && s->in.parent && !load_parents(s, &s->parents, e))
		return false;
	l.parents = s->parents;
	s->known = l.into = known_new(s->memory, s->plan == PLAN_LIVE ? count : 0, s->version_field >= 0);
	return s->plan == PLAN_ASIDE || read_rows(s->memory, s->pg, &l, scope, &s->live, &s->within, e);
}
