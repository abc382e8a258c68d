/* What happens between a request and its answer, without HTTP: routes, faults, the log, and what is held. */
#ifndef SYSTEMS_SERVER_H
#define SYSTEMS_SERVER_H

#include "systems.h"

struct desk;

struct desk *desk_new(struct arena *a, struct systems *s, const struct faults *faults);

/* How the body goes out; what of it a client gets is the transfer's matter. */
struct transfer {
	enum fault_kind fault;
	uint64_t seconds;
};

/* Answers; query is as it came, for the log.  Not for two threads at once. */
void desk_answer(struct desk *d, struct request *q, Str query, struct reply *r, struct transfer *t);

#endif
