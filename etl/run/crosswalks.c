#include "run/crosswalks.h"

#include "base/buf.h"
#include "base/json_out.h"
#include "db/statement.h"
#include "embedded.h"

enum { PAIRS_MOST = 64 << 20, WORDS_SAID = 10 };

/* The columns of sql/run/crosswalk_diff.sql. */
enum { VERSION_NO, WORD, BEFORE, AFTER };

static Str pairs_json(struct arena *a, const struct crosswalk *c)
{
	struct buf *b = buf_new(a, PAIRS_MOST);
	struct json_out j;

	json_begin(&j, b, false);
	json_object(&j);
	for (size_t i = 0; i < c->count; i++)
		json_put_text(&j, text_z(a, c->pairs[i].from), c->pairs[i].to);
	json_object_end(&j);
	return buf_str(b);
}

/* Empty, not null, of one for all systems. */
static Str system_of(const struct crosswalk *c)
{
	return c->system.len > 0 ? c->system : S("");
}

static void word_add(struct crosswalk_change *change, struct arena *a, struct buf *said, const struct rows *r, size_t i)
{
	Str word = rows_at(r, i, WORD), before = rows_at(r, i, BEFORE), after = rows_at(r, i, AFTER);

	if (before.at)
		texts_add(a, &change->before, before);
	if (i == WORDS_SAID)
		buf_print(said, "; and %zu more", rows_count(r) - i);
	if (i >= WORDS_SAID)
		return;
	buf_print(said, "%s%s", said->len > 0 ? "; " : "", text_quoted(a, word));
	if (after.at)
		buf_print(said, " is %s%s", text_quoted(a, after), before.at ? ", was " : "");
	if (before.at)
		buf_print(said, "%s%s", after.at ? "" : " was ", text_quoted(a, before));
}

/* A change of version 0 if there is none; what it says is empty if it is the same. */
static bool diff(struct arena *a, struct pg *pg, const struct crosswalk *c, struct crosswalk_change *change,
	struct err *e)
{
	struct buf *said = buf_new(a, PAIRS_MOST);
	struct rows *r;

	*change = (struct crosswalk_change){.table = c};
	if (!pg_query(pg, a, sql_run_crosswalk_diff, P(c->name, system_of(c), pairs_json(a, c)), &r, e))
		return false;
	if (rows_count(r) == 0)
		return true;
	change->version = rows_int(r, 0, VERSION_NO);
	for (size_t i = 0; i < rows_count(r) && rows_at(r, i, WORD).at; i++)
		word_add(change, a, said, r, i);
	change->said = text_copy(a, buf_str(said));
	return true;
}

static void changes_add(struct arena *a, struct crosswalk_changes *changes, struct crosswalk_change *change)
{
	change->version++;
	changes->at = arena_grow(a, changes->at, changes->count, sizeof *changes->at);
	changes->at[changes->count++] = *change;
}

bool crosswalk_changes_find(struct arena *a, struct pg *pg, const struct project *p, struct crosswalk_changes *changes,
	struct err *e)
{
	*changes = (struct crosswalk_changes){0};
	for (size_t i = 0; i < p->crosswalks.count; i++) {
		struct crosswalk_change change;

		if (!diff(a, pg, &p->crosswalks.at[i], &change, e))
			return false;
		if (change.said.len > 0)
			changes_add(a, changes, &change);
	}
	return true;
}

bool crosswalk_changes_keep(struct ledger *l, const struct project *p, struct crosswalk_changes *changes, struct err *e)
{
	*changes = (struct crosswalk_changes){0};
	for (size_t i = 0; i < p->crosswalks.count; i++) {
		const struct crosswalk *c = &p->crosswalks.at[i];
		struct crosswalk_change change;

		if (!diff(l->a, l->pg, c, &change, e))
			return false;
		if (change.version > 0 && change.said.len == 0)
			continue;
		if (!pg_run(l->pg, sql_run_crosswalk_keep, P(c->name, system_of(c), param_int(l->a, change.version + 1),
			    pairs_json(l->a, c), param_int(l->a, l->run_id)), NULL, e))
			return false;
		if (change.said.len > 0)
			changes_add(l->a, changes, &change);
	}
	return true;
}

/* Of a field that is a number's factor, or of which its table has no column yet, nothing is staged to be counted. */
static bool touched(struct arena *a, struct pg *pg, const struct extract *x, const struct crosswalk_change *change,
	const struct texts *columns, int64_t *count, struct err *e)
{
	const char *live = arena_print(a, "stage.%.*s_%.*s", STR(x->system->name), STR(x->entity->name));
	struct texts fields = map_translated(a, x->map, change->table);

	*count = 0;
	for (size_t i = 0; i < fields.count && change->before.count > 0; i++) {
		const char *sql = STATEMENT(a, sql_run_crosswalk_touched, {"live", text(live)}, {"field", fields.at[i]});
		struct rows *r;

		if (!texts_has(columns, fields.at[i]))
			continue;
		if (!pg_query(pg, a, sql, P(param_texts(a, &change->before), extract_dataset(a, x), x->name), &r, e))
			return false;
		*count += rows_int(r, 0, 0);
	}
	return true;
}

/* None if its table is still to be made. */
static bool columns_find(struct arena *a, struct pg *pg, const struct extract *x, struct texts *columns, struct err *e)
{
	const char *live = arena_print(a, "stage.%.*s_%.*s", STR(x->system->name), STR(x->entity->name));
	struct rows *r;

	if (!pg_query(pg, a, sql_stage_prepare_columns, P(quoted_identifier(a, text(live))), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		texts_add(a, columns, rows_at(r, i, 0));
	return true;
}

bool crosswalk_changes_said(struct arena *a, struct pg *pg, const struct extract *x,
	const struct crosswalk_changes *changes, struct texts *said, struct err *e)
{
	struct texts columns = {0};

	*said = (struct texts){0};
	if (changes->count > 0 && !columns_find(a, pg, x, &columns, e))
		return false;
	for (size_t i = 0; columns.count > 0 && i < changes->count; i++) {
		const struct crosswalk_change *change = &changes->at[i];
		int64_t count;

		if (!map_uses(x->map, change->table))
			continue;
		if (!touched(a, pg, x, change, &columns, &count, e))
			return false;
		texts_add(a, said, text(arena_print(a, "crosswalk %.*s, version %lld: %.*s; staged rows with the old meaning: "
			"%lld", STR(change->table->name), (long long)change->version, STR(change->said), (long long)count)));
	}
	return true;
}
