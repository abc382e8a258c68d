#include "db/setting.h"

#include "db/session.h"

#include <embedded.h>

bool setting_seed(struct pg *pg, uint64_t *seed, struct err *e)
{
	struct rows *r;
	bool ok = pg_query(pg, pg->work, sql_db_setting, P(S("hash_seed")), &r, e)
		&& (rows_count(r) == 1 || err_set(e, ERR_DATABASE, "ops.setting: hash_seed is not there; every staged row "
			"rests on it: restore the database from a backup"));

	if (ok)
		*seed = (uint64_t)rows_int(r, 0, 0);
	arena_end(pg->work);
	return ok;
}
