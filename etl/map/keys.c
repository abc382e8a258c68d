#include "map/keys.h"

#include "config/entity.h"
#include "map/check.h"
#include "map/where.h"

static const struct key_name metas[] = {
	{"system", META_SYSTEM}, {"extract", META_EXTRACT}, {"run", META_RUN}, {"landed_at", META_LANDED_AT},
	{"page", META_PAGE}, {"record", META_RECORD}, {"index", META_INDEX}, {"url", META_URL}, {"part", META_PART},
	{"member", META_MEMBER}, {NULL, 0},
};
static const struct key_name missings[] = {{"null", MISSING_NULL}, {"reject", MISSING_REJECT}, {NULL, 0}};
static const struct key_name signs[] = {
	{"before", SIGN_BEFORE}, {"after", SIGN_AFTER}, {"parentheses", SIGN_PARENTHESES}, {"crdr", SIGN_CRDR}, {NULL, 0},
};
static const struct key_name units[] = {{"major", UNIT_MAJOR}, {"minor", UNIT_MINOR}, {NULL, 0}};
static const struct key_name roundings[] = {
	{"no", -1}, {"half_even", ROUND_HALF_EVEN}, {"half_up", ROUND_HALF_UP}, {"down", ROUND_DOWN}, {"up", ROUND_UP},
	{NULL, 0},
};
static const struct key_name froms[] = {
	{"numeric", FROM_NUMERIC}, {"hex", FROM_HEX}, {"base64", FROM_BASE64}, {NULL, 0},
};
static const struct key_name gaps[] = {{"reject", GAP_REJECT}, {"shift", GAP_SHIFT}, {NULL, 0}};
static const struct key_name overlaps[] = {
	{"first", OVERLAP_FIRST}, {"second", OVERLAP_SECOND}, {"reject", OVERLAP_REJECT}, {NULL, 0},
};
static const struct key_name levels[] = {
	{"reject", LEVEL_REJECT}, {"warn", LEVEL_WARN}, {"fail", LEVEL_FAIL}, {NULL, 0},
};
static const struct key_name masks[] = {{"last4", PRIVACY_LAST4}, {"email", PRIVACY_EMAIL}, {NULL, 0}};
static const struct key_name words[] = {
	{"accept", DRIFT_ACCEPT}, {"warn", DRIFT_WARN}, {"reject", DRIFT_REJECT}, {"fail", DRIFT_FAIL}, {NULL, 0},
};

const struct key map_key_rows[] = {
	KEY(struct map_keys, company, .takes = "text, or table",
		.doc = "of each row, as a field; default: the system's"),
	KEY(struct map_keys, channel, .takes = "text, or table",
		.doc = "of each row, as a field; default: the system's, else its name"),
	KEY(struct map_keys, where, .takes = "list of tables",
		.doc = "conditions, else a record is filtered: a list is AND, a list in it OR"),
	KEY(struct map_keys, drift, .takes = "table",
		.doc = "the contract on what the records consist of: { new_field, missing_field, type_change, new_value }"),
	KEY(struct map_keys, drop, .takes = "list of texts",
		.doc = "fields that are mapped for conditions and sums, but not staged"),
};
const size_t map_key_count = KEY_COUNT(map_key_rows);

const struct key drift_key_rows[] = {
	KEY(struct drift_keys, new_field, .doc = "a member or column that no path reaches and that no earlier night had: "
		"listed, noted too, a reject of its record, or the extract is held", .names = words, .def = "accept"),
	KEY(struct drift_keys, missing_field, .doc = "one that every record of the earlier nights had", .names = words,
		.def = "accept"),
	KEY(struct drift_keys, type_change, .doc = "a value of another kind (boolean, number, text, object, list) than on "
		"the earlier nights; null is of every kind", .names = words, .def = "accept"),
	KEY(struct drift_keys, new_value, .doc = "one that a crosswalk, the values of a field or a check's in does not "
		"know: at least what they make of it themselves", .names = words, .def = "accept"),
};
const size_t drift_key_count = KEY_COUNT(drift_key_rows);

