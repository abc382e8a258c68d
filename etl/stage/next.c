#include "stage/staging.h"

#include "embedded.h"

/*
 * The table that takes the changed rows, and becomes the live table if they are many; of a list that has not changed
 * there is none.  What is the same for all rows (the snapshot, its landing, mostly the company) is not sent with each:
 * once they are there such a column is added with its value, which Postgres keeps beside the table and not in its rows
 * (PostgreSQL manual, 5.6.1: no rewrite).
 */

enum { ONCE_LIMIT = 1 << 16 };

static void once_find(struct stage *s)
{
	struct arena *a = s->memory;

	s->once[COLUMN_LANDING] = param_int(a, s->in.landing_id);
	s->once[COLUMN_SEEN_FROM] = param_int(a, s->number);
	if (s->in.landing->part_count == 1)
		s->once[COLUMN_PART] = S("0");
	if (s->in.company.at)
		s->once[COLUMN_COMPANY] = quoted_literal(a, s->in.company);
	if (s->in.channel.at)
		s->once[COLUMN_CHANNEL] = quoted_literal(a, s->in.channel);
}

bool next_make(struct stage *s, struct err *e)
{
	struct texts later = {0};
	struct rows *r;

	if (s->has_next)
		return true;
	s->has_next = true;
	once_find(s);
	for (enum column i = 0; i < COLUMN_COUNT; i++)
		if (s->once[i].at)
			texts_add(s->memory, &later, dataset_column_name(i));
	return pg_query(s->pg, s->memory, sql_stage_next_columns,
			P(quoted_identifier(s->memory, s->d->live), param_texts(s->memory, &later)), &r, e)
	    && pg_run(s->pg, STATEMENT(s->memory, sql_stage_next_table, {"next", s->d->next},
				       {"definitions", rows_at(r, 0, 0)}), NO_PARAMS, NULL, e);
}

bool next_complete(struct stage *s, struct err *e)
{
	struct buf *add = buf_new(s->memory, ONCE_LIMIT), *drop = buf_new(s->memory, ONCE_LIMIT);

	for (enum column i = 0; i < COLUMN_COUNT; i++) {
		const char *comma = add->len > 0 ? ", " : "";

		if (!s->once[i].at)
			continue;
		buf_print(add, "%sadd column %.*s %.*s default %.*s", comma, STR(dataset_column_name(i)),
			STR(dataset_column_type(i)), STR(s->once[i]));
		buf_print(drop, "%salter column %.*s drop default", comma, STR(dataset_column_name(i)));
	}
	return pg_run(s->pg, STATEMENT(s->memory, sql_stage_next_alter, {"next", s->d->next}, {"actions", buf_str(add)}),
		      NO_PARAMS, NULL, e)
	    && pg_run(s->pg, STATEMENT(s->memory, sql_stage_next_alter, {"next", s->d->next}, {"actions", buf_str(drop)}),
		      NO_PARAMS, NULL, e);
}
