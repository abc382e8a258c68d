#include "cli/story.h"

#include "cli/hold.h"
#include "cli/story_chain.h"
#include "db/statement.h"
#include "embedded.h"
#include "report/list.h"

enum { SQL_LIMIT = 1 << 22, KEYS_MOST = 20 };

/* The columns of sql/cli/trace_rows.sql in front of the fields, and of trace_faults.sql. */
enum { HASH, EXTRACT, STATE, COMPANY, CHANNEL, SEEN_FROM, SEEN_UNTIL, FROM_DATE, UNTIL_DATE, CAUSE, RUN, FILE_NAME,
       RECORD, TWICE, VALUES };
enum { FAULT_DATASET, FAULT_SNAPSHOT, FAULT_HASH, FAULT_FIELD, FAULT_VALUE, FAULT_REASON };

/* A dataset, and which keys of it are told of. */
struct place_of_keys {
	struct shape shape;
	struct texts found[RELATIONS];
};

struct reading {
	struct arena *a;
	struct pg *pg;
	struct story *s;
	struct place_of_keys *datasets;
	size_t count;
	Str day;                 /* at, or NULL */
	const struct rows *faults;
};

/* ── which keys ────────────────────────────────────────────────────────────────────────────────────────────────── */

bool is_shown(const struct shape *s, size_t field)
{
	int at = entity_field(s->entity, s->fields[field].name);

	return at >= 0 && !s->entity->fields[at].personal;
}

static bool is_staged(const struct shape *s, size_t field)
{
	return !s->fields[field].hidden && !text_is(s->fields[field].sql, S("null::text"));
}

/* As far as it may be read: who may not read a key finds nothing by it. */
static Str keys_listed(struct arena *a, const struct shape *s, bool as_text)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < s->count; i++) {
		if (!s->fields[i].key || s->fields[i].hidden)
			continue;
		buf_print(b, "%s", b->len > 0 ? ", " : "");
		buf_add(b, as_text ? s->fields[i].sql : quoted_identifier(a, s->fields[i].name));
	}
	return b->len > 0 ? buf_str(b) : S("null::text");
}

static Str key_order(struct arena *a, const struct shape *s)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < s->count; i++) {
		if (!s->fields[i].key || s->fields[i].hidden)
			continue;
		buf_print(b, "%s", b->len > 0 ? ", " : "");
		buf_add(b, s->fields[i].order);
	}
	return b->len > 0 ? buf_str(b) : S("1");
}

/* Any part of a key, or all of it as people write it. */
static Str is_asked_for(struct arena *a, Str parts)
{
	return text(arena_print(a, "$1::text in (%.*s, concat_ws(' ', %.*s), concat_ws('/', %.*s))", WHOLE(parts),
		WHOLE(parts), WHOLE(parts)));
}

/* What a row says of its parent's key. */
static Str parent_listed(struct arena *a, const struct shape *s, const struct parent *p)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t k = 0; k < p->entity->key_count; k++)
		for (size_t i = 0; i < s->count; i++) {
			if (s->fields[i].hidden || !text_is(s->fields[i].name, s->entity->fields[p->fields[k]].name))
				continue;
			buf_print(b, "%s", b->len > 0 ? ", " : "");
			buf_add(b, s->fields[i].sql);
		}
	return b->len > 0 ? buf_str(b) : S("null::text");
}

static bool keys_find(struct reading *r, struct place_of_keys *d, enum relation relation, Str of, Str asked,
	struct err *e)
{
	struct story *s = r->s;
	struct rows *rows;
	int64_t all;

	if (!pg_query(r->pg, r->a, STATEMENT(r->a, sql_cli_trace_keys, {"live", d->shape.live},
			{"history", text(arena_print(r->a, "%.*s_history", STR(d->shape.live)))},
			{"keys", keys_listed(r->a, &d->shape, false)}, {"of", of}, {"order", key_order(r->a, &d->shape)}),
		      P(asked, param_int(r->a, KEYS_MOST)), &rows, e))
		return false;
	for (size_t i = 0; i < rows_count(rows); i++)
		if (!texts_has(&d->found[RELATION_ITSELF], rows_at(rows, i, 0))
		    && !texts_has(&d->found[relation], rows_at(rows, i, 0)))
			texts_add(r->a, &d->found[relation], rows_at(rows, i, 0));
	all = rows_count(rows) > 0 ? rows_int(rows, 0, 1) : 0;
	if (all <= KEYS_MOST)
		return true;
	s->untold = arena_grow(r->a, s->untold, s->untold_count, sizeof *s->untold);
	s->untold[s->untold_count++] = (struct untold){&d->shape, relation, all - KEYS_MOST};
	return true;
}

