/* The keys of a field map: the map's own, those of one field, and of the tables in it. */
#ifndef MAP_KEYS_H
#define MAP_KEYS_H

#include "config/keys.h"
#include "config/node.h"

/* Beside the fields; what is no key of these is the name of a field. */
struct map_keys {
	const struct node *company, *channel, *where, *drop, *drift;
};

struct drift_keys {
	int new_field, missing_field, type_change, new_value;
};

struct field_keys {
	Str get, template;
	struct texts get_any, null_if, format, true_values, false_values;
	const struct node *constant, *compose, *pair, *fallback, *operations, *factor, *sign_by, *crosswalk, *lookup;
	const struct node *min, *max, *check;
	int mask;
	Str hmac;
	int meta, missing, sign, round, unit, from, gap, overlap;
	int digits, scale;
	bool required, integral, identifier;
	Str decimal_mark, group_mark, currency, zone, day_in, otherwise;
};

struct compose_keys {
	Str date, time, offset;
};

struct pair_keys {
	Str list, name, value, is;
};

struct factor_keys {
	Str crosswalk, by;
};

struct lookup_keys {
	Str dataset, by, give;
};

struct sign_by_keys {
	Str field, get;
	struct texts negative;
};

struct check_keys {
	const struct node *length, *in, *min, *max;
	Str match;
	struct texts cross;
	bool luhn, gtin, email;
	int level;
};

struct where_keys {
	Str field, get;
	int is, missing;
	const struct node *value;
};

extern const struct key map_key_rows[], field_key_rows[], compose_key_rows[], pair_key_rows[], factor_key_rows[],
	lookup_key_rows[], sign_by_key_rows[], check_key_rows[], where_key_rows[],
	drift_key_rows[];
extern const size_t map_key_count, field_key_count, compose_key_count, pair_key_count, factor_key_count,
	lookup_key_count, sign_by_key_count, check_key_count, where_key_count, drift_key_count;

/* Whether a key of a field means something for the type (enum field_type). */
bool key_applies(Str key, int type);

#endif
