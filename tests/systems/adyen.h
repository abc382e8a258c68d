/* What Adyen's reports say: adyen.c gives them out, adyen_data.c writes their lines. */
#ifndef SYSTEMS_ADYEN_H
#define SYSTEMS_ADYEN_H

#include "rest.h"

#define ADYEN_COMPANY "LanternAndCo"
#define ADYEN_MERCHANT "LanternAndCoECOM"

/* Batches that were paid out. */
enum { ADYEN_BATCH_FIRST = 7, ADYEN_BATCHES = 2 };

/*
 * "settlement_details", of all batches, and "settlement_detail_report_batch_N", of one; "payments_accounting", of all
 * days.  The body of a record is its line, a text; its time is that of its booking.  Of a payout, the owner is the same
 * line over a cent more.
 */
void adyen_hold(struct systems *s);

/* The name of a batch's report; the lines that stand above the records of each kind of report. */
const char *adyen_batch_name(struct arena *a, unsigned batch);
extern const char adyen_settlement_columns[], adyen_accounting_columns[];

/* "2026-03-29 03:00:00" in the zone of the account, Central European Time, and its name then, CET or CEST. */
const char *adyen_time(struct arena *a, int64_t at);
const char *adyen_zone(int64_t at);

#endif
