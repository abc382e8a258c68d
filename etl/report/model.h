/*
 * The report model.  Everything but the long lists is held here; of these it holds the largest, for the page, and
 * `list.h` reads them whole, a row at a time, for CSV and JSON.
 */
#ifndef REPORT_MODEL_H
#define REPORT_MODEL_H

#include "base/decimal.h"
#include "reconcile/verdict.h"
#include "report/report.h"

/* The three amounts that come first. */
enum exposed { NOT_EXPLAINED, WAITING, NOT_CHECKED, EXPOSED };

struct amounts {
	Str currency;                /* empty: what is no money; counted, and summed in the rule's unit if it has one */
	int64_t count[EXPOSED];
	struct decimal gross[EXPOSED];
};

struct balance_line {
	Str currency, line;
	int64_t number;
	struct decimal amount;
};

struct event {
	Str status, event;
	int64_t count;
};

struct cause_group {
	int64_t number, count;
	Str title, currency;
	struct decimal gross, net;
	struct texts examples;       /* keys as shown */
};

/* Days since they opened: 0-1, 2-7, 8-30, more. */
enum { BUCKETS = 4 };
extern const char *const bucket_names[BUCKETS];

struct age {
	Str currency;
	int64_t bucket, count;
	struct decimal gross;
};

struct unchecked {
	Str reason, cause, side, currency;
	int64_t count;
	struct decimal gross;
};

struct tolerance_use {
	Str field, currency;
	int64_t count;
	struct decimal sum, budget;
	bool has_budget;
};

struct term_total {
	int64_t number, count;       /* 0 is the whole */
	Str title, currency;
	struct decimal sum;
};

/* What movements of one kind come to: the lines of a currency add up to its parts. */
struct line_total {
	int64_t number, count;       /* from 1 on as the rule declares them; 0: not declared, -1: could not be read */
	Str title, currency;
	struct decimal sum;
	int64_t elsewhere_count;     /* of these: what they give back stands in another whole, or in none that is known */
	struct decimal elsewhere_sum;
};

/* A movement that gives back what stands elsewhere. */
struct given_back {
	Str key, whole;
	struct line_total line;      /* of which its sum is a part */
	Str original, original_whole;    /* .at == NULL: not known, or in none */
};

/* The same of one whole: its lines follow one another, in each currency, and the whole itself is the last of them. */
struct whole_line {
	Str key;
	bool is_whole;
	struct line_total line;
};

/* What became of the keys of a sum rule: the lines of a currency add up to its terms. */
struct standing {
	Str line, currency;
	int64_t count;
	struct decimal whole, parts, difference;     /* parts − whole */
};

/* A hop of a chain, as it was when the rule answered. */
struct hop_shown {
	int64_t number, after;
	Str name, title;
	bool optional;
	Str matched;                 /* id of the match rule by which it was reached; empty: none */
};

/* What came to a hop ("entered"), what of the hop before went on to it ("reached"), what of that stands before it. */
struct hop_line {
	int64_t hop, days;           /* days: since the hop before was reached, 0, 2, 8 or 31 at least; -1: none */
	Str line, currency;
	int64_t count;
	struct decimal amount;
	int64_t share;               /* in thousandths of what came to the hop to which most of the currency came */
};

/* What has arrived on a mirror of what must be there by the cut, and how long it took. */
struct arriving {
	Str side, currency, channel, lag;
	int64_t due, arrived, late, unknown;     /* unknown: since when it stands there */
	bool has_amounts, has_delay;
	struct decimal due_amount, arrived_amount, late_amount;
	int64_t median, most;                    /* seconds; of 95 in 100 */
};

/* One movement between the two moments of a bridge. */
struct moved {
	Str key, extract;
	instant at;
	struct decimal amount;
};

/* A difference that was held against what moved: how much of it that accounts for. */
struct timed {
	Str key, currency;
	struct decimal difference, accounted;
	bool explained;
	struct moved *moved;
	size_t moved_count;
};

/* Of a bridge: the moments of its sides, INSTANT_NONE for that of parts of the whole's own, and for both where lists of
 * one side are of several. */
