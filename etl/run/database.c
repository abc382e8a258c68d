#include "run/run.h"

#include "base/file.h"
#include "config/secret.h"
#include "db/embedded.h"
#include "db/migrate.h"

/* What a run may do is what counterfoil_etl may, whoever the login is: it can change neither decisions nor
 * the chain. */
bool project_database(struct arena *a, const struct project *p, bool migrate_it, struct pg **pg, struct err *e)
{
	const char *conninfo;
	int applied;
	Str url;

	if (p->settings.embedded) {
		if (!embedded_start(a, path_join(a, p->folder, "var"), &conninfo, e))
			return false;
	} else {
		if (!secret_fill(a, p->settings.database, &url, e))
			return false;
		conninfo = text_z(a, url);
	}
	if (!pg_open(a, conninfo, pg, e))
		return false;
	if (!(migrate_it || p->settings.embedded ? migrate(*pg, &applied, e) : migrate_check(*pg, e)))
		return false;
	return pg_role(*pg, "counterfoil_etl", e);
}
