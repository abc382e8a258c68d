/*
 * One value that a file states about itself, outside its records: "Document.BkToCstmrStmt.GrpHdr.CreDtTm",
 * "exported_at".  It is read from the landing's first part, through the extract's own format.
 */
#ifndef READ_HEADER_H
#define READ_HEADER_H

#include "read/reader.h"

/* The text at the path; nothing there, or no single value, is ERR_FORMAT. */
bool reader_header(struct arena *a, const struct format *f, const struct landing *l, Str path, Str *value,
	struct err *e)
	__attribute__((warn_unused_result));

#endif
