/*
 * How an extract's rows enter its dataset: mode, scope, order, guards.  [extract.S.N] keys mode, scope, version, guard,
 * settled, sequence, reject_limit, on_reject_limit.
 */
#ifndef STAGE_INTAKE_H
#define STAGE_INTAKE_H

#include "base/decimal.h"
#include "config/keys.h"
#include "stage/delta.h"

enum mode { MODE_FULL, MODE_INCREMENTAL, MODE_APPEND };
enum scope_kind { SCOPE_ALL, SCOPE_PART, SCOPE_RANGE, SCOPE_PARENT };

/* From when on a system is not expected to change a row. */
struct settled {
	int field;                   /* a timestamp or date, by which a row's age is counted */
	int64_t after;               /* microseconds, to the snapshot's as_of */
};

/* Numbers that a system gives without a gap. */
struct sequence {
	int field;
	const int *per;              /* fields of which each value has numbers of its own */
	size_t per_count;
};

struct intake {
	enum mode mode;
	enum scope_kind scope;
	int scope_field;             /* index into the entity's fields: PART, RANGE; the parent's number for PARENT */
	int version_field;           /* -1: records carry no version of their own */
	const struct settled *settled;     /* NULL: nothing is */
	const struct sequence *sequence;   /* NULL: there is none */
	struct share max_delete, max_change, reject_limit;
	int64_t at_least;            /* a guard in percent needs this many rows to apply */
	bool empty_is_fine;
	bool load_over_limit;        /* on_reject_limit = "load" */
};

#endif