const struct key field_key_rows[] = {
	KEY(struct field_keys, get, .doc = "path, or sum: count: min: max: any: all: join: and a path with [*]"),
	KEY(struct field_keys, get_any, .doc = "the first of these paths that is not null, what null_if lists included"),
	KEY_AS(struct field_keys, constant, "const", .takes = "text, number, or true or false",
		.doc = "this value"),
	KEY(struct field_keys, meta, .doc = "what is known of the record beside its content", .names = metas),
	KEY(struct field_keys, template, .doc = "text with {path} in it; null if a part is null"),
	KEY(struct field_keys, compose, .doc = "a time of several paths: { date, time, offset }"),
	KEY(struct field_keys, pair, .doc = "of a name/value array: { list, name, value, is }"),
	KEY(struct field_keys, missing, .doc = "a path that a record lacks is null, or makes it a reject; default: "
		"null, but a path that no record has, or a column that a file lacks, fails the extract", .names = missings),
	KEY(struct field_keys, null_if, .doc = "texts that are null"),
	KEY_AS(struct field_keys, fallback, "default", .takes = "text, number, or true or false",
		.doc = "instead of null; its path may be lacking everywhere"),
	KEY(struct field_keys, required, .doc = "null is a reject; key fields always are", .def = "false"),
	KEY_AS(struct field_keys, operations, "do", .takes = "list of texts",
		.doc = "operations, in this order"),
	KEY(struct field_keys, decimal_mark, .doc = "before the fraction", .def = "."),
	KEY(struct field_keys, group_mark, .doc = "between groups of digits; default: none"),
	KEY(struct field_keys, sign, .doc = "where a number's sign stands", .names = signs, .def = "before"),
	KEY(struct field_keys, integral, .doc = "1.0 is an integer", .def = "false"),
	KEY(struct field_keys, digits, .doc = "most digits of a decimal, before and behind the point", .def = "-1"),
	KEY(struct field_keys, scale, .doc = "most digits of a decimal behind the point", .def = "-1"),
	KEY(struct field_keys, round, .doc = "how to round what has more than scale", .names = roundings, .def = "no"),
	KEY(struct field_keys, unit, .doc = "how money is written", .names = units),
	KEY(struct field_keys, currency, .doc = "of money: a field, or three letters; default: the entity's"),
	KEY(struct field_keys, sign_by,
		.doc = "{ field or get, negative }: the values of another field that make an amount "
		"negative, which itself has no sign"),
	KEY(struct field_keys, factor, .doc = "{ crosswalk, by }: times what the crosswalk gives for the unit at a path"),
	KEY(struct field_keys, format, .doc = "of a time: rfc3339, iso, epoch_s, epoch_ms, epoch_us, rfc2822, http, odata, "
		"excel or a pattern of strptime; the first that fits", .def = "iso"),
	KEY(struct field_keys, zone,
		.doc = "of times that say none; default: the timezone that the [system.…] names itself"),
	KEY(struct field_keys, gap, .doc = "a time that the zone's clocks skip: a reject, or the first moment after it",
		.names = gaps, .def = "reject"),
	KEY(struct field_keys, overlap, .doc = "a time that the zone's clocks show twice", .names = overlaps,
		.def = "first"),
	KEY(struct field_keys, day_in, .doc = "zone in which a moment's day counts; default: zone"),
	KEY(struct field_keys, from, .doc = "of a currency: numeric; of bytes: hex (the default) or base64",
		.names = froms),
	KEY(struct field_keys, true_values, .doc = "instead of true, 1, yes, y"),
	KEY(struct field_keys, false_values, .doc = "instead of false, 0, no, n"),
	KEY(struct field_keys, crosswalk, .takes = "text, or table",
		.doc = "the name of a [crosswalk.…], or pairs"),
	KEY(struct field_keys, lookup, .takes = "table",
		.doc = "{ dataset, by, give }: what is staged of a dataset, as a crosswalk from one of its fields to another"),
	KEY_AS(struct field_keys, otherwise, "else",
		.doc = "what the crosswalk or lookup does not know: reject, keep, null or const:x",
		.def = "reject"),
	KEY(struct field_keys, identifier, .doc = "digits here are no card number", .def = "false"),
	KEY(struct field_keys, mask, .doc = "what is staged of a text: stars but for its last four characters, or a***@"
		"example.com", .names = masks),
	KEY(struct field_keys, hmac, .doc = "the name of a secret: what is staged is the text's HMAC-SHA-256, in "
		"hexadecimal, by which it can be compared and not read; a renamed secret maps all rows again"),
	KEY(struct field_keys, min, .takes = "number, or text",
		.doc = "the least value"),
	KEY(struct field_keys, max, .takes = "number, or text",
		.doc = "the greatest value"),
	KEY(struct field_keys, check, .takes = "table, or list of tables",
		.doc = "{ length, match, in, min, max, luhn, gtin, email, cross, level }, or a list"),
};
const size_t field_key_count = KEY_COUNT(field_key_rows);