struct timed_list {
	bool given;
	instant whole_at, parts_at;
	struct timed *at;                        /* those that are explained come first */
	size_t count;
	int64_t explained;
};

/* Stock at risk, by kind and by the currency of what it cost; empty where that is not known. */
struct risk {
	Str kind, currency;
	int64_t count;
	bool has_cost;
	struct decimal units, cost;
};

/* What a match rule held together, by how its lines were found to be one. */
struct paired {
	Str stage, currency;
	int64_t matches, made, certain;              /* made: tonight; certain: without an alternative */
	int64_t lines[2];
	struct decimal sums[2];                      /* of the first list and of the second */
};

/* What a line on its own may be. */
struct may_be {
	int64_t number, days;
	bool has_days;
	Str first, second, currency, score;
	struct decimal amounts[2];
};

/* What its list is made of: lines of recon.standing that it shows with their differences ("found"), others, and all of
 * it ("open"). */
struct listed {
	Str currency, line;
	int64_t count;
	struct decimal amount;
};

/* One night and currency of the trend; a night without discrepancies has one row without currency. */
struct night_total {
	date business_date;
	Str verdict, currency;
	int64_t count;
	struct decimal gross;
};

/* Where a value came from. */
struct origin {
	Str extract, file;           /* empty if nothing was there */
	int64_t record;
};

struct observed {
	Str id, status, event, kind, field, side, currency;
	Str key;                     /* parts joined by a slash, personal ones masked */
	struct texts key_parts, key_names;
	bool has_amount, has_value;
	struct decimal amount, value;    /* mirror − truth; what is at stake */
	Str truth_side;              /* whose value is truth_value */
	Str truth_value, mirror_value;   /* masked; .at == NULL: none */
	Str company, channel, reason;
	instant due_at;
	date opened_on, first_on, case_opened_on;
	date parted_on, agreed_on;   /* of a bridge: since when its sides differ, when they last agreed; DATE_NONE: never */
	int64_t group;               /* 0: none */
	struct origin truth, mirror;
};

struct observed_list {
	struct observed *at;
	size_t count;
	bool is_whole;               /* there are no more of them */
};

struct landing_file {
	Str name, part, digest;
	int64_t bytes;
};

struct total {
	Str field, currency;
	struct decimal sum;
	bool has_sum;
	int64_t count;
};

/* What a file states of itself, and what was read of it. */
struct control_shown {
	Str member, name, stated;
	struct decimal found;
	bool checked;
};

struct reject_count {
	Str field, reason;
	bool warning;
	int64_t count;
};

/* The last may have neither: how often values came that are not listed. */
struct unknown_value {
	Str field, value;
	int64_t count;
};

/* What departed from the shape that earlier nights had. */
struct drift_shown {
	Str drift, path, word, what, example, file, member;     /* path is empty of further ones, which are not listed */
	int64_t count, record, line;
};

/* One fault of one record. */
struct fault_shown {
	int64_t number, record, line;
	Str file, member, key, field, value, reason;
};

/* A value that its system says otherwise; .at == NULL: none.  Of a personal one neither is shown. */
struct field_change {
	Str field, before, after;
	bool is_hidden;
};

/* A row of what its system had closed: added, changed or removed all the same. */
struct restated {
	Str change, key;
	instant happened_at;
	const struct field_change *fields;
	size_t field_count;
};

/* Numbers that follow each other, of which those from first to last are missing. */
struct gap {
	Str first, last;
	bool is_new;
};

struct series {
	Str name, first, last;       /* name: what stands around the number, # in its place */
	int64_t numbers, missing;
	const struct gap *gaps;      /* the last of them */
	size_t gap_count;
};

/* Records of a snapshot, in the order in which people read them. */
enum counted { READ, STAGED, REJECTED, FILTERED, REPEATED, DUPLICATE, STALE, KEYLESS, INSERTED, UPDATED, DELETED,
	UNCHANGED,
	       UNCONFIRMED, COUNTED };
