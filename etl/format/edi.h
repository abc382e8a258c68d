/*
 * EDI: X12 (ISA, GS, ST … SE, GE, IEA) and EDIFACT (UNA, UNB, UNG, UNH … UNT, UNE, UNZ), one transaction set or message
 * after another as a tree (edi_tree.h).  The rows path begins with sets[*] or messages[*].
 *
 * The envelope is the proof: each trailer says how many segments, sets or groups stand before it and repeats its
 * header's control number.  What differs is ERR_INCOMPLETE, as is a header without its trailer.  Numbers are equal
 * whatever zeros they begin with.  Sets of another type than the one asked for are proven too, and passed over.
 *
 * An ISA is cut by its separators: one whose fields are not filled up to their width is taken too.
 */
#ifndef FORMAT_EDI_H
#define FORMAT_EDI_H

#include "format/claims.h"
#include "format/edi_tree.h"
#include "format/found.h"

struct edi_layout {
	enum edi_kind kind;
	Str type;                        /* "846"; empty: all */
	const struct edi_loop *loops;
	size_t loop_count;
};

struct edi_reader;

struct edi_reader *edi_reader_new(struct arena *a, const struct edi_layout *layout, struct window *window,
				  const struct path *rows, const struct path *wanted, size_t count, struct claims *claims);

/* The next records; none at the end, when all envelopes are proven.  ERR_FORMAT, ERR_INCOMPLETE with the line. */
bool edi_reader_next(struct edi_reader *x, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

/* ERR_CONFIG unless the path of the rows begins as it must. */
bool edi_rows_check(enum edi_kind kind, const struct path *rows, struct err *e) __attribute__((warn_unused_result));

#endif