const struct key compose_key_rows[] = {
	KEY(struct compose_keys, date, .doc = "path", .required = true),
	KEY(struct compose_keys, time, .doc = "path", .required = true),
	KEY(struct compose_keys, offset, .doc = "one such as +02:00, or its path"),
};
const size_t compose_key_count = KEY_COUNT(compose_key_rows);

const struct key pair_key_rows[] = {
	KEY(struct pair_keys, list, .doc = "path with [*]", .required = true),
	KEY(struct pair_keys, name, .doc = "path in an item: its name", .def = "name"),
	KEY(struct pair_keys, value, .doc = "path in an item: its value", .def = "value"),
	KEY(struct pair_keys, is, .doc = "the name that is wanted", .required = true),
};
const size_t pair_key_count = KEY_COUNT(pair_key_rows);

const struct key factor_key_rows[] = {
	KEY(struct factor_keys, crosswalk, .doc = "whose values are numbers", .required = true),
	KEY(struct factor_keys, by, .doc = "path of the unit", .required = true),
};
const size_t factor_key_count = KEY_COUNT(factor_key_rows);

const struct key lookup_key_rows[] = {
	KEY(struct lookup_keys, dataset, .doc = "a system's entity, such as \"shop.order\"; its good rows of the newest "
		"snapshots", .required = true),
	KEY(struct lookup_keys, by, .doc = "the field of it that holds what was read", .required = true),
	KEY(struct lookup_keys, give, .doc = "the field of it that is wanted; where rows do not agree, nothing is known",
		.required = true),
};
const size_t lookup_key_count = KEY_COUNT(lookup_key_rows);

const struct key sign_by_key_rows[] = {
	KEY(struct sign_by_keys, field, .doc = "of the entity, as it was mapped"),
	KEY(struct sign_by_keys, get, .doc = "path, as the source wrote it"),
	KEY(struct sign_by_keys, negative, .doc = "its values that make the amount negative", .required = true),
};
const size_t sign_by_key_count = KEY_COUNT(sign_by_key_rows);

const struct key check_key_rows[] = {
	KEY(struct check_keys, length, .takes = "integer, or list of two",
		.doc = "characters: exactly, or [least, most]"),
	KEY(struct check_keys, match, .doc = "a pattern found in it"),
	KEY(struct check_keys, in, .takes = "list",
		.doc = "the only values"),
	KEY(struct check_keys, min, .takes = "number, or text",
		.doc = "the least value"),
	KEY(struct check_keys, max, .takes = "number, or text",
		.doc = "the greatest value"),
	KEY(struct check_keys, luhn, .doc = "digits with Luhn's check digit", .def = "false"),
	KEY(struct check_keys, gtin, .doc = "a GTIN with its check digit", .def = "false"),
	KEY(struct check_keys, email, .doc = "looks like an address", .def = "false"),
	KEY(struct check_keys, cross, .doc = "fields that add up: [\"net\", \"=\", \"gross\", \"-\", \"fee\"]"),
	KEY(struct check_keys, level, .doc = "what a no is", .names = levels, .def = "reject"),
};
const size_t check_key_count = KEY_COUNT(check_key_rows);