extern const char *const counted_names[COUNTED];

/* Limits in force when it was staged or held, as the configuration says them. */
enum limit { MAX_DELETE, MAX_CHANGE, AT_LEAST, ON_EMPTY, REJECT_LIMIT, ON_REJECT_LIMIT, CONTRACT, LIMITS };
extern const char *const limit_names[LIMITS];

enum { DIGESTS = 4 };
extern const char *const digest_names[DIGESTS];

struct source_input {
	Str extract, sides, status, reason, dataset, entity, title, tie;
	bool proven, staged;         /* staged: there is a snapshot, and its counts */
	date business_date;
	instant as_of;
	Str as_of_source, mode, cause, digests[DIGESTS];
	int64_t counts[COUNTED];
	int64_t held;                /* the snapshot to release, 0: none */
	Str limits[LIMITS];          /* .at == NULL: not recorded */
	bool landed;
	int64_t landing_id, bytes;
	instant landed_at;
	Str seal, content, proof, missing_parts;
	struct landing_file *files;
	size_t file_count;
	struct total *totals;
	size_t total_count;
	struct control_shown *controls;
	size_t control_count;
	struct reject_count *rejects;
	size_t reject_count;
	struct unknown_value *unknown;
	size_t unknown_count;
	struct drift_shown *drifts;
	size_t drift_count;
	struct fault_shown *faults;
	size_t fault_count;
	struct restated *restated;   /* the first of them */
	size_t restated_count;
	int64_t restated_all;
	struct series *series;
	size_t series_count;
};

struct rule_report {
	const struct rule *rule;     /* NULL if it is no longer configured */
	int64_t rule_run_id;
	Str id, name, title, kind, owner, text, digest, verdict, unit;
	Str why;                     /* the answer is not whole; .at == NULL otherwise */
	date business_date, previous;    /* DATE_NONE: nothing to compare with */
	instant cut;
	int64_t compared, agreed, too_young, opening;
	int64_t one_sided, one_sided_waiting;        /* keys that only one side has: these were not compared */
	int64_t rounding;                /* of what is not explained, what differs by rounding alone */
	bool trial;
	struct amounts *amounts;
	size_t amount_count;
	struct event *events;
	size_t event_count;
	struct balance_line *balance;
	size_t balance_count;
	struct cause_group *causes;
	size_t cause_count;
	struct age *ages;
	size_t age_count;
	struct unchecked *unchecked;
	size_t unchecked_count;
	struct tolerance_use *tolerance;
	size_t tolerance_count;
	struct term_total *terms;
	size_t term_count;
	struct line_total *lines;
	size_t line_count;
	struct whole_line *whole_lines;  /* of those that are new or not as they were; the largest */
	size_t whole_line_count;
	int64_t whole_all;               /* how many there are */
	struct given_back *given_back;   /* the largest */
	size_t given_back_count;
	struct standing *standing;
	size_t standing_count;
	struct timed_list timed;
	struct risk *risks;
	size_t risk_count;
	struct arriving *arrivals;
	size_t arrival_count;
	struct hop_shown *hops;
	size_t hop_count;
	struct hop_line *hop_lines;
	size_t hop_line_count;
	struct paired *paired;
	size_t paired_count;
	struct may_be *may_be;           /* those of the largest lines */
	size_t may_be_count;
	int64_t may_be_all;
	struct listed *listed;
	size_t listed_count;
	struct night_total *trend;
	size_t trend_count;
	struct source_input *inputs;
	size_t input_count;
	struct observed_list largest;    /* of each status, SHOWN at most */
	struct observed_list cleared;    /* the largest */
};

/* How many discrepancies of each status a page shows, and how many that are gone. */
enum { SHOWN = 500, CLEARED_SHOWN = 50 };

/* How many rows of what a system had closed the report holds, and a page shows. */
enum { RESTATED_SHOWN = 1000, RESTATED_ON_PAGE = 50 };

/* What is to be renewed, as the run found it. */
struct ending {
	Str system, what;
	date on;                     /* DATE_NONE: it was not said when */
};