static bool themselves_find(struct reading *r, struct err *e)
{
	for (size_t i = 0; i < r->count; i++) {
		struct place_of_keys *d = &r->datasets[i];

		if (!keys_find(r, d, RELATION_ITSELF, is_asked_for(r->a, keys_listed(r->a, &d->shape, true)), r->s->asked, e))
			return false;
	}
	return true;
}

static void texts_join(struct arena *a, struct texts *list, const struct texts *more)
{
	for (size_t i = 0; i < more->count; i++)
		if (!texts_has(list, more->at[i]))
			texts_add(a, list, more->at[i]);
}

/* Of all datasets of an entity, since a key has the same hash in each. */
static struct texts found_of(struct reading *r, const struct entity *n)
{
	struct texts all = {0};

	for (size_t i = 0; i < r->count; i++)
		if (r->datasets[i].shape.entity == n)
			texts_join(r->a, &all, &r->datasets[i].found[RELATION_ITSELF]);
	return all;
}

static Str hash_column(struct arena *a, const struct parent *p)
{
	return text(arena_print(a, "%.*s_hash", STR(p->name)));
}

static bool children_find(struct reading *r, struct place_of_keys *d, const struct parent *p, struct err *e)
{
	struct texts parents = found_of(r, p->entity);
	Str of = text(arena_print(r->a, "%.*s = any ($1::uuid[])", STR(quoted_identifier(r->a, hash_column(r->a, p)))));

	/* What it points to need not be there: a payment without an order. */
	if (parents.count == 0)
		return keys_find(r, d, RELATION_CHILD, is_asked_for(r->a, parent_listed(r->a, &d->shape, p)), r->s->asked, e);
	return keys_find(r, d, RELATION_CHILD, of, param_texts(r->a, &parents), e);
}

static bool parents_find(struct reading *r, struct place_of_keys *d, const struct parent *p, struct err *e)
{
	struct texts parents = {0};
	struct rows *rows;

	if (d->found[RELATION_ITSELF].count == 0)
		return true;
	if (!pg_query(r->pg, r->a, STATEMENT(r->a, sql_cli_trace_parents, {"live", d->shape.live},
			{"history", text(arena_print(r->a, "%.*s_history", STR(d->shape.live)))},
			{"column", hash_column(r->a, p)}), P(param_texts(r->a, &d->found[RELATION_ITSELF])), &rows, e))
		return false;
	for (size_t i = 0; i < rows_count(rows); i++)
		texts_add(r->a, &parents, rows_at(rows, i, 0));
	for (size_t i = 0; parents.count > 0 && i < r->count; i++)
		if (r->datasets[i].shape.entity == p->entity
		    && !keys_find(r, &r->datasets[i], RELATION_PARENT, S("key_hash = any ($1::uuid[])"),
				  param_texts(r->a, &parents), e))
			return false;
	return true;
}

static bool relatives_find(struct reading *r, struct err *e)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct entity *n = r->datasets[i].shape.entity;

		for (size_t p = 0; p < n->parent_count; p++)
			if (!children_find(r, &r->datasets[i], &n->parents[p], e)
			    || !parents_find(r, &r->datasets[i], &n->parents[p], e))
				return false;
	}
	return true;
}

/* ── their versions ────────────────────────────────────────────────────────────────────────────────────────────── */

static Str columns_sql(struct arena *a, const struct shape *s)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_add(b, S("key_hash, source, state, company, channel, seen_from, landing, part, record"));
	for (size_t i = 0; i < s->count; i++) {
		if (!is_shown(s, i) || !is_staged(s, i))
			continue;
		buf_add(b, S(", "));
		buf_add(b, quoted_identifier(a, s->fields[i].name));
	}
	return buf_str(b);
}

static Str cells_sql(struct arena *a, const struct shape *s)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < s->count; i++) {
		buf_print(b, "%s", i > 0 ? ", " : "");
		buf_add(b, is_shown(s, i) ? s->fields[i].sql : quoted_literal(a, S(MASK)));
	}
	return buf_str(b);
}

/* The key's order, as far as it may be read. */
static Str order_sql(struct arena *a, const struct shape *s)
{
	struct buf *b = buf_new(a, SQL_LIMIT);

	for (size_t i = 0; i < s->count; i++) {
		if (!s->fields[i].key || !is_shown(s, i))
			continue;
		buf_print(b, "%s", b->len > 0 ? ", " : "");
		buf_add(b, s->fields[i].order);
	}
	return b->len > 0 ? buf_str(b) : S("company");
}

