#include "stage/staging.h"

#include <stdio.h>

/*
 * Reads the source's live rows into the index: key, row hash, and what a version or the scope needs of them.  One COPY,
 * which ends before the COPY of tonight's rows begins.
 */

enum { FIELDS = 4, AHEAD = 32 };

struct live_row {
	struct hash key;
	uint64_t hash;               /* of the row, and flags: as in a slot */
	int64_t version;
};

/* The last of the columns that are asked for, beside key and row hash. */
struct asked {
	Str version, scope;          /* expressions; NULL: none */
	const char *join;
};

static struct asked asked_of(struct stage *s)
{
	struct arena *a = s->memory;
	const struct intake *intake = s->in.intake;
	const struct entity *n = s->d->entity;
	struct asked asked = {.join = ""};

	if (s->version_field >= 0)
		asked.version = quoted_identifier(a, n->fields[s->version_field].name);
	if (intake->scope == SCOPE_PART)
		asked.scope = quoted_identifier(a, n->fields[intake->scope_field].name);
	if (intake->scope == SCOPE_PARENT)
		asked.scope = S("false");
	if (intake->scope == SCOPE_PARENT && s->in.parent) {
		Str hash = quoted_identifier(a, text(arena_print(a, "%.*s_hash",
			STR(n->parents[intake->scope_field].name))));

		asked.scope = S("k.key_hash is not null");
		asked.join = arena_print(a, " left join pg_temp.stage_seen k on k.key_hash = l.%.*s", STR(hash));
	}
	return asked;
}

static size_t width_of(const struct asked *asked)
{
	return asked->version.at || asked->scope.at ? FIELDS : 2;
}

static const char *copy_sql(struct stage *s, const struct asked *asked)
{
	Str version = asked->version.at ? asked->version : S("null"), scope = asked->scope.at ? asked->scope : S("null");
	const char *more = arena_print(s->memory, ", %.*s, %.*s", STR(version), STR(scope));
	Str mine = s->d->sources < 2 ? S("true") : text(arena_print(s->memory, "l.source = %d", s->d->source));

	return STATEMENT(s->memory, sql_stage_known, {"live", s->d->live},
		{"more", text(width_of(asked) == 2 ? "" : more)}, {"join", text(asked->join)},
		{"mine", mine});
}

static bool is_outside(const struct stage *s, Str scope)
{
	switch (s->in.intake->scope) {
	case SCOPE_PART:
		return !scope.at || !texts_has(&s->arrived, scope);
	case SCOPE_PARENT:
		return !scope.at || scope.at[0] == 0;
	case SCOPE_ALL:
	case SCOPE_RANGE:
		break;
	}
	return false;
}

static int64_t binary_order(enum field_type type, Str field)
{
	if (!field.at)
		return INT64_MIN;
	if (type == TYPE_TIMESTAMP)
		return binary_instant(field);
	return type == TYPE_DATE ? binary_int(field) + COPY_EPOCH : binary_int(field);
}

static struct live_row live_row_of(const struct stage *s, const Str *at)
{
	struct live_row row = {binary_hash(at[0]), known_row(binary_hash(at[1])), INT64_MIN};

	if (is_outside(s, at[3]))
		row.hash |= KNOWN_OUTSIDE;
	if (s->version_field >= 0)
		row.version = binary_order(s->d->entity->fields[s->version_field].type, at[2]);
	return row;
}

static bool put(struct stage *s, const struct live_row *row, struct err *e)
{
	struct known_slot *slot;
	bool fresh;

	if (!s->over && known_is_full(s->known) && !overflow_begin(s, e))
		return false;
	if (s->over)
		return overflow_known(s, row->key, row->hash, row->version, e);
	slot = known_add(s->known, row->key, &fresh);
	slot->row = row->hash;
	if (s->version_field >= 0)
		*known_version(s->known, slot) = row->version;
	return true;
}

static bool put_all(struct stage *s, const struct live_row *rows, size_t first, size_t end, struct err *e)
{
	for (size_t i = first; i < end; i++)
		if (!put(s, &rows[i % AHEAD], e))
			return false;
	return true;
}

/* A row enters the index some rows after it was read, when its place there has come into the cache. */
static bool read_rows(struct stage *s, struct err *e)
{
	struct asked asked = asked_of(s);
	struct live_row ahead[AHEAD];
	struct copy_out *c;
	Str at[FIELDS] = {{0}};
	size_t count = 0;

	if (!copy_out_open(s->pg, s->memory, copy_sql(s, &asked), &c, e))
		return false;
	for (; copy_out_next(c, at, width_of(&asked), e); count++) {
		struct live_row *row = &ahead[count % AHEAD];

		if (count >= AHEAD && !put(s, row, e))
			return false;
		*row = live_row_of(s, at);
		if (s->known)
			known_prefetch(s->known, row->key);
		s->within += (row->hash & KNOWN_OUTSIDE) == 0;
	}
	s->live = (int64_t)count;
	return e->kind == ERR_NONE && put_all(s, ahead, count < AHEAD ? 0 : count - AHEAD, count, e);
}

/* As the planner's statistics have it: a first guess, the index grows. */
static bool expected(struct stage *s, size_t *count, struct err *e)
{
	struct rows *r;

	*count = 0;
	if (s->plan == PLAN_ASIDE)
		return true;
	if (!pg_query(s->pg, s->memory, sql_stage_known_count, P(quoted_identifier(s->memory, s->d->live)), &r, e))
		return false;
	if (rows_count(r) > 0 && rows_int(r, 0, 0) > 0)
		*count = (size_t)rows_int(r, 0, 0) / (size_t)(s->d->sources > 0 ? s->d->sources : 1);
	return true;
}

/* Of the memory that there is. */
static size_t most_keys(const struct stage *s)
{
	size_t each = KNOWN_BYTES + (s->version_field >= 0 ? KNOWN_VERSION_BYTES : 0);

	return s->in.memory > 0 ? (size_t)s->in.memory / each + 1 : 0;
}

bool load_known(struct stage *s, struct err *e)
{
	size_t count;

	if (!expected(s, &count, e))
		return false;
	s->known = known_new(s->known_memory, count, s->version_field >= 0, most_keys(s));
	return s->plan == PLAN_ASIDE || read_rows(s, e);
}

void known_end(struct stage *s)
{
	arena_end(s->known_memory);
	s->known = NULL;
}
