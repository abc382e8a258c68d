/*
 * One value that a file states about itself, outside its records: "Document.BkToCstmrStmt.GrpHdr.CreDtTm",
 * "exported_at".  It is read through the extract's own format, from each of the landing's parts that states it.
 */
#ifndef READ_HEADER_H
#define READ_HEADER_H

#include "read/reader.h"

/* values: a place for each part, for the text at the path; .at == NULL where a part states none.  None in all of them,
 * or no single value, is ERR_FORMAT. */
bool reader_header(struct arena *a, const struct format *f, const struct landing *l, Str path, Str *values,
	struct err *e)
	__attribute__((warn_unused_result));

#endif