static bool is_fault_of(const struct rows *faults, size_t i, const struct shape *s, Str hash, Str snapshot)
{
	return text_is(rows_at(faults, i, FAULT_DATASET), s->dataset)
	    && text_is(rows_at(faults, i, FAULT_SNAPSHOT), snapshot)
	    && text_is(rows_at(faults, i, FAULT_HASH), hash);
}

/* status "parked" unknown to its crosswalk */
static Str fault_text(struct arena *a, const struct rows *faults, size_t i)
{
	Str field = rows_at(faults, i, FAULT_FIELD), value = rows_at(faults, i, FAULT_VALUE);
	struct buf *b = buf_new(a, SQL_LIMIT);

	buf_add(b, field);
	if (value.len > 0)
		buf_print(b, "%s%s", b->len > 0 ? " " : "", text_quoted(a, value));
	buf_print(b, "%s", b->len > 0 ? " " : "");
	buf_add(b, rows_at(faults, i, FAULT_REASON));
	return buf_str(b);
}

static struct texts faults_of(struct reading *r, const struct shape *s, Str hash, Str snapshot)
{
	struct texts list = {0};

	for (size_t i = 0; i < rows_count(r->faults); i++)
		if (is_fault_of(r->faults, i, s, hash, snapshot))
			texts_add(r->a, &list, fault_text(r->a, r->faults, i));
	return list;
}

static struct version version_of(struct reading *r, const struct shape *s, const struct rows *rows, size_t row)
{
	Str *values = arena_array(r->a, s->count, Str);
	struct version v = {.state = row_state_name(rows_at(rows, row, STATE)), .company = rows_at(rows, row, COMPANY),
		.channel = rows_at(rows, row, CHANNEL), .number = rows_int(rows, row, SEEN_FROM),
		.from_date = rows_date(rows, row, FROM_DATE), .until_date = DATE_NONE, .cause = rows_at(rows, row, CAUSE),
		.run = rows_at(rows, row, RUN), .file = rows_at(rows, row, FILE_NAME), .record = rows_at(rows, row, RECORD),
		.values = values, .faults = faults_of(r, s, rows_at(rows, row, HASH), rows_at(rows, row, SEEN_FROM))};
	date until = rows_is_null(rows, row, UNTIL_DATE) ? DATE_NONE : rows_date(rows, row, UNTIL_DATE);

	/* What ended it was not known then. */
	if (until != DATE_NONE && (r->s->at == DATE_NONE || until <= r->s->at)) {
		v.until = rows_int(rows, row, SEEN_UNTIL);
		v.until_date = until;
	}
	for (size_t i = 0; i < s->count; i++)
		values[i] = rows_at(rows, row, VALUES + i);
	return v;
}

static struct fact *fact_of(struct reading *r, const struct shape *shape, enum relation relation,
	const struct rows *rows, size_t row)
{
	struct story *s = r->s;
	struct fact *last = s->fact_count > 0 ? &s->facts[s->fact_count - 1] : NULL;

	if (last && last->shape == shape && last->relation == relation && text_is(last->hash, rows_at(rows, row, HASH))
	    && text_is(last->extract, rows_at(rows, row, EXTRACT)))
		return last;
	s->facts = arena_grow(r->a, s->facts, s->fact_count, sizeof *s->facts);
	last = &s->facts[s->fact_count++];
	*last = (struct fact){.shape = shape, .relation = relation, .hash = rows_at(rows, row, HASH),
		.extract = rows_at(rows, row, EXTRACT)};
	for (size_t i = 0; i < shape->count; i++)
		if (shape->fields[i].key)
			texts_add(r->a, &last->key, rows_at(rows, row, VALUES + i));
	return last;
}

static void version_add(struct arena *a, struct version **list, size_t *count, struct version v)
{
	*list = arena_grow(a, *list, *count, sizeof **list);
	(*list)[(*count)++] = v;
}

static bool rows_read(struct reading *r, struct place_of_keys *d, enum relation relation, struct err *e)
{
	const struct shape *s = &d->shape;
	struct rows *rows;

	if (d->found[relation].count == 0)
		return true;
	if (!pg_query(r->pg, r->a, STATEMENT(r->a, sql_cli_trace_rows, {"live", s->live},
			{"history", text(arena_print(r->a, "%.*s_history", STR(s->live)))},
			{"duplicate", text(arena_print(r->a, "%.*s_duplicate", STR(s->live)))},
			{"columns", columns_sql(r->a, s)}, {"cells", cells_sql(r->a, s)}, {"order", order_sql(r->a, s)}),
		      P(param_texts(r->a, &d->found[relation]), s->dataset, r->day), &rows, e))
		return false;
	for (size_t i = 0; i < rows_count(rows); i++) {
		struct fact *f = fact_of(r, s, relation, rows, i);
		bool twice = rows_bool(rows, i, TWICE);

		version_add(r->a, twice ? &f->twice : &f->versions, twice ? &f->twice_count : &f->version_count,
			version_of(r, s, rows, i));
	}
	return true;
}