const struct key where_key_rows[] = {
	KEY(struct where_keys, field, .doc = "of the entity"),
	KEY(struct where_keys, get, .doc = "path, instead of a field; a text"),
	KEY(struct where_keys, is, .doc = "how it compares", .names = test_names, .def = "="),
	KEY(struct where_keys, value, .takes = "text, number, true or false, date, or list",
		.doc = "what it compares with; a list for in and not_in"),
	KEY(struct where_keys, missing, .doc = "of a path, as of a field; one asked for null or not_null may be lacking",
		.names = missings),
};
const size_t where_key_count = KEY_COUNT(where_key_rows);

/* ── which key is for which type ───────────────────────────────────────────────────────────────────────────────── */

#define T(type) (1U << TYPE_##type)
#define NUMBERS (T(INTEGER) | T(DECIMAL) | T(MONEY))
#define TIMES (T(TIMESTAMP) | T(DATE))
#define ORDERED (NUMBERS | TIMES | T(DURATION))

static const struct {
	const char *key;
	unsigned types;
} applies[] = {
	{"decimal_mark", NUMBERS | T(TEXT)}, {"group_mark", NUMBERS | T(TEXT)}, {"sign", NUMBERS | T(TEXT)},
	{"integral", T(INTEGER)}, {"digits", T(DECIMAL)}, {"scale", T(DECIMAL)}, {"round", T(DECIMAL)},
	{"unit", T(MONEY)}, {"currency", T(MONEY)}, {"sign_by", NUMBERS}, {"factor", NUMBERS},
	{"format", TIMES}, {"zone", TIMES}, {"gap", TIMES}, {"overlap", TIMES}, {"compose", TIMES}, {"day_in", T(DATE)},
	{"from", T(CURRENCY) | T(BYTES)}, {"true_values", T(BOOLEAN)}, {"false_values", T(BOOLEAN)},
	{"min", ORDERED}, {"max", ORDERED}, {"identifier", T(TEXT) | T(JSON) | NUMBERS},
	{"mask", T(TEXT)}, {"hmac", T(TEXT)},
	{"length", T(TEXT)}, {"match", T(TEXT) | T(GTIN)}, {"in", ~(T(JSON) | T(BYTES))}, {"luhn", T(TEXT)},
	{"gtin", T(TEXT)}, {"email", T(TEXT)}, {"cross", NUMBERS | T(DURATION)},
};

bool key_applies(Str key, int type)
{
	for (size_t i = 0; i < sizeof applies / sizeof *applies; i++)
		if (text_is(key, text(applies[i].key)))
			return applies[i].types >> type & 1;
	return true;
}

void map_describe(struct buf *b)
{
	static const struct {
		const char *name;
		const struct key *keys;
		const size_t *count;
	} tables[] = {
		{"extract.SYSTEM.NAME.map", map_key_rows, &map_key_count},
		{"extract.SYSTEM.NAME.map.drift", drift_key_rows, &drift_key_count},
		{"extract.SYSTEM.NAME.map.FIELD", field_key_rows, &field_key_count},
		{"…FIELD.compose", compose_key_rows, &compose_key_count}, {"…FIELD.pair", pair_key_rows, &pair_key_count},
		{"…FIELD.factor", factor_key_rows, &factor_key_count}, {"…FIELD.sign_by", sign_by_key_rows, &sign_by_key_count},
		{"…FIELD.lookup", lookup_key_rows, &lookup_key_count},
		{"…FIELD.check", check_key_rows, &check_key_count}, {"…where", where_key_rows, &where_key_count},
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		keys_describe(b, tables[i].name, &(struct key_section){tables[i].keys, *tables[i].count, NULL}, 1);
	map_describe_operations(b);
}
