/*
 * The close of a month as people read it: a page, a workbook and JSON of one model, which is read from recon.close.
 * What stands for a night's report holds here too: the same close gives the same bytes, what differs between
 * installations stands under close.made_from alone, and nothing is written over.
 */
#ifndef REPORT_CLOSE_H
#define REPORT_CLOSE_H

#include "base/buf.h"
#include "base/decimal.h"
#include "config/settings.h"
#include "db/pg.h"
#include "report/output.h"

struct close_options {
	int64_t close_id;
	Str project;                     /* its title */
	const char *folder;              /* for the files; made if it is missing */
	const struct settings *settings;
	const char *engine;              /* version that writes */
	bool embedded;                   /* made on a cluster that cannot separate people */
};

struct closed_line {
	Str currency, line, title;       /* line: of recon.close_line */
	bool declared;
	int64_t count;
	struct decimal amount;
};

/* All items of one kind. */
struct closed_kind {
	Str against, currency, kind;
	int64_t count, age;              /* of the oldest, in days */
	struct decimal net, gross;
};

struct closed_input {
	Str part, extract, title, status, reason, seal, content, as_of_source;
	instant as_of, landed_at;        /* INSTANT_NONE */
	bool proven, staged;
	date business_date;
	int64_t read, taken, rejected, landing_id, snapshot_id;
};

struct closed_item {
	Str against, currency, kind, reference, line, original_currency;
	date ours_on, theirs_on;         /* DATE_NONE */
	bool has_ours, has_theirs, has_original;
	struct decimal ours, theirs, original, amount;
	int64_t age;
};

struct closed_position {
	int64_t number;
	Str id, name, title, owner, kind, verdict, digest, text;
	int64_t previous;                /* number of the close before it, 0: none */
	date previous_month;
	struct texts reasons;
	struct closed_line *lines;
	size_t line_count;
	struct closed_kind *kinds;
	size_t kind_count;
	struct closed_input *inputs;
	size_t input_count;
	struct closed_item *largest;     /* of each kind */
	size_t largest_count;
};

struct closed_night {
	date day;
	Str rule, title, verdict;        /* verdict: .at == NULL: none */
};

struct closed_waiting {
	Str rule, title, currency;
	date day;
	int64_t count, gone, late;
	struct decimal amount, gone_amount, late_amount;
};

struct closed {
	const struct close_options *options;
	const struct locale *locale;
	struct zone *zone;
	Str company, title, verdict, engine, config_digest;
	date month;
	int64_t number;
	instant closed_at;
	struct closed_position *positions;
	size_t position_count;
	struct closed_night *nights;
	size_t night_count;
	struct closed_waiting *waiting;
	size_t waiting_count;
};

/* How many items of each kind are held, and shown on the page. */
enum { CLOSED_SHOWN = 100 };

/* A close that does not exist is ERR_USAGE. */
bool closed_read(struct arena *a, struct pg *pg, const struct close_options *o, struct closed **out, struct err *e)
	__attribute__((warn_unused_result));

/* Every item of a position in turn is given to `row`, with memory that ends with it; what was written is spilled in
 * between. */
struct closed_each {
	struct pg *pg;
	const struct closed *closed;
	const struct closed_position *position;
	struct output *out;
	void (*row)(void *subject, struct arena *a, const struct closed_item *item);
	void *subject;
};
bool closed_items(struct arena *a, const struct closed_each *each, struct err *e) __attribute__((warn_unused_result));

/* "March 2026" */
Str closed_month(struct arena *a, date month);

/* What people read for a kind of item: "in the ledger alone". */
const char *closed_kind_title(Str against, Str kind);
/* For a line: "Opening", "Balance of the provider", "Not explained"; for movements its own title. */
Str closed_line_title(struct arena *a, const struct closed_position *p, const struct closed_line *l);

/* index.html, close.xlsx and close.json, each at once or not at all; a file that is there already must have the same
 * bytes, or it is ERR_USAGE. */
bool close_write(struct arena *run, struct pg *pg, const struct close_options *o, const char **index, struct err *e)
	__attribute__((warn_unused_result));

/* The writers. */
bool close_json(struct arena *a, struct pg *pg, const struct closed *c, struct output *out, struct err *e)
	__attribute__((warn_unused_result));
bool close_workbook(struct arena *a, struct pg *pg, const struct closed *c, struct output *out, struct err *e)
	__attribute__((warn_unused_result));
void close_html(struct arena *a, const struct closed *c, struct buf *b);

#endif
