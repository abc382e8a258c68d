/*
 * What Klaviyo holds: every customer as a profile, with what each subscribed to and what is expected of them.  Shape:
 * "Get Profiles" of developers.klaviyo.com/en/reference.  Every third has unsubscribed.
 */
#include "klaviyo.h"

#include <inttypes.h>

static const char *moment_text(struct arena *a, int64_t at)
{
	return arena_print(a, "%.19s+00:00", instant_text(a, at));
}

static struct value *subscriptions(struct arena *a, size_t i, int64_t since)
{
	bool in = i % 3 != 0;
	return value_make(a,
		"{'email':{'marketing':{'can_receive_email_marketing':%s,'consent':'%s','consent_timestamp':'%s',"
		"'last_updated':'%s','method':'FORM','method_detail':'','custom_method_detail':'','double_optin':true,"
		"'suppression':[],'list_suppressions':[]}},'sms':{'marketing':{'can_receive_sms_marketing':false,"
		"'consent':'NEVER_SUBSCRIBED','consent_timestamp':null}}}",
		in ? "true" : "false", in ? "SUBSCRIBED" : "UNSUBSCRIBED", moment_text(a, since), moment_text(a, since + DAY));
}

static struct value *expected(struct arena *a, const struct customer *c, int64_t changed)
{
	const char *spent = amount_decimal(a, c->spent), *mean = amount_decimal(a, c->orders ? c->spent / c->orders : 0);
	return value_make(a,
		"{'historic_clv':%s,'predicted_clv':0.0,'total_clv':%s,'historic_number_of_orders':%" PRId64
		",'predicted_number_of_orders':0.5,'average_days_between_orders':30.0,'average_order_value':%s,"
		"'churn_probability':0.15,'expected_date_of_next_order':'%s'}",
		spent, spent, c->orders, mean, moment_text(a, changed + 30 * DAY));
}

static void hold_profile(struct systems *s, struct list *profiles, size_t i)
{
	struct arena *a = s->mem;
	const struct customer *c = &s->world->customers[i];
	int64_t changed = c->since + 380 * DAY;
	const char *id = arena_print(a, "01%016" PRIX64 "%08zX", chosen(s->world, "profile", i), i);
	struct value *v = value_make(a,
		"{'type':'profile','id':'%s','attributes':{'email':'%s','phone_number':null,'external_id':'%s','anonymous_id':"
		"null,'first_name':'Customer','last_name':'%zu','organization':null,'locale':'de-DE','title':null,'image':null,"
		"'created':'%s','updated':'%s','last_event_date':'%s','location':{'address1':'Lange Gasse 7','address2':'',"
		"'city':'Berlin','country':'Germany','latitude':52.5,'longitude':13.4,'region':'','zip':'10115','timezone':"
		"'Europe/Berlin','ip':'192.0.2.7'},'properties':{'number':'%s'}},'relationships':{'lists':{'links':{'self':"
		"'https://a.klaviyo.com/api/profiles/%s/relationships/lists','related':"
		"'https://a.klaviyo.com/api/profiles/%s/lists'}}},'links':{'self':'https://a.klaviyo.com/api/profiles/%s'}}",
		id, c->email, c->number, i + 1, moment_text(a, c->since), moment_text(a, changed), moment_text(a, changed),
		c->number, id, id, id);
	struct value *attributes = value_get(v, S("attributes"));
	value_put(a, attributes, "subscriptions", subscriptions(a, i, c->since));
	value_put(a, attributes, "predictive_analytics", expected(a, c, changed));
	struct record *record = list_add(a, profiles, id, i % 3 ? "SUBSCRIBED" : "UNSUBSCRIBED", v);
	record->at = c->since;
	record->changed = changed;
}

void klaviyo_hold(struct systems *s)
{
	struct list *profiles = list_new(&s->held, "klaviyo", "profiles");
	for (size_t i = 0; i < s->world->records; i++)
		hold_profile(s, profiles, i);
}
