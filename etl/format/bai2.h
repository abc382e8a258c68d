/*
 * BAI2, the Cash Management Balance Reporting Specifications, version 2: records 01 file, 02 group, 03 account, 16
 * detail, 88 what goes on, and the trailers 49, 98, 99.  A record ends with "/" or with its line; several may stand on
 * a line, with blanks between them.  A detail's text is all that is left of it, commas too, and may go on in a line
 * that begins no record.
 *
 * An account (03 to 49) is one of statements:
 *   account, currency, control_total, record_count,
 *   file { sender, receiver, date, time, identifier }, group { receiver, originator, status, date, time, currency,
 *   date_modifier } as in the headers above it,
 *   opening_ledger (010), closing_ledger (015): amounts,
 *   summaries [] { type, amount, amount_text, item_count, funds_type, funds },
 *   entries [] { type, mark, amount, amount_text, funds_type, funds, bank_reference, customer_reference, text }
 * Dates are written as 2026-03-31.  amount_text is as it stands there, without a point; amount has the point where
 * the currency has it: that of the account, else of the group, else USD.  An entry's amount is negative for a debit
 * (types 400 to 699 and 960 to 999), positive for a credit (100 to 399, 920 to 959); mark is D or C.  A type that is
 * neither has no mark and must be without an amount (890) or of a loan (700 to 799, as it is written).  funds is what
 * the funds type brings with it, as written.
 *
 * Held against each other: the control totals and numbers of records of 49, 98 and 99, and their numbers of accounts
 * and groups; and of an account with both ledgers the opening one and all entries, or without entries the total credits
 * and debits (100, 400), with the closing one.
 */
#ifndef FORMAT_BAI2_H
#define FORMAT_BAI2_H

#include "format/statement.h"

struct bai2;

/* rows: as statements_check allows. */
struct bai2 *bai2_new(struct arena *a, struct window *window, const struct path *rows, const struct path *wanted,
	size_t count, struct claims *claims);

/* The next records; none at the end.  ERR_FORMAT, with its line, for what is no such file; ERR_INCOMPLETE for one that
 * is cut off or does not add up. */
bool bai2_next(struct bai2 *b, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

/* ── the parts of it ── */

/* A record as it stands there: its fields begin behind the code and a comma. */
struct bai2_record {
	int code;
	Str fields;
	uint64_t line;
};

/* The record at i of a text, blanks before it passed; code 0 and no error behind the last, *cut if the text must go on
 * to tell.  *i and *line move behind it. */
bool bai2_record(Str text, bool is_all, size_t *i, uint64_t *line, struct bai2_record *r, bool *cut, struct err *e)
	__attribute__((warn_unused_result));

/* The next field of a record; false behind the last. */
bool bai2_field(Str *fields, Str *field);

/* 2026-03-31 of 260331, which *date is, if it has this form. */
void bai2_date(struct arena *a, Str *date);

struct bai2_header {
	struct branch file, group;   /* trees that go into each account */
	Str currency;                /* of the group */
};

/* What a trailer above adds up. */
struct bai2_account {
	struct decimal total;
	int64_t records;
};

/* The tree of an account from its records, 03 to 49; what it states is held. */
bool bai2_account_read(struct arena *a, Str text, uint64_t line, const struct bai2_header *header,
	struct claims *claims, const struct tree **tree, struct bai2_account *account, struct err *e)
	__attribute__((warn_unused_result));

#endif
