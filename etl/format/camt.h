/*
 * Statements of ISO 20022: camt.053 (Stmt), camt.052 (Rpt) and camt.054 (Ntfctn), read as the XML that they are, in any
 * version, by local names.  What is added is that they must prove themselves; every figure in them is held:
 *
 *   of a Stmt: its opening balance (OPBD, else PRCD, else the first ITBD) and its booked entries (Sts BOOK, as text
 *   or as Cd) against its closing balance (CLBD, else the last ITBD), if it has both; a DBIT is negative, and RvslInd
 *   changes nothing, since CdtDbtInd already shows the effect of a reversal;
 *   of all three: TxsSummry's numbers and sums (TtlNtries, TtlCdtNtries, TtlDbtNtries) against all of its entries.
 *
 * What lies between the balances of a report or notification is not theirs to say, so no balance of them is held.
 */
#ifndef FORMAT_CAMT_H
#define FORMAT_CAMT_H

#include "format/claims.h"
#include "format/tree.h"

/* ERR_CONFIG unless the rows are within each statement: Document.BkToCstmrStmt.Stmt[*]… */
bool camt_check(const struct path *rows, struct err *e) __attribute__((warn_unused_result));

/* An element of the record; any but the three is passed.  line: its own. */
bool camt_hold(struct arena *a, const struct tree *element, uint64_t line, struct claims *claims, struct err *e)
	__attribute__((warn_unused_result));

#endif