struct report {
	const struct report_options *options;
	const struct locale *locale;
	struct zone *zone;
	Str job;                     /* its name */
	date business_date;
	date before;                 /* the last date before it for which the job had run, or DATE_NONE */
	int64_t attempt;
	instant started_at;
	Str run_engine, config_digest;
	struct rule_report *rules;
	size_t rule_count;
	const struct rule **not_due; /* of the job, without an answer in this run */
	size_t not_due_count;
	struct ending *endings;
	size_t ending_count;
};

bool report_read(struct arena *a, struct pg *pg, const struct report_options *o, struct report **r, struct err *e)
	__attribute__((warn_unused_result));

/* What its wholes consist of, and what is given back in another than brought it: in model_whole.c. */
bool wholes_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
	__attribute__((warn_unused_result));
bool given_back_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
	__attribute__((warn_unused_result));
/* Whether it is of another whole, or in another currency, than the one before it. */
bool whole_begins(const struct rule_report *r, size_t line);
/* What the lines from the first one on, of one whole in one currency, leave over: its parts less itself. */
struct decimal whole_left_over(struct arena *a, const struct rule_report *r, size_t first);

/* Inputs of a rule's answer: in model_input.c. */
bool inputs_read(struct arena *a, struct pg *pg, const struct report *report, struct rule_report *r, struct err *e)
	__attribute__((warn_unused_result));

/* What an input's system says otherwise of its past, and its series of numbers: in model_past.c.  n may be NULL. */
bool past_read(struct arena *a, struct pg *pg, Str snapshot, const struct entity *n, struct source_input *in,
	struct err *e) __attribute__((warn_unused_result));

/* What is not known to be plain counts as personal: of entity n, which may be NULL, a field's value, and a key that SQL
 * has joined. */
bool field_is_plain(const struct entity *n, Str field);
Str joined_key_shown(struct arena *a, const struct entity *n, Str packed);

/* Hops of a chain's answer: in model_chain.c. */
bool hops_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
	__attribute__((warn_unused_result));

/* The lines of one kind at a hop in a currency, added up; days: HOP_ALL_DAYS or one age. */
enum { HOP_ALL_DAYS = -2 };
struct hop_line hop_sum(struct arena *a, const struct rule_report *r, int64_t hop, const char *line, int64_t days,
	Str currency);

/* What moved between its moments, and what is at risk: in model_timing.c. */
bool bridge_read(struct arena *a, struct pg *pg, struct rule_report *r, struct err *e)
	__attribute__((warn_unused_result));

/* The date that it is of. */
date input_date(const struct rule_report *r, const struct source_input *in);
/* Whether no rule before this one has it, of the same date: several rules read it, and it is shown once. */
bool input_is_first(const struct report *report, size_t rule, size_t input);

/* Whether sums in this currency mean anything: money does, and what the rule has a unit for. */
bool amount_is_shown(const struct rule_report *r, Str currency);

/* The same of a sum: nothing in the rule's unit is no zero, where there is something that has no amount. */
bool gross_is_shown(const struct rule_report *r, Str currency, struct decimal gross, int64_t count);
bool sum_is_shown(const struct rule_report *r, const struct amounts *m, enum exposed k);

/* The same of all lines of a balance. */
bool balance_is_shown(const struct rule_report *r, Str currency);

/* How many observations there are of the status, and of the event if one is given. */
int64_t events_of(const struct rule_report *r, const char *status, const char *event);

/* How many of the night before are gone. */
int64_t cleared_count(const struct rule_report *r);

/* The declared field of the rule's entity, NULL if it is not known. */
const struct field *rule_field(const struct rule *rule, Str name);

/* A number's text as Postgres gives it; zero if there is none. */
struct decimal decimal_at(struct arena *a, const struct rows *rows, size_t row, size_t column);

/* Text that was joined in SQL by one separator. */
struct texts texts_split(struct arena *a, Str joined, char separator);

enum { UNIT_SEPARATOR = 31, RECORD_SEPARATOR = 30 };

#endif
