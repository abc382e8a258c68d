/*
 * A field map as it runs: what compile.c makes of the declaration, for the files of this folder.  A slot is one value
 * of a row: the entity's fields, then company and channel, then values that only a condition, a sign or a factor needs.
 * A spec fills a slot; specs stand in an order in which each comes after those it depends on.
 */
#ifndef MAP_SPEC_H
#define MAP_SPEC_H

#include "base/currency.h"
#include "base/zone.h"
#include "map/card.h"
#include "map/map.h"
#include "map/operations.h"

/* ── where a value comes from ── */

enum source_kind {
	SOURCE_PATH, SOURCE_ANY, SOURCE_CONST, SOURCE_META, SOURCE_TEMPLATE, SOURCE_COMPOSE, SOURCE_PAIR, SOURCE_AGGREGATE,
};

enum meta {
	META_NONE, META_SYSTEM, META_EXTRACT, META_RUN, META_LANDED_AT, META_PAGE, META_RECORD, META_INDEX, META_URL,
	META_PART, META_MEMBER,
};

enum aggregate { AGGREGATE_SUM, AGGREGATE_COUNT, AGGREGATE_MIN, AGGREGATE_MAX, AGGREGATE_ANY, AGGREGATE_ALL,
	AGGREGATE_JOIN };

struct source {
	enum source_kind kind;
	enum meta meta;
	enum aggregate aggregate;
	const int *paths;            /* indexes into the map's paths; COMPOSE: date, time and perhaps offset */
	size_t count;
	const Str *literals;         /* TEMPLATE: the texts around its paths, count + 1 of them */
	Str constant;                /* CONST; what joins; the name that PAIR looks for */
};

/* ── what is done to it ── */

enum sign_style { SIGN_BEFORE, SIGN_AFTER, SIGN_PARENTHESES, SIGN_CRDR };

struct number_form {
	Str decimal_mark, group_mark;
	enum sign_style sign;
	bool plain;                  /* nothing of this is declared */
};

enum unit { UNIT_NONE, UNIT_MAJOR, UNIT_MINOR };

struct money_form {
	enum unit unit;
	int currency_slot;           /* -1: the constant alone */
	const struct currency *currency;   /* constant, NULL: the slot's */
};

struct sign_by {
	int slot;                    /* -1: none */
	struct texts negative;
	const char *contradicts;     /* the reason if the amount has a sign of its own */
	const char *unknown;         /* the reason if the slot is null */
};

struct factor {
	const struct crosswalk *table;   /* NULL: none; what it gives are decimals */
	int slot;
};

/* What becomes of a value that the crosswalk does not know. */
enum otherwise { ELSE_REJECT, ELSE_KEEP, ELSE_NULL, ELSE_CONST };

struct translation {
	const struct crosswalk *table;   /* NULL: none */
	enum otherwise otherwise;
	Str constant;
	const char *unknown;         /* the reason of ELSE_REJECT */
};

enum time_format_kind {
	TIME_RFC3339, TIME_ISO, TIME_EPOCH_S, TIME_EPOCH_MS, TIME_EPOCH_US, TIME_RFC2822, TIME_HTTP, TIME_ODATA, TIME_EXCEL,
	TIME_PATTERN,
};

struct time_format {
	enum time_format_kind kind;
	Str pattern;
};

enum gap { GAP_REJECT, GAP_SHIFT };
enum overlap { OVERLAP_FIRST, OVERLAP_SECOND, OVERLAP_REJECT };

struct time_form {
	const struct time_format *formats;
	size_t count;
	struct zone *zone, *day_in;
	enum gap gap;
	enum overlap overlap;
	bool has_offset;             /* COMPOSE with a constant offset */
	int32_t offset;
	int number;                  /* of the zone's days in recall, one a spec that has a zone */
};

struct shape;
struct drift_list;
struct found;
struct work;
struct spec;

/* From the text of a cell to a value of a type; false: a fault was noted. */
typedef bool (*converter)(struct work *w, const struct spec *s, const struct cell *in, struct value *v);

/* What a path that leads to nothing means: not said, it may be so in some records, but not in all. */
enum missing { MISSING_NOT_SAID, MISSING_NULL, MISSING_REJECT };

