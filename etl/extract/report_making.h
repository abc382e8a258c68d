/* What the files of a report know of each other. */
#ifndef EXTRACT_REPORT_MAKING_H
#define EXTRACT_REPORT_MAKING_H

#include "extract/report.h"

/* One report on its way. */
struct making {
	struct reporting *g;
	struct arena *memory;        /* of this report */
	struct words words;          /* of its texts: what is found out is added */
	struct asked_of of;
	struct asked asked;
	bool was_kept;               /* another run had asked for it */
	bool is_lost;                /* nothing will come of it any more */
	const struct turn *turn;     /* of a list that goes on; NULL: its first page */
	struct answer *answer;       /* the last one that says how far it is */
	enum action *action;
};

/* One of its requests, as it is asked for. */
bool making_request(struct arena *a, const struct reporting *g, const struct request *request,
	const struct words *words, const struct turn *turn, struct ask *ask, struct err *e)
	__attribute__((warn_unused_result));

/* And its answer, for which *k->action says what it means.  says: for the landing; NULL: whoever asks notes it. */
bool making_send(struct making *k, struct arena *a, const struct request *request, const char *says,
	struct answer *answer, struct ask *ask, struct err *e) __attribute__((warn_unused_result));
void making_note(struct reporting *g, const struct ask *ask, const struct answer *answer, Str says);

static inline bool making_is_ok(const struct making *k)
{
	return *k->action == ACTION_OK;
}

void making_word(struct making *k, const char *name, Str value);

/* What stands at a place as text, NULL if nothing does; and as a moment, RFC 3339 or seconds since 1970. */
Str said_at(struct arena *a, const struct answer *answer, const struct report_place *place);
instant moment_at(struct arena *a, const struct answer *answer, const struct report_place *place);

/* NULL: "map" says nothing of it. */
const struct report_status *status_of(const struct vendor_report *r, Str said);

/* How far it is, into k->answer; before: what was said the last time. */
bool making_poll(struct making *k, struct arena *a, Str *before, enum making_state *state, struct err *e)
	__attribute__((warn_unused_result));

/* The file of a report that is done; document: where k->answer says which {document} it is. */
bool making_fetch(struct making *k, const struct report_place *document, struct err *e)
	__attribute__((warn_unused_result));

#endif
