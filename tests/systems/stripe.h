/* What Stripe holds and says: stripe.c answers for lists, stripe_reports.c runs reports, stripe_rows.c writes
 * their lines, stripe_data.c fills lists. */
#ifndef SYSTEMS_STRIPE_H
#define SYSTEMS_STRIPE_H

#include "rest.h"

/* "Errors"; code and param may be NULL. */
void stripe_fail(const struct request *q, struct reply *r, unsigned status, const char *code, const char *param,
                 const char *message);

/* A kind of report: words with a blank between them.  Rows of payouts are chosen by when the payout arrives, others by
 * when they were made. */
struct report_kind {
	const char *id, *name, *parameters, *required, *columns, *defaults;
	uint64_t version;
	bool of_payouts;
};

struct report_run {
	const char *id, *file;
	const struct report_kind *kind;
	int64_t from, to;
	Str payout, currency, category;
	struct texts columns;
	char separator;
	struct value *parameters;
	uint64_t polls;
	bool failed;
	struct report_run *next;
};

/* A list that is held, and a member that is a number; 0 if there is none. */
struct list *stripe_list(struct systems *s, const char *name);
int64_t stripe_number(const struct value *body, const char *name);

/* The file of a report: CSV, with a line of columns; for an empty page with nothing else. */
Str stripe_rows(struct systems *s, const struct request *q, const struct report_run *run);

/* What runs of reports there were; they last as long as the program. */
struct runs;

struct runs *stripe_runs_new(struct systems *s);

/* The route of "reporting/report_runs", "reporting/report_runs/ID", "reporting/report_types/ID", "files/ID" or
 * "files/ID/contents", what stands behind /v1/; NULL if it is none of them. */
const char *stripe_report_route(Str path);

/* Answers at such a path to whoever was let in. */
void stripe_answer_report(struct systems *s, struct runs *runs, const struct request *q, struct reply *r, Str path);

#endif
