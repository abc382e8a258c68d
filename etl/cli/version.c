#include "base/json_out.h"
#include "cli/commands.h"
#include "cli/put.h"

static bool version(struct call *call, struct err *e)
{
	struct json_out j;
	struct buf *b = put_begin(call, &j);

	(void)e;
	if (call->json) {
		json_object(&j);
		json_put_z(&j, "version", VERSION);
		json_object_end(&j);
	} else {
		buf_print(b, "counterfoil " VERSION);
	}
	return put_end(call, b);
}

const struct command command_version = {
	.name = "version", .group = GROUP_HELP, .doc = "Says which version this is", .json = "{version}",
	.anywhere = true, .go = version,
};
