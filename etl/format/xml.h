/*
 * XML of any size through libxml2's parser, which stands in xml.c alone and is given a piece at a time.  The rows path
 * begins at the root element: up to its first [*] elements stream by, from there each is a record and becomes a tree.
 * A DOCTYPE is refused, with it every entity but the five of XML itself; nothing is ever fetched.
 */
#ifndef FORMAT_XML_H
#define FORMAT_XML_H

#include "format/chars.h"
#include "format/claims.h"
#include "format/found.h"

struct xml_reader;

struct xml_reader *xml_reader_new(struct arena *a, struct chars *from, const struct path *rows,
				  const struct path *wanted, size_t count);

/* The next records; none at the end, when the document is proven to be well-formed.  ERR_FORMAT with the line. */
bool xml_reader_next(struct xml_reader *x, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

/* What a document states of itself: the values at the path, from the root element on, are added to list as they come
 * by.  [*] after a name stands for all elements of it, which a name alone does too.  Set before the first records. */
void xml_reader_state(struct xml_reader *x, const struct path *at, struct texts *list);

/* What the elements that are records state of themselves as camt does is held.  Set before the first records. */
void xml_reader_hold(struct xml_reader *x, struct claims *claims);

#endif
