#include "cli/act.h"

#include "db/audit.h"

enum { DETAIL_LIMIT = 1 << 20 };

bool act_append(struct call *call, struct pg *pg, const char *kind, const char *name, Str subject, struct err *e)
{
	struct buf *detail = buf_new(call->a, DETAIL_LIMIT);
	struct json_out j;

	json_begin(&j, detail, false);
	json_object(&j);
	json_put_text(&j, name, subject);
	json_put_text(&j, "reason", call_text(call, "reason"));
	json_object_end(&j);
	return audit_append(pg, call->a, text(kind), actor(call->a), buf_str(detail), e);
}
