/* What most commands begin with: the project, and its database. */
#ifndef CLI_OPEN_H
#define CLI_OPEN_H

#include "cli/command.h"
#include "db/pg.h"
#include "run/project.h"

/* The project of the call, without a mistake: else ERR_CONFIG with all of them. */
bool call_project(struct call *call, struct project **p, struct err *e) __attribute__((warn_unused_result));

/* A session of its database, with the rights that the command needs. */
bool call_database(struct call *call, const struct project *p, struct pg **pg, struct err *e)
	__attribute__((warn_unused_result));

/* Both. */
bool call_open(struct call *call, struct project **p, struct pg **pg, struct err *e)
	__attribute__((warn_unused_result));

/* Whether there is a database to ask: an embedded one that was never made has nothing to say, and stays so. */
bool project_has_database(struct arena *a, const struct project *p);

/* Who acts, for the audit chain: "user@host". */
Str actor(struct arena *a);

#endif
