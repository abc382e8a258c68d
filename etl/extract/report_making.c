#include "extract/report_making.h"

#include "base/card.h"

bool making_request(struct arena *a, const struct reporting *g, const struct request *request,
	const struct words *words, const struct turn *turn, struct ask *ask, struct err *e)
{
	static const struct texts none;
	static const struct http_fields no_fields;
	static const struct slot no_slot;
	static const struct turn first = {.first_only = &none, .on_next = &no_fields, .slot = &no_slot};

	if (!request_ask(a, request, g->x->endpoint, words, turn ? turn : &first, ask, e))
		return false;
	ask->rules = g->rules;
	ask->paces = g->paces;
	ask->op = g->x->name;
	ask->waits = g->waits;
	return true;
}

/* How it came to be is for whoever looks at the landing later. */
void making_note(struct reporting *g, const struct ask *ask, const struct answer *answer, Str says)
{
	struct landing *l = g->landing;
	Str body = ask->request.body;

	l->steps = arena_grow(g->a, l->steps, l->step_count, sizeof *l->steps);
	l->steps[l->step_count++] = (struct landing_step){.request = text_copy(g->a, ask->shown),
		.sent = body.at ? text_copy(g->a, card_masked(g->a, body)) : (Str){0}, .status = answer->head.status,
		.at = answer->received, .says = text_copy(g->a, card_masked(g->a, says))};
}

bool making_send(struct making *k, struct arena *a, const struct request *request, const char *says,
	struct answer *answer, struct ask *ask, struct err *e)
{
	if (!making_request(a, k->g, request, &k->words, k->turn, ask, e)
	    || !asker_send(k->g->asker, a, ask, answer, k->action, e))
		return false;
	if (says)
		making_note(k->g, ask, answer, text(says));
	if (*k->action == ACTION_END)
		return err_set(e, ERR_INCOMPLETE, "%.*s: \"end\" means nothing of a report", STR(ask->shown));
	return true;
}

Str said_at(struct arena *a, const struct answer *answer, const struct report_place *place)
{
	struct cell cell = {0};

	if (!place->written.at)
		return (Str){0};
	answer_at(a, answer, &place->at, &cell);
	if (cell.kind == CELL_LIST && cell.count == 1)
		cell = cell.items[0];
	return (cell.kind == CELL_TEXT && cell.text.len > 0) || cell.kind == CELL_NUMBER || cell.kind == CELL_BOOLEAN
	    ? cell.text : (Str){0};
}

instant moment_at(struct arena *a, const struct answer *answer, const struct report_place *place)
{
	Str said = said_at(a, answer, place);
	uint64_t seconds;
	instant t;

	if (!said.at)
		return INSTANT_NONE;
	if (instant_parse(said, &t))
		return t;
	return text_uint(said, &seconds) && seconds < INT64_C(253402300800) ? (instant)seconds * SECOND : INSTANT_NONE;
}

const struct report_status *status_of(const struct vendor_report *r, Str said)
{
	for (size_t i = 0; said.at && i < r->status_count; i++)
		if (text_is(r->statuses[i].said, said))
			return &r->statuses[i];
	return NULL;
}

void making_word(struct making *k, const char *name, Str value)
{
	words_add(k->memory, &k->words, text(name), text_copy(k->memory, value));
}

bool making_poll(struct making *k, struct arena *a, Str *before, enum making_state *state, struct err *e)
{
	const struct vendor_report *r = k->g->report;
	const struct report_status *status;
	struct ask ask;
	Str said;

	if (!making_send(k, a, &r->poll, NULL, k->answer, &ask, e)) {
		k->is_lost = e->kind == ERR_SOURCE && (k->answer->head.status == 404 || k->answer->head.status == 410);
		return false;
	}
	if (!making_is_ok(k))
		return true;
	said = said_at(a, k->answer, &r->status);
	status = status_of(r, said);
	k->is_lost = !said.at;
	if (k->is_lost)
		return err_set(e, ERR_SOURCE, "%.*s: it says nothing of report %s: nothing is at %.*s", STR(ask.shown),
			text_quoted(a, k->asked.id), STR(r->status.written));
	if (!text_is(*before, said))
		making_note(k->g, &ask, k->answer, said);
	*before = text_copy(k->memory, said);
	if (!status)
		return err_set(e, ERR_INCOMPLETE, "%.*s: the report is %s, of which \"map\" says nothing", STR(ask.shown),
			text_quoted(a, said));
	*state = status->state;
	return true;
}