static Str all_found(struct reading *r)
{
	struct texts all = {0};

	for (size_t i = 0; i < r->count; i++)
		for (size_t n = 0; n < RELATIONS; n++)
			texts_join(r->a, &all, &r->datasets[i].found[n]);
	return param_texts(r->a, &all);
}

/* As sql/reconcile/look_alike.sql writes the reason of a warning that names the key. */
static struct texts named_by(struct reading *r)
{
	struct texts list = {0};

	for (size_t i = 0; i < r->s->fact_count; i++) {
		const struct texts *key = &r->s->facts[i].key;
		struct buf *b = buf_new(r->a, SQL_LIMIT);

		buf_print(b, "like");
		for (size_t k = 0; k < key->count; k++) {
			buf_byte(b, ' ');
			buf_add(b, key->at[k]);
		}
		if (r->s->facts[i].relation == RELATION_ITSELF && !texts_has(&list, buf_str(b)))
			texts_add(r->a, &list, buf_str(b));
	}
	return list;
}

static bool told(struct reading *r, struct err *e)
{
	Str hashes = all_found(r);
	struct rows *faults, *findings, *trials, *wholes;
	struct texts named;

	if (!pg_query(r->pg, r->a, sql_cli_trace_faults, P(hashes), &faults, e))
		return false;
	r->faults = faults;
	for (enum relation n = RELATION_ITSELF; n < RELATIONS; n++)
		for (size_t i = 0; i < r->count; i++)
			if (!rows_read(r, &r->datasets[i], n, e))
				return false;
	named = named_by(r);
	if (!pg_query(r->pg, r->a, sql_cli_trace_findings, P(hashes, r->s->asked, r->day, param_texts(r->a, &named)),
		      &findings, e))
		return false;
	r->s->findings = findings;
	if (!pg_query(r->pg, r->a, sql_cli_trace_trials, P(hashes, r->s->asked, r->day), &trials, e))
		return false;
	r->s->trials = trials;
	if (!pg_query(r->pg, r->a, sql_cli_trace_wholes, P(hashes, r->s->asked, r->day), &wholes, e))
		return false;
	r->s->wholes = wholes;
	return true;
}

/* ── all of it ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool datasets_open(struct reading *r, const struct project *p, struct err *e)
{
	struct rows *rows;

	if (!pg_query(r->pg, r->a, sql_cli_datasets, NO_PARAMS, &rows, e))
		return false;
	r->datasets = arena_array(r->a, rows_count(rows), struct place_of_keys);
	for (size_t i = 0; i < rows_count(rows); i++) {
		if (!entity_find(&p->entities, rows_at(rows, i, 1)))
			continue;            /* nobody knows its key any more */
		if (!shape_open(r->a, p, r->pg, rows_at(rows, i, 0), true, &r->datasets[r->count++].shape, e))
			return false;
	}
	return true;
}

bool story_read(struct arena *a, const struct project *p, struct pg *pg, Str asked, date at, struct story *s,
	struct err *e)
{
	struct reading r = {.a = a, .pg = pg, .s = s, .day = param_date(a, at)};
	struct chains_told *chains = arena_new_of(a, struct chains_told);
	struct texts lives = {0};

	*s = (struct story){.asked = asked, .at = at, .chains = chains};
	if (!datasets_open(&r, p, e))
		return false;
	for (size_t i = 0; i < r.count; i++)
		texts_add(a, &lives, r.datasets[i].shape.live);
	return tables_hold(a, pg, &lives, e)
	    && themselves_find(&r, e)
	    && relatives_find(&r, e)
	    && told(&r, e)
	    && chains_tell(a, p, pg, s, chains, e)
	    && pg_commit(pg, e);
}

bool whole_row_begins(const struct rows *r, size_t row)
{
	static const size_t columns[] = {WHOLE_RULE, WHOLE_KEY, WHOLE_CURRENCY};

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (row == 0 || !text_is(rows_at(r, row, columns[i]), rows_at(r, row - 1, columns[i])))
			return true;
	return false;
}

const struct version *fact_last(const struct fact *f)
{
	return f->version_count > 0 ? &f->versions[f->version_count - 1] : NULL;
}

bool fact_is_gone(const struct fact *f)
{
	const struct version *last = fact_last(f);

	return !last || last->until > 0;
}

bool version_follows(const struct version *before, const struct version *v)
{
	return before->until == v->number;
}
