/*
 * What HubSpot holds: every customer as a contact, and what each consents to.  Shapes: "Contacts" and "Subscriptions
 * preferences" of developers.hubspot.com/docs/api-reference.  Every third has unsubscribed.
 */
#include "hubspot.h"

#include <inttypes.h>

const char *hubspot_moment(struct systems *s, int64_t at, uint64_t n)
{
	return arena_print(s->mem, "%.19s.%03uZ", instant_text(s->mem, at), (unsigned)(chosen(s->world, "ms", n) % 1000));
}

static void hold_contact(struct systems *s, struct list *contacts, size_t i)
{
	struct arena *a = s->mem;
	const struct customer *c = &s->world->customers[i];
	const char *id = arena_print(a, "%zu", 290001 + 50 * i);
	int64_t changed = c->since + 380 * DAY;
	struct value *v = value_make(a,
		"{'id':'%s','properties':{'createdate':'%s','email':'%s','firstname':'Customer','hs_object_id':'%s',"
		"'lastmodifieddate':'%s','lastname':'%zu','phone':null,'company':null,'country':'DE','lifecyclestage':'%s',"
		"'hs_email_optout':%s,'customer_number':'%s'},'createdAt':'%s','updatedAt':'%s','archived':false}",
		id, hubspot_moment(s, c->since, i), c->email, id, hubspot_moment(s, changed, i), i + 1,
		c->orders ? "customer" : "lead", i % 3 ? "null" : "'true'", c->number, hubspot_moment(s, c->since, i),
		hubspot_moment(s, changed, i));
	struct record *record = list_add(a, contacts, id, "0", v);
	record->at = c->since;
	record->changed = changed;
}

/* "Get subscription statuses for a contact". */
static void hold_consent(struct systems *s, struct list *consents, size_t i)
{
	const struct customer *c = &s->world->customers[i];
	const char *status = i % 3 ? "SUBSCRIBED" : "UNSUBSCRIBED";
	list_add(s->mem, consents, c->email, status, value_make(s->mem,
		"{'recipient':'%s','subscriptionStatuses':[{'id':'87','name':'Marketing Information','description':"
		"'Offers and updates','status':'%s','sourceOfStatus':'SUBSCRIPTION_STATUS','brandId':null,"
		"'preferenceGroupName':null,'legalBasis':'CONSENT_WITH_NOTICE','legalBasisExplanation':'Opted in'}]}",
		c->email, status));
}

void hubspot_hold(struct systems *s)
{
	struct list *contacts = list_new(&s->held, "hubspot", "contacts");
	struct list *consents = list_new(&s->held, "hubspot", "consents");
	for (size_t i = 0; i < s->world->records; i++) {
		hold_contact(s, contacts, i);
		hold_consent(s, consents, i);
	}
}
