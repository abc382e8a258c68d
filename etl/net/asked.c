#include "net/asked.h"

#include "base/signature.h"
#include "embedded.h"

bool asked_begin(struct pg *pg, struct arena *a, const struct asked_of *of, instant now, instant since,
	struct asked *asked, struct err *e)
{
	struct rows *r;

	*asked = (struct asked){.at = now};
	if (!nonce_new(a, &asked->key, e))
		return false;
	if (!pg)
		return true;
	if (!pg_query(pg, a, sql_net_asked_begin, P(of->extract, param_date(a, of->business_date),
		param_digest(a, of->request), asked->key, param_instant(a, now), param_instant(a, since)), &r, e))
		return false;
	asked->key = rows_at(r, 0, 0);
	asked->id = rows_at(r, 0, 1);
	asked->at = rows_instant(r, 0, 2);
	return true;
}

bool asked_named(struct pg *pg, struct arena *a, const struct asked_of *of, const struct asked *asked, struct err *e)
{
	return !pg || pg_run(pg, sql_net_asked_named, P(of->extract, param_date(a, of->business_date),
		param_digest(a, of->request), asked->id, param_instant(a, asked->at)), NULL, e);
}

bool asked_forget(struct pg *pg, struct arena *a, const struct asked_of *of, struct err *e)
{
	return !pg || pg_run(pg, sql_net_asked_forget, P(of->extract, param_date(a, of->business_date),
		param_digest(a, of->request)), NULL, e);
}
