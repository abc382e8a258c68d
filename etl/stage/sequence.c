#include "stage/staging.h"

/*
 * Numbers that a system gives without a gap, such as those of invoices: what is missing between the first and the last
 * was never sent, or was taken away.  Whatever state its row is in, a number that is there is not missing.
 */

enum { SQL_LIMIT = 1 << 16, NAMED = 10 };

static Str per_sql(struct stage *s, const struct sequence *sequence)
{
	struct buf *b = buf_new(s->memory, SQL_LIMIT);

	for (size_t i = 0; i < sequence->per_count; i++)
		buf_print(b, "l.%.*s::text, ",
			STR(quoted_identifier(s->memory, s->d->entity->fields[sequence->per[i]].name)));
	return buf_str(b);
}

/* RE# 1003, 1207 to 1209 */
static void say(struct stage *s, const struct rows *gaps)
{
	struct buf *b = buf_new(s->memory, SQL_LIMIT);
	size_t count = rows_count(gaps);

	for (size_t i = 0; i < count && i < NAMED; i++) {
		bool same_series = i > 0 && text_is(rows_at(gaps, i, 0), rows_at(gaps, i - 1, 0));
		bool is_one = text_is(rows_at(gaps, i, 1), rows_at(gaps, i, 2));

		buf_add(b, i > 0 ? S(", ") : S(""));
		if (!same_series && !text_is(rows_at(gaps, i, 0), S("#")))
			buf_print(b, "%.*s ", STR(rows_at(gaps, i, 0)));
		buf_add(b, rows_at(gaps, i, 1));
		if (!is_one)
			buf_print(b, " to %.*s", STR(rows_at(gaps, i, 2)));
	}
	if (count > NAMED)
		buf_print(b, " and %zu more gaps", count - NAMED);
	if (count > 0)
		stage_note(s, arena_print(s->memory, "numbers of \"%.*s\" are missing: %s",
			STR(s->d->entity->fields[s->in.intake->sequence->field].name), text_z(s->memory, buf_str(b))));
}

bool sequence_find(struct stage *s, struct err *e)
{
	const struct sequence *sequence = s->in.intake->sequence;
	struct arena *a = s->memory;
	struct rows *gaps;

	if (!sequence)
		return true;
	s->has_sequence = true;
	if (!run_for(s, sql_stage_sequence_table, NULL, e)
	    || !pg_run(s->pg, STATEMENT(a, sql_stage_sequence_find, {"live", s->d->live}, {"source", s->text.source},
			{"field", s->d->entity->fields[sequence->field].name}, {"per", per_sql(s, sequence)}),
		       P(param_int(a, s->previous.snapshot_id)), NULL, e)
	    || !pg_query(s->pg, a, sql_stage_sequence_new, NO_PARAMS, &gaps, e))
		return false;
	say(s, gaps);
	return true;
}

bool sequence_record(struct stage *s, const struct delta *d, struct err *e)
{
	return !s->has_sequence
	    || (pg_run(s->pg, sql_stage_sequence_record, P(param_int(s->memory, d->snapshot_id)), NULL, e)
		&& pg_run(s->pg, sql_stage_sequence_drop, NO_PARAMS, NULL, e));
}
