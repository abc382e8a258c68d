/*
 * Bank statements as SWIFT writes them: MT940 (customer statement) and MT942 (interim report), as banks put them into
 * files: with or without the blocks of the network ({1:…{4:), with lines of their own between the messages.  A message
 * is from :20: to the line that begins with "-", or to what the next one begins with.  Source of what stands where: the
 * field formats of the messages as banks publish them (:61: is 6!n[4!n]2a[1!a]15d1!a3!c16x[//16x][34x]).
 *
 * A message is one of statements:
 *   reference, related_reference, account, statement_number, sequence_number, date_time, currency, information,
 *   opening_balance, closing_balance, available_balance { kind, mark, date, currency, amount },
 *   forward_balances, floor_limits [], debit_entries, credit_entries { count, currency, amount }, others [],
 *   entries [] { value_date, entry_date, mark, funds_code, amount, amount_text, transaction_type, reference,
 *     bank_reference, supplement, information, details, others [], text }
 * Dates are written as 2026-03-31, whether or not there is such a day.  A mark of C or RD makes an amount positive,
 * D or RC negative (EC and ED, expected, as C and D); amount_text is the amount as the bank wrote it.  The year of an
 * entry date is that which brings it next to the value date.  details is what mt940_details finds.
 *
 * Held against each other: opening balance and entries with the closing balance; the opening balance of a page (:60M:)
 * with the closing balance of the one before (:62M:), all of whose pages must be in the file; the sums and counts of
 * :90D: and :90C: with the entries.
 */
#ifndef FORMAT_MT940_H
#define FORMAT_MT940_H

#include "format/statement.h"

struct mt940;

/* rows: as statements_check allows. */
struct mt940 *mt940_new(struct arena *a, struct window *window, const struct path *rows, const struct path *wanted,
	size_t count, struct claims *claims);

/* The next records; none at the end.  ERR_FORMAT, with its line, for what is no such message; ERR_INCOMPLETE for one
 * that is cut off, lacks a page or does not add up. */
bool mt940_next(struct mt940 *m, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

/* ── the parts of it ── */

/* A message that was cut out, from its :20: on. */
struct mt940_message {
	Str text;
	uint64_t line;
};

/* The last page of an account that had several. */
struct mt940_page {
	Str account;
	struct arena *kept;          /* holds the balance */
	struct decimal balance;
	uint64_t line;               /* of its closing balance */
	bool is_open;                /* its next page is still to come */
	struct mt940_page *next;
};

/* The tree of a message, borrowed from its text; what it states is held.  pages: those of the file so far, in its
 * arena. */
bool mt940_read(struct arena *file, struct arena *a, const struct mt940_message *message, struct claims *claims,
	struct mt940_page **pages, const struct tree **tree, struct err *e) __attribute__((warn_unused_result));

/* Whether a line begins a field, and how long its tag is: ":61:" has 2. */
bool mt940_is_field(Str line, size_t *tag);

/* What banks write into :86: in forms of their own, as a member "details" of an entry: business codes with numbered
 * subfields (166?00…?20…: code, posting_text, journal, purpose, bank, account, name, key), marks within the purpose
 * (EREF+, KREF+, MREF+, CRED+, DEBT+, SVWZ+, ABWA+, ABWE+) and codes between slashes (/EREF/…/REMI/…), both by their
 * names in small letters.  Nothing for a text of none of these forms. */
void mt940_details(struct branch *entry, Str information);

#endif
