/*
 * The audit chain, ops.audit: who did what, each entry's SHA-256 covering the one before it.  Entries are written by
 * the server alone (ops.audit_append), one writer at a time, so that numbers are dense; nobody can change them, and
 * whoever turns the triggers off is found by audit_verify.  The bytes under a digest: sql/schema/001_roles_and_ops.sql.
 */
#ifndef DB_AUDIT_H
#define DB_AUDIT_H

#include "db/pg.h"

/* kind: what was done, a few words ("snapshot released"); actor: a person or "counterfoil"; detail: a JSON text, kept
 * byte for byte.  In the caller's transaction if one is open (READ COMMITTED; a stricter one may be ERR_TEMPORARY),
 * which other writers then wait for: append late in it. */
bool audit_append(struct pg *pg, struct arena *a, Str kind, Str actor, Str detail, struct err *e)
	__attribute__((warn_unused_result));

struct audit_state {
	int64_t entries;           /* that were read, up to and with the first wrong one */
	struct digest head;        /* of the last good entry: whoever noted it before can hold it against this */
	int64_t wrong;             /* number of the first wrong entry, 0 if the chain is whole */
	const char *fact;          /* what is wrong with it, or NULL */
};

/* Walks the whole chain and computes every digest here, not on the server.  True if it could be walked; whether it is
 * whole stands in state. */
bool audit_verify(struct pg *pg, struct arena *a, struct audit_state *state, struct err *e)
	__attribute__((warn_unused_result));

#endif
