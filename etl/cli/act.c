#include "cli/act.h"

#include "base/json_out.h"

enum { DETAIL_LIMIT = 1 << 20 };

struct act act_of(struct call *call, const char *kind, const char *name, Str subject)
{
	struct buf *detail = buf_new(call->a, DETAIL_LIMIT);
	struct json_out j;

	json_begin(&j, detail, false);
	json_object(&j);
	json_put_text(&j, name, subject);
	json_put_text(&j, "reason", call_text(call, "reason"));
	json_object_end(&j);
	return (struct act){text(kind), actor(call->a), call_text(call, "reason"), buf_str(detail)};
}