enum from { FROM_DEFAULT, FROM_NUMERIC, FROM_HEX, FROM_BASE64 };

/* What is staged instead of a text that is somebody's. */
enum privacy { PRIVACY_NONE, PRIVACY_LAST4, PRIVACY_EMAIL, PRIVACY_HMAC };

struct spec {
	int slot;
	Str name, asker;             /* what its path is for: the field, or "where" */
	enum field_type type;
	bool is_key, personal, identifier, required, missing_rejects, integral;
	bool optional;               /* no record, and no header, need have its path */
	bool never_empty;            /* text of a key: an empty one would be a key that any two records share */
	bool simple;                 /* one path to one type and nothing between or after */
	bool guarded;                /* may not look like a card number */
	converter convert;           /* of its type */
	struct source source;
	struct texts null_if;
	bool has_default;
	Str fallback;
	const struct operation *operations;  /* those on text first, then those on numbers */
	size_t text_operations, operation_count;
	struct number_form number;
	int digits, scale, round;    /* DECIMAL; -1: not declared */
	struct money_form money;
	struct sign_by sign_by;
	struct factor factor;
	struct time_form time;
	enum from from;
	struct texts true_values, false_values;
	struct translation crosswalk;
	const struct texts *values;  /* of the entity's field; NULL: any */
	const char *not_in_values;
	const struct check *checks;
	size_t check_count;
	enum privacy privacy;
	Str hmac;                    /* the secret's name */
};

struct map {
	const struct entity *entity;
	const struct system *system;
	Str extract, company, channel;
	const struct path *paths;
	size_t path_count;
	const bool *identifiers;     /* by path: its digits are declared to be no card number */
	const struct need *needs;    /* first those whose absence no record shows */
	size_t need_count, quiet_count;
	struct spec *specs;
	size_t spec_count;
	size_t slot_count;
	int company_slot, channel_slot;      /* -1: the same for every row */
	const int *absent;           /* fields without a spec: always NULL */
	size_t absent_count;
	const struct map_lookup *lookups;
	size_t lookup_count;
	const int *dropped;          /* fields that are mapped for conditions and sums, but not handed on */
	size_t dropped_count;
	const struct cross *crosses;
	size_t cross_count;
	const struct where *where;   /* NULL: every record */
	const int *exponents;        /* by place in currencies[]: of the system */
	bool has_contract;
	enum drift_word contract[DRIFTS];
	int zone_count;
	struct digest digest, crosswalk_digest;
};

/* ── while it runs ── */

enum { SHOWN_MOST = 200 };       /* bytes of a value in a fault */

/* Days of a zone whose clocks stand still have one offset: nearly all of them. */
enum { ZONE_DAYS = 256 };

struct zone_day {
	date day;
	int32_t offset;
	bool plain;
};

/* Dates of timestamps that were read before: 20260331 and its day. */
enum { KNOWN_DAYS = 1024 };

struct known_day {
	int32_t digits;
	date day;
};

struct recall {
	struct arena *run;
	const struct map *map;
	struct map_about about;
	struct zone_day *zones;      /* ZONE_DAYS for each spec with a zone */
	struct known_day *days;      /* KNOWN_DAYS of them, by their digits */
	uint32_t code;               /* the last currency: its bytes */
	const struct currency *currency;
	const char **near;           /* by need: a name that is near to it, seen in the first record */
	struct shape *shape;         /* NULL: the map has no contract */
	struct drift_list *drifts;   /* the same */
	const char **digit_reasons;  /* by place in currencies[] */
	struct map_unknown *unknowns;
	bool *met;                   /* by need, the quiet ones: some record has met it */
	size_t unmet;
	uint64_t looked;             /* records that were looked at for it */
	struct card_seen seen;
	bool *bad;                   /* by slot, of the record at hand */
	size_t bad_count;
	const struct currency **currencies;    /* by slot, of the record at hand */
};

