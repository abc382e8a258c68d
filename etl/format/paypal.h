/*
 * Reports that PayPal leaves by SFTP, settlement (STL) and transaction detail (TRR): CSV whose rows begin with what
 * they are ("Settlement Report Specification", "Transaction Detail Report Specification").
 *
 *	RH report ▸ FH file ▸ { SH section ▸ CH names of columns ▸ SB records ▸ SF footer a currency ▸ SC count } ▸
 *	RF footer a currency ▸ RC count ▸ FF end of the file
 *
 * A record's columns are those of the CH before it; ^.account, ^.partner, ^.from and ^.to are of its section.  Amounts
 * stay as they are written, without a sign or a point: a column beside each says CR or DR.
 *
 * Held against each other: of a section and of the report, for each currency, the credits and debits of gross amounts
 * and of fees with the records; the opening balance and these with the closing one; the counts of SC, RC, FF, and of SF
 * and RF where they are counts (TRR).  A currency that no footer names, as one that is converted when it comes in, must
 * come to nothing.  A footer states several pairs of balances, and PayPal's published files do not say which is which,
 * so one of the first two must be borne out; neither do they agree on what the last figure of such a footer counts, so
 * it is not held.
 *
 * A report of several files is one: they are numbered by FH from 1 without a gap, and the last one has the RF.
 */
#ifndef FORMAT_PAYPAL_H
#define FORMAT_PAYPAL_H

#include "format/claims.h"
#include "format/csv.h"

/* What the files of a landing have told of the report in which they stand. */
struct paypal_report;
struct paypal_report *paypal_report_new(struct arena *a);

/* Behind the last file: ERR_INCOMPLETE if its report goes on. */
bool paypal_report_end(const struct paypal_report *report, struct err *e) __attribute__((warn_unused_result));

struct paypal;

struct paypal *paypal_new(struct arena *a, struct window *window, const struct path *wanted, size_t count,
	struct paypal_report *report, struct claims *claims);

/* The rows of it: for what must be there, and what is. */
struct csv *paypal_csv(const struct paypal *p);

/* The next records; none at the end.  ERR_FORMAT for what is no such file; ERR_INCOMPLETE for one that is cut off or
 * does not add up. */
bool paypal_next(struct paypal *p, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

#endif
