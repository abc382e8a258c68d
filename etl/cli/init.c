#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "embedded.h"
#include "run/run.h"

static void init_json(struct json_out *j, const struct project *p, const struct pg *pg, const struct rows *r)
{
	json_object(j);
	json_put_bool(j, "embedded", p->settings.embedded);
	put_int(j, "schema", r, 0, 0);
	put_text(j, "schema_name", r, 0, 1);
	json_put_int(j, "postgres", pg_server_version(pg) / 10000);
	json_object_end(j);
}

static bool init(struct call *call, struct err *e)
{
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct project *p;
	struct rows *r;
	struct pg *pg;

	if (!call_project(call, &p, e)
	    || !project_database(call->a, p, ACCESS_MAKE, &pg, e)
	    || !pg_query(pg, call->a, sql_cli_schema, NO_PARAMS, &r, e))
		return false;
	if (call->json)
		init_json(&j, p, pg, r);
	else
		buf_print(b, "the database is ready: schema %lld (%.*s), Postgres %d%s", (long long)rows_int(r, 0, 0),
			STR(rows_at(r, 0, 1)), pg_server_version(pg) / 10000, p->settings.embedded ? ", embedded" : "");
	return put_end(call, b);
}

const struct command command_init = {
	.name = "init", .group = GROUP_PROJECT, .doc = "Creates the database, or brings it to this version's schema",
	.more = "An embedded database is made, started and kept up to date by every command that needs it; a server "
		"of one's own is changed by this command alone.",
	.json = "{embedded, schema, schema_name, postgres}", .go = init,
};
