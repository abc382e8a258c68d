/*
 * EDI as a row of segments: X12 and EDIFACT differ in the characters that separate, which each interchange states, and
 * in the release character, behind which one of them is meant as such.  Blanks and line ends between segments are
 * passed over.  Nothing before `keep` is needed any longer; what stands between it and the next segment stays in the
 * window.
 */
#ifndef FORMAT_SEGMENTS_H
#define FORMAT_SEGMENTS_H

#include "format/window.h"

/* '\0' where there is none. */
struct marks {
	char element, component, repeat, release, end;
};

/* From `keep` on, with all that is made of it in memory: a transaction set, a message. */
enum { SET_LIMIT = 16 << 20 };

struct segments {
	struct arena *arena;         /* for messages */
	struct window *window;
	struct marks marks;
	size_t at, keep;             /* in the window: the next segment, and what must stay */
	uint64_t line, keep_line;
};

struct segment {
	Str text;                    /* without its end; in the window until it moves */
	Str tag;
	uint64_t line, offset;
	size_t start;                /* behind `keep` */
	bool is_open;                /* the text ended without the mark of its end */
};

void segments_init(struct segments *s, struct arena *a, struct window *window);

/* Up to count bytes from the next segment on, fewer at the end. */
bool segments_peek(struct segments *s, size_t count, Str *head, struct err *e) __attribute__((warn_unused_result));

/* What was peeked at is passed over: bytes that are no segment. */
void segments_pass(struct segments *s, size_t count);

/* Lets go of all before the next segment. */
void segments_let_go(struct segments *s);

/* The next segment; *has is false at the end of the text.  ERR_FORMAT: it is no segment, or too much is kept. */
bool segments_next(struct segments *s, struct segment *segment, bool *has, struct err *e)
	__attribute__((warn_unused_result));

/* ── within a segment ── */

/* Cuts s at the next mark that no release character stands before; false if that was the last. */
bool segment_cut(const struct marks *m, Str s, char mark, Str *head, Str *rest);

/* As it was meant: without release characters. */
Str segment_text(struct arena *a, const struct marks *m, Str s);

/* The element of that number, from 1, as it was written; empty if it is not there. */
Str segment_element(const struct marks *m, Str segment, size_t number);

/* Its first component. */
Str segment_component(const struct marks *m, Str element, size_t number);

#endif