struct work {
	const struct map *map;
	struct map_tally *tally;
	struct recall *recall;
	struct arena *batch;
	const struct record *record;
	struct row *row;
	struct fault *faults;        /* of the row; NULL until there is one */
	struct value *values;        /* by slot */
	Str raw;                     /* what the source said of the spec at hand */
	bool rejected;               /* one of the faults is no warning */
	bool has_card;               /* a value looks like a card number */
	bool silent;                 /* the record is a reject already: only its key is wanted */
};

/* Notes a fault of the spec at hand; always false. */
bool reject(struct work *w, const struct spec *s, const char *reason);
void warn(struct work *w, const struct spec *s, const char *reason);

/* The same of a path that no field is read from. */
void reject_path(struct work *w, Str path, const char *reason);

/* ── get (get.c, nested.c): MISSING, NULL, or a value with its text; false: a fault was noted ── */
bool source_get(struct work *w, const struct spec *s, struct cell *found);
bool aggregate_get(struct work *w, const struct spec *s, struct cell *found);
bool pair_get(struct work *w, const struct spec *s, struct cell *found);

/* ── type (types.c, number.c, money.c, time.c) ── */
converter type_converter(enum field_type type);
bool type_convert(struct work *w, const struct spec *s, const struct cell *in, struct value *v);
bool number_read(struct work *w, const struct spec *s, Str text, struct decimal *d);

/* Whether it is written without a decimal mark. */
bool number_is_whole(const struct spec *s, Str text);
bool number_parse(struct arena *a, const struct number_form *form, Str text, struct decimal *d);
bool type_integer(struct work *w, const struct spec *s, const struct cell *in, struct value *v);
bool type_decimal(struct work *w, const struct spec *s, const struct cell *in, struct value *v);
bool type_money(struct work *w, const struct spec *s, const struct cell *in, struct value *v);
bool type_currency(struct work *w, const struct spec *s, const struct cell *in, struct value *v);
bool type_timestamp(struct work *w, const struct spec *s, const struct cell *in, struct value *v);
bool type_date(struct work *w, const struct spec *s, const struct cell *in, struct value *v);
bool duration_read(struct arena *a, Str s, int64_t *us);
bool sign_apply(struct work *w, const struct spec *s, struct decimal *d);
bool factor_apply(struct work *w, const struct spec *s, struct decimal *d);
bool gtin_read(struct arena *a, Str s, Str *gtin);

/* ── what has to be there (needs.c) ── */
void needs_make(struct arena *a, struct map *m);
void needs_look(struct recall *r, const struct record *record);

/* ── what the records consist of (shape.c), and what departs from it (drift.c) ── */
struct shape *shape_new(struct arena *run, const struct map *m, const struct map_about *about);
/* The columns of a batch's file; then each of its records, which become rejects if the contract says so. */
void shape_columns(struct work *w, const struct batch *in);
void shape_record(struct work *w, const struct record *record);

struct drift_list *drift_list_new(struct arena *run, const struct map *m, bool released);
enum drift_word drift_word_of(const struct drift_list *l, enum drift drift);

/* What departs in the record at hand; the value is shown as it is only if plain. */
struct departs {
	enum drift drift;
	Str path;
	const char *what;            /* a constant or of the run */
	Str value;
	bool plain;
};
/* *found remembers that it did so before: NULL at first. */
void drift_note(struct work *w, struct found **found, const struct departs *d);
/* A value that the field does not know; false: the contract makes it a fault, which was noted. */
bool drift_value(struct work *w, const struct spec *s, const char *reason);

/* ── crosswalk (crosswalk.c): false if the value is unknown and that is a fault; *nothing: it becomes null ── */
bool translate(struct work *w, const struct spec *s, Str *text, bool *nothing);

/* ── privacy (privacy.c), of a text that was checked; false: a fault was noted ── */
bool privacy_apply(struct work *w, const struct spec *s, struct value *v);

/* Why the text cannot be staged, NULL if it can. */
const char *text_fault(Str s);

/* The order of two values of one type that are not NULL: negative, 0, positive. */
int value_compare(enum field_type type, const struct value *a, const struct value *b);

/* A value of the type as it is written in a declaration; false if it is none. */
bool value_of_node(struct arena *a, enum field_type type, const struct node *n, struct value *v);

#endif
