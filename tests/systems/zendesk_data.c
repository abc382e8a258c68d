/*
 * What Zendesk holds: a ticket of each sale, which names it in a field of its own; every twentieth was deleted.  Shape:
 * the example of "Incremental Ticket Export, Cursor Based" and the table of "Tickets" (developer.zendesk.com).  Every
 * fifth was touched by the system alone, an hour after a person last did.
 */
#include "zendesk.h"

#include <inttypes.h>

enum { FIRST_TICKET = 35001, ORDER_FIELD = 27642 };

static void hold_ticket(struct systems *s, struct list *all, struct list *live, const struct sale *sale)
{
	struct arena *a = s->mem;
	static const char *const states[] = {"solved", "closed", "open", "pending"};
	bool deleted = sale->index % 20 == 19;
	int64_t generated = sale->changed + DAY, changed = sale->index % 5 ? generated : generated - HOUR;
	uint64_t id = FIRST_TICKET + sale->index;
	const char *url = arena_print(a, "https://lantern.example.com/api/v2/tickets/%" PRIu64 ".json", id);
	struct value *v = value_make(a,
		"{'assignee_id':235323,'collaborator_ids':[],'created_at':'%s','custom_fields':[{'id':%d,'value':'#%" PRIu64
		"'},{'id':27648,'value':'%s'}],'description':'Where is it?','due_at':null,'external_id':'T%" PRIu64 "',"
		"'follower_ids':[],'generated_timestamp':%" PRId64 ",'group_id':98738,'has_incidents':false,'id':%" PRIu64
		",'organization_id':null,'priority':'normal','problem_id':null,'raw_subject':'Order #%" PRIu64 "',"
		"'recipient':'support@lantern.example.com','requester_id':%zu,'satisfaction_rating':{'comment':'Good','id':%"
		PRIu64 ",'score':'good'},'sharing_agreement_ids':[],'status':'%s','subject':'Order #%" PRIu64 "',"
		"'submitter_id':%zu,'tags':['order'],'type':'question','updated_at':'%s','url':'%s','via':{'channel':'web'}}",
		instant_text(a, sale->placed + HOUR), ORDER_FIELD, sale->number, sale->posted ? "yes" : "no", id, generated, id,
		sale->number, 20900000 + sale->customer, id, deleted ? "deleted" : states[sale->index % 4], sale->number,
		20900000 + sale->customer, instant_text(a, changed), url);
	const char *key = arena_print(a, "%" PRIu64, id), *status = text_z(a, value_text(v, "status"));
	struct record *record = list_add(a, all, key, status, v);
	record->at = sale->placed + HOUR;
	record->changed = generated;
	if (!deleted)
		list_add(a, live, key, status, v);
}

void zendesk_hold(struct systems *s)
{
	struct list *all = list_new(&s->held, "zendesk", "incremental"), *live = list_new(&s->held, "zendesk", "tickets");
	for (size_t i = 0; i < s->world->sale_count; i++)
		hold_ticket(s, all, live, &s->world->sales[i]);
}
