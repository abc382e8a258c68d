/*
 * What mapping hands on: rows of typed values, one value a field of the entity, in its order.  A record that could not
 * be mapped is a row as well, when its key could be read, with its state; what went wrong stands in its faults.  All of
 * it is borrowed until the next batch.
 */
#ifndef MAP_ROW_H
#define MAP_ROW_H

#include "base/decimal.h"
#include "base/instant.h"
#include "config/entity.h"
#include "read/batch.h"

struct value {
	bool null;
	union {
		Str text;                /* TEXT, CURRENCY, JSON, GTIN; BYTES raw; UUID as 16 raw bytes */
		int64_t integer;         /* INTEGER; DURATION in microseconds */
		struct decimal decimal;  /* DECIMAL, MONEY */
		bool boolean;
		instant timestamp;
		date date;
	} as;
};

enum row_state {
	ROW_GOOD = 'g',
	ROW_REJECTED = 'r',      /* the key could be read, something else could not */
	ROW_FILTERED = 'f',
	ROW_TWICE = 't',         /* set by staging: the same key again with other fields */
	ROW_UNCONFIRMED = 'u',   /* set by staging: lacking while a record had no readable key */
};

/* One thing wrong with a record: at most the first FAULTS_KEPT are kept. */
enum { FAULTS_KEPT = 8 };

struct fault {
	Str field;               /* of the entity, empty if it is the record itself */
	Str value;               /* what the source said, cut at 200 bytes; empty for a personal field */
	const char *reason;      /* a constant sentence: counted by it */
	bool warning;            /* the row is good all the same */
};

struct row {
	enum row_state state;
	bool has_key;            /* every key field was read; without it the record is a reject and no row */
	const struct value *values;
	Str company, channel;
	const struct fault *faults;
	size_t fault_count;
	struct place place;
	Str text;                /* the record as received, card numbers masked; empty if nothing is wrong with it */
};

struct mapped {
	const struct row *rows;  /* one a record, in order; rows without a key too */
	size_t count;
};

#endif
