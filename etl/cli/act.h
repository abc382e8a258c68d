/* What people do to snapshots, each with a reason that goes to the audit chain. */
#ifndef CLI_ACT_H
#define CLI_ACT_H

#include "cli/open.h"
#include "run/run.h"

#define REASON_OPTION {"reason", WORD_TEXT, "TEXT", "why; it stays in the audit chain with who and when", NULL, true}

/* The entry of the chain: kind, {NAME: subject, "reason": …}. */
struct act act_of(struct call *call, const char *kind, const char *name, Str subject);

#endif
