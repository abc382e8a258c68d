/*
 * OFX: version 1, which is SGML (a value needs no end tag, and a head of KEY:VALUE lines stands before it), and version
 * 2, which is XML.  Both are read by one set of rules: a tag with a text behind it is a value, one without is an
 * aggregate and must be closed, unless what closes around it shows that it was an empty value.
 *
 * A bank's statement (STMTRS) or that of a credit card (CCSTMTRS) is one of statements, each kept as the standard has
 * it with its names in small letters: curdef, bankacctfrom or ccacctfrom { bankid, acctid, accttype }, ledgerbal,
 * availbal { balamt, dtasof }, of its transactions dtstart, dtend, of the whole answer dtserver, and
 *   entries [] { trntype, dtposted, trnamt, fitid, checknum, name, memo, …, amount }
 * where amount is trnamt with a point for a comma.  Of a name that stands twice both are members.  Securities
 * (INVSTMTRS) are refused.
 *
 * An OFX file states a balance at its end and none at its beginning, so that nothing of it can be added up: that it is
 * whole is shown by its tags alone.  A status that is an error is refused with its message.
 */
#ifndef FORMAT_OFX_H
#define FORMAT_OFX_H

#include "format/statement.h"

struct ofx;

/* rows: as statements_check allows. */
struct ofx *ofx_new(struct arena *a, struct window *window, const struct path *rows, const struct path *wanted,
	size_t count);

/* The next records; none at the end.  ERR_FORMAT, with its line, for what is no OFX; ERR_INCOMPLETE for what is cut
 * off; ERR_SOURCE for what its status says has failed. */
bool ofx_next(struct ofx *o, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

/* ── the parts of it ── */

/* A tag with the text behind it, as they stand there. */
struct ofx_tag {
	Str name;                    /* without the slash of an end */
	Str text;                    /* up to the next tag, sections in it */
	bool is_end;
	size_t start, end;           /* of the tag; the text is behind it, up to */
	size_t next;                 /* where the next one begins */
	uint64_t line;
};

/* The tag that begins at or behind i of a text; false if none does before the text ends.  Comments, sections and
 * declarations are no tags. */
bool ofx_tag(Str text, size_t i, struct ofx_tag *tag);

/* A text without the blanks around it, its entities and sections resolved. */
Str ofx_text(struct arena *a, Str written);

/* The tree of an aggregate, from its tag to that which closes it. */
bool ofx_tree(struct arena *a, Str text, uint64_t line, const struct tree **tree, struct err *e)
	__attribute__((warn_unused_result));

#endif
