/* What people do to snapshots, each with a reason that goes to the audit chain. */
#ifndef CLI_ACT_H
#define CLI_ACT_H

#include "base/json_out.h"
#include "cli/open.h"

#define REASON_OPTION {"reason", WORD_TEXT, "TEXT", "why; it stays in the audit chain with who and when", NULL, true}

/* Appends an entry: kind, {"subject": …, "reason": …}. */
bool act_append(struct call *call, struct pg *pg, const char *kind, const char *name, Str subject, struct err *e)
	__attribute__((warn_unused_result));

#endif
