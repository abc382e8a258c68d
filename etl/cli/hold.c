#include "cli/hold.h"

#include "db/statement.h"
#include "embedded.h"

enum { TRIES = 5 };

/* Whether they are those that the transaction sees: the rows of one that was swapped in since it began would be
 * missing. */
static bool held(struct arena *a, struct pg *pg, const struct texts *lives, bool *all, struct err *e)
{
	*all = true;
	for (size_t i = 0; *all && i < lives->count; i++) {
		struct rows *r;

		if (!pg_query(pg, a, STATEMENT(a, sql_cli_night_hold, {"live", lives->at[i]}),
			      P(quoted_identifier(a, lives->at[i])), &r, e))
			return false;
		*all = rows_bool(r, 0, 0);
	}
	return true;
}

bool tables_hold(struct arena *a, struct pg *pg, const struct texts *lives, struct err *e)
{
	bool all = false;

	for (int i = 0; i < TRIES; i++) {
		if (!pg_begin(pg, REPEATABLE_READ, e) || !held(a, pg, lives, &all, e))
			return false;
		if (all)
			return true;
		pg_rollback(pg);
	}
	return err_set(e, ERR_TEMPORARY, "the tables are being loaded again and again; try again later");
}
