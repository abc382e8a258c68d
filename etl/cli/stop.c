#include "base/file.h"
#include "cli/commands.h"
#include "cli/put.h"
#include "config/environment.h"
#include "db/embedded.h"
#include "run/project.h"

/* A configuration with mistakes must not keep anybody from stopping: only a database that is surely not ours does. */
static bool is_ours(struct call *call)
{
	struct mistakes *m = mistakes_new(call->a);
	struct project *p;

	return !project_open(call->a, call->folder, call->environment, &p, m) || p->settings.embedded;
}

static bool stop(struct call *call, struct err *e)
{
	struct json_out j;
	struct buf *b = put_begin(call, &j);

	if (!is_ours(call))
		return err_set(e, ERR_USAGE, "stop: the project's database is a server of its own; it is stopped "
			"where it runs");
	if (!embedded_stop(call->a, path_join(call->a, call->folder, environment_home(call->a, call->environment)), e))
		return false;
	if (call->json) {
		json_object(&j);
		json_put_bool(&j, "stopped", true);
		json_object_end(&j);
	} else {
		buf_print(b, "the embedded database is stopped");
	}
	return put_end(call, b);
}

const struct command command_stop = {
	.name = "stop", .group = GROUP_PROJECT, .doc = "Stops the embedded database",
	.more = "Every command that needs it starts it again.",
	.json = "{stopped}", .go = stop,
};
