#include "run/run.h"

#include "base/file.h"
#include "config/secret.h"
#include "db/embedded.h"
#include "db/migrate.h"
#include "embedded.h"

static bool login(struct arena *a, const struct project *p, struct pg **pg, struct err *e)
{
	const char *conninfo;
	Str url;

	if (p->settings.embedded)
		return embedded_start(a, p->home, &conninfo, e) && pg_open(a, conninfo, pg, e);
	return secret_fill(a, p->settings.database, &url, e) && pg_open(a, text_z(a, url), pg, e);
}

/* What a run may do is what counterfoil_etl may, whoever the login is: it can change neither decisions nor the chain.
 * Whoever only reads does so as what they are. */
static bool role_take(struct arena *a, struct pg *pg, enum access access, struct err *e)
{
	struct rows *r;
	Str role, who;

	if (!pg_query(pg, a, sql_run_role, NO_PARAMS, &r, e))
		return false;
	role = rows_at(r, 0, 0);
	who = rows_at(r, 0, 1);
	if (!role.at && !rows_bool(r, 0, 2))
		return true;                   /* there is nothing yet that it could be kept from */
	if (!role.at)
		return err_set(e, ERR_DATABASE, "database: %.*s is not a member of counterfoil_etl, counterfoil_finance or "
			"counterfoil_auditor; an administrator runs: grant counterfoil_auditor to %.*s", STR(who), STR(who));
	if (access != ACCESS_READ && !text_is(role, S("counterfoil_etl")))
		return err_set(e, ERR_DATABASE, "database: %.*s may read, but is not a member of counterfoil_etl, which this "
			"command writes as; an administrator runs: grant counterfoil_etl to %.*s", STR(who), STR(who));
	return pg_role(pg, text_z(a, role), e);
}

bool project_database(struct arena *a, const struct project *p, enum access access, struct pg **pg, struct err *e)
{
	int applied;

	if (!login(a, p, pg, e))
		return false;
	if (access == ACCESS_MAKE || p->settings.embedded)
		return migrate(*pg, &applied, e) && role_take(a, *pg, access, e);
	return role_take(a, *pg, access, e) && migrate_check(*pg, e);
}
