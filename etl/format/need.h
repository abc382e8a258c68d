/*
 * What has to be there.  A path that is misspelt, or that the source no longer has, would be null in every record, and
 * null on both sides of a rule agrees: so whoever asks for a path says what must not be lacking everywhere.
 */
#ifndef FORMAT_NEED_H
#define FORMAT_NEED_H

#include "base/buf.h"
#include "format/path.h"

/* One of some wanted paths, by their places in the list of them. */
struct need {
	Str asker;       /* for messages: the field that is read from it */
	const int *paths;
	size_t count;
	Str item;        /* of a path that leads to many texts: the one that is wanted among them; empty: the path itself */
};

/* The needs that were not met, for a message: "Sume" for total, "a" or "b" for tax. */
void need_list(struct buf *b, const struct path *wanted, const struct need *needs, const bool *met, size_t count);

/* Texts for a message, each in quotes; cut when they get long. */
void need_names(struct arena *a, struct buf *b, const struct texts *names);

/* "; did you mean "Summe", "Steuer"?", nothing if there are none. */
void need_suggest(struct arena *a, struct buf *b, const struct texts *names);

#endif
