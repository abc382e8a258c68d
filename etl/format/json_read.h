/*
 * Records of a JSON document or of JSON lines.  A record that is no JSON is an error in a document, which then is none
 * either; among JSON lines it is that record's fault, unless it is the last and has no end of line: then the file is
 * cut off.
 */
#ifndef FORMAT_JSON_READ_H
#define FORMAT_JSON_READ_H

#include "format/found.h"
#include "format/json_kin.h"
#include "format/window.h"

struct json_reader;

/* rows leads from the document (from each line, for lines) to the rows; an empty path is the whole. */
struct json_reader *json_reader_new(struct arena *a, struct window *window, bool lines, const struct path *rows,
				    const struct path *wanted, size_t count);

/* The next records; none at the end, when the whole document is proven to be JSON.  ERR_FORMAT with line, offset. */
bool json_reader_next(struct json_reader *j, struct arena *batch, struct founds *founds, struct err *e)
	__attribute__((warn_unused_result));

/* Of lines: they may belong to each other.  Set before the first records. */
void json_reader_relate(struct json_reader *j, const struct kin *kin);

/* How many lines, or records, it has read so far. */
uint64_t json_reader_lines(const struct json_reader *j);

/* What a document states of itself outside of its records: the values at the path are added to list, once the end was
 * read.  Set before the first records; not for lines. */
void json_reader_state(struct json_reader *j, const struct path *at, struct texts *list);

/* A document that lacks what the rows' path leads to is one without records.  Said before the first records. */
void json_reader_may_lack(struct json_reader *j);

/* Whether a JSON text may hold more values than so many: there are at most as many as commas and open brackets outside
 * of strings, and no more than half as many as bytes. */
bool json_has_more_values(Str s, size_t most);

#endif
