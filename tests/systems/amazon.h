/* What the Selling Partner API holds: amazon.c answers, amazon_reports.c runs reports, amazon_data.c fills lists. */
#ifndef SYSTEMS_AMAZON_H
#define SYSTEMS_AMAZON_H

#include "rest.h"

#define AMAZON_MARKETPLACE "A1PA6795UKMFR9"

/* What is settled: the time from which and to which, and the line above its others. */
struct settlement {
	const char *id;
	int64_t from, to, total;
	const char *head, *other_head;  /* with a total that is a cent more */
};
enum { SETTLEMENTS = 2 };

/*
 * "orders", whose bodies are those of version v0 and whose owners those of version 2026-01-01; and for each kind of
 * report a list of its lines, whose bodies are texts.  Of a line the time is that by which a report chooses it; of one
 * of "settlements", `changed` is the number of its settlement.  Gives the settlements.
 */
struct settlement *amazon_hold(struct systems *s);

struct reports;

struct reports *amazon_reports_new(struct systems *s);

/* The list that a report is made of, for a route: by its id or that of its document; without one by what is asked for.
 * "none": it is none. */
const char *amazon_report_list(const struct request *q, Str id);

/* What was made in an earlier test is still there, but is not listed. */
void amazon_reports_renew(struct reports *reports);

void amazon_fail(const struct request *q, struct reply *r, unsigned status, const char *code, const char *message,
                 const char *details);

/*
 * Within /reports/2021-06-30/: "reports" (getReports, createReport), "reports/ID" (getReport), "documents/ID"
 * (getReportDocument).  And the file of a document, which is given at another host, to whoever has its address.
 */
void amazon_answer_reports(struct systems *s, struct reports *reports, const struct request *q, struct reply *r,
                           Str rest);
void amazon_answer_file(struct systems *s, struct reports *reports, const struct request *q, struct reply *r, Str id);

/* A token for the next page: the query, and the place from which it goes on. */
const char *amazon_token(struct arena *a, const struct pairs *query, size_t place);
bool amazon_token_read(struct arena *a, Str token, struct pairs *query, size_t *place);

/* Whether a parameter "A,B,C" has it; one that is not given has all. */
bool amazon_listed(const struct pairs *query, const char *name, Str wanted);

#endif
