/*
 * What Stripe holds: a charge for each sale that did not go through Shopify Payments, its refunds or its dispute, and a
 * payout of what is left.  Shapes: the pages "The Charge object" and its like of docs.stripe.com/api.  The movements of
 * a payout, its own among them, come to zero.
 */
#include "systems.h"

#include <inttypes.h>

struct lists {
	struct list *charges, *refunds, *disputes, *payouts, *movements;
};

/* What all parts of one sale's record need. */
struct part {
	struct systems *s;
	struct lists *lists;
	const struct sale *sale;
	const char *charge, *payout, *movement, *payment;
	int64_t net;
};

static const char *id_of(struct systems *s, const char *kind, uint64_t n)
{
	return arena_print(s->mem, "%s_%016" PRIx64 "%08" PRIx64, kind, chosen(s->world, kind, n), n);
}

/* One movement of the balance, and its place in the payout. */
struct movement {
	const char *type, *category, *source, *description;
	int64_t at, amount, fee;
};

static const char *move(struct part *p, unsigned n, struct movement m)
{
	struct arena *a = p->s->mem;
	const char *id = id_of(p->s, "txn", p->sale->index * 8 + n);
	const char *fees = "";
	if (m.fee)
		fees = arena_print(a, "{'amount':%" PRId64 ",'application':null,'currency':'eur',"
		                   "'description':'Processing fees','type':'stripe_fee'}", m.fee);
	struct value *body = value_make(a,
		"{'id':'%s','object':'balance_transaction','amount':%" PRId64 ",'available_on':%" PRId64 ","
		"'balance_type':'payments','created':%" PRId64 ",'currency':'eur','description':'%s','exchange_rate':null,"
		"'fee':%" PRId64 ",'fee_details':[%s],'net':%" PRId64 ",'reporting_category':'%s','source':'%s',"
		"'status':'available','type':'%s'}",
		id, m.amount, m.at + DAY, m.at, m.description, m.fee, fees, m.amount - m.fee, m.category, m.source, m.type);
	struct record *record = list_add(a, p->lists->movements, id, arena_print(a, "%" PRId64, m.amount), body);
	record->at = m.at;
	record->owner = p->payout;
	p->net += m.amount - m.fee;
	return id;
}

static struct record *hold(struct part *p, struct list *list, const char *id, int64_t at, int64_t amount,
                           struct value *body)
{
	struct record *record = list_add(p->s->mem, list, id, arena_print(p->s->mem, "%" PRId64, amount), body);
	record->at = at;
	return record;
}

static struct value *card_of(struct part *p)
{
	return value_make(p->s->mem,
		"{'card':{'amount_authorized':%" PRId64 ",'authorization_code':null,'brand':'visa','checks':"
		"{'address_line1_check':null,'address_postal_code_check':null,'cvc_check':'pass'},'country':'DE',"
		"'exp_month':12,'exp_year':2031,'extended_authorization':{'status':'disabled'},'fingerprint':'f%012zx',"
		"'funding':'credit','incremental_authorization':{'status':'unavailable'},'installments':null,'last4':'0042',"
		"'mandate':null,'multicapture':{'status':'unavailable'},'network':'visa','network_token':{'used':false},"
		"'network_transaction_id':null,'overcapture':{'maximum_amount_capturable':%" PRId64 ",'status':'unavailable'},"
		"'regulated_status':null,'three_d_secure':null,'transaction_link_id':null,'wallet':null},'type':'card'}",
		p->sale->total, p->sale->customer, p->sale->total);
}

static void write_charge(struct buf *out, const struct part *p)
{
	const struct sale *s = p->sale;
	const struct customer *c = &p->s->world->customers[s->customer];
	int64_t refunded = s->posted ? s->refunds[0].amount + s->refunds[1].amount : 0;
	buf_print(out, "{'id':'%s','object':'charge','amount':%" PRId64 ",'amount_captured':%" PRId64 ","
	          "'amount_refunded':%" PRId64 ",'application':null,'application_fee':null,'application_fee_amount':null,"
	          "'balance_transaction':'%s',", p->charge, s->total, s->total, refunded, p->movement);
	buf_print(out, "'billing_details':{'address':{'city':null,'country':'DE','line1':null,'line2':null,"
	          "'postal_code':null,'state':null},'email':'%s','name':'%s','phone':null,'tax_id':null},"
	          "'calculated_statement_descriptor':'LANTERN AND CO','captured':true,'created':%" PRId64 ","
	          "'currency':'eur','customer':'cus_%08zu','description':'Order #%" PRIu64 "','disputed':%s,",
	          c->email, c->name, s->placed, s->customer, s->number, s->dispute.amount ? "true" : "false");
	buf_print(out, "'failure_balance_transaction':null,'failure_code':null,'failure_message':null,"
	          "'fraud_details':{},'livemode':false,'metadata':{'order_number':'#%" PRIu64 "'},'on_behalf_of':null,"
	          "'outcome':{'advice_code':null,'network_advice_code':null,'network_decline_code':null,"
	          "'network_status':'approved_by_network','reason':null,'seller_message':'Payment complete.',"
	          "'type':'authorized'},'paid':true,'payment_intent':'%s','payment_method':'pm_%08zu',",
	          s->number, p->payment, s->index);
	buf_print(out, "'receipt_email':null,'receipt_number':null,'receipt_url':'https://pay.example.com/%s',"
	          "'refunded':false,'review':null,'shipping':null,'source_transfer':null,'statement_descriptor':null,"
	          "'statement_descriptor_suffix':null,'status':'succeeded','transfer_data':null,'transfer_group':null}",
	          p->charge);
}

static void hold_charge(struct part *p)
{
	struct arena *a = p->s->mem;
	const struct sale *s = p->sale;
	struct buf *out = buf_new(a, 1 << 16);
	p->movement = move(p, 0, (struct movement){"charge", "charge", p->charge,
	                   arena_print(a, "Order #%" PRIu64, s->number), s->placed, s->total, gateway_fee(s->total)});
	write_charge(out, p);
	struct value *body = value_make(a, "%.*s", WHOLE(buf_str(out)));
	value_put(a, body, "payment_method_details", card_of(p));
	hold(p, p->lists->charges, p->charge, s->placed, s->total, body);
}

static void hold_refund(struct part *p, unsigned n)
{
	struct arena *a = p->s->mem;
	const struct event *e = &p->sale->refunds[n];
	const char *id = id_of(p->s, "re", p->sale->index * REFUNDS + n);
	const char *movement = move(p, 1 + n, (struct movement){"refund", "refund", id, "REFUND FOR CHARGE", e->at,
	                            -e->amount, 0});
	struct value *body = value_make(a,
		"{'id':'%s','object':'refund','amount':%" PRId64 ",'balance_transaction':'%s','charge':'%s',"
		"'created':%" PRId64 ",'currency':'eur','destination_details':{'card':{'reference':'%011zu',"
		"'reference_status':'available','reference_type':'acquirer_reference_number','type':'refund'},'type':'card'},"
		"'metadata':{},'payment_intent':'%s','reason':'requested_by_customer','receipt_number':null,"
		"'source_transfer_reversal':null,'status':'succeeded','transfer_reversal':null,'customer':null,"
		"'customer_account':null,'payment_method':null}",
		id, e->amount, movement, p->charge, e->at, p->sale->index, p->payment);
	hold(p, p->lists->refunds, id, e->at, e->amount, body);
}

/* "The Dispute object": all evidence is a text or nothing. */
static struct value *evidence_of(struct arena *a)
{
	static const char *const names[] = {
		"access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure",
		"cancellation_rebuttal", "customer_communication", "customer_email_address", "customer_name",
		"customer_purchase_ip", "customer_signature", "duplicate_charge_documentation",
		"duplicate_charge_explanation", "duplicate_charge_id", "product_description", "receipt", "refund_policy",
		"refund_policy_disclosure", "refund_refusal_explanation", "service_date", "service_documentation",
		"shipping_address", "shipping_carrier", "shipping_date", "shipping_documentation", "shipping_tracking_number",
		"uncategorized_file", "uncategorized_text",
	};
	struct value *evidence = value_make(a, "{}");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		value_put(a, evidence, names[i], value_make(a, "null"));
	value_put(a, evidence, "enhanced_evidence", value_make(a, "{}"));
	return evidence;
}

static void hold_dispute(struct part *p)
{
	static const char *const states[] = {"needs_response", "under_review", "lost"};
	struct arena *a = p->s->mem;
	const struct event *e = &p->sale->dispute;
	const char *id = id_of(p->s, "dp", p->sale->index);
	const char *movement = move(p, 3, (struct movement){"adjustment", "dispute", id, "Chargeback withdrawal", e->at,
	                            -e->amount, DISPUTE_FEE});
	struct value *body = value_make(a,
		"{'id':'%s','object':'dispute','amount':%" PRId64 ",'charge':'%s','created':%" PRId64 ",'currency':'eur',"
		"'enhanced_eligibility_types':[],'evidence_details':{'due_by':%" PRId64 ",'enhanced_eligibility':{},"
		"'has_evidence':false,'past_due':false,'submission_count':0},'is_charge_refundable':false,'livemode':false,"
		"'metadata':{},'payment_intent':'%s','payment_method_details':{'card':{'brand':'visa',"
		"'case_type':'chargeback','network':'visa','network_reason_code':'10.4'},'type':'card'},'reason':'fraudulent',"
		"'status':'%s'}",
		id, e->amount, p->charge, e->at, e->at + 14 * DAY, p->payment, states[p->sale->index % 3]);
	struct value *moved = value_make(a, "[]");
	const struct record *held = list_find(p->lists->movements, text(movement));
	struct value *copy = arena_new_of(a, struct value);
	*copy = *held->body;
	value_add(moved, copy);
	value_put(a, body, "balance_transactions", moved);
	value_put(a, body, "evidence", evidence_of(a));
	hold(p, p->lists->disputes, id, e->at, e->amount, body);
}

/* The newest are still on their way. */
static void hold_payout(struct part *p)
{
	struct arena *a = p->s->mem;
	int64_t at = p->sale->placed + DAY, amount = p->net;
	bool paid = p->sale->index + 4 < p->s->world->sale_count;
	const char *movement = move(p, 4, (struct movement){"payout", "payout", p->payout, "STRIPE PAYOUT", at,
	                            -amount, 0});
	struct value *body = value_make(a,
		"{'id':'%s','object':'payout','amount':%" PRId64 ",'application_fee':null,'application_fee_amount':null,"
		"'arrival_date':%" PRId64 ",'automatic':true,'balance_transaction':'%s','created':%" PRId64 ","
		"'currency':'eur','description':'STRIPE PAYOUT','destination':'ba_%016" PRIx64 "',"
		"'failure_balance_transaction':null,'failure_code':null,'failure_message':null,'livemode':false,"
		"'metadata':{},'method':'standard','original_payout':null,'payout_method':null,"
		"'reconciliation_status':'%s','reversed_by':null,'source_type':'card','statement_descriptor':null,"
		"'status':'%s','trace_id':{'status':'%s','value':%s},'type':'bank_account'}",
		p->payout, amount, (at / DAY + 1) * DAY, movement, at, chosen(p->s->world, "bank", 0),
		paid ? "completed" : "in_progress", paid ? "paid" : "in_transit", paid ? "supported" : "pending",
		paid ? arena_print(a, "'T%010zu'", p->sale->index) : "null");
	hold(p, p->lists->payouts, p->payout, at, amount, body);
}

static void hold_sale(struct systems *s, struct lists *lists, const struct sale *sale)
{
	struct part p = {
		.s = s, .lists = lists, .sale = sale, .charge = id_of(s, "ch", sale->index),
		.payout = id_of(s, "po", sale->index), .payment = id_of(s, "pi", sale->index),
	};
	hold_charge(&p);
	for (unsigned n = 0; sale->posted && n < REFUNDS; n++)
		hold_refund(&p, n);
	if (sale->dispute.amount)
		hold_dispute(&p);
	hold_payout(&p);
}

void stripe_hold(struct systems *s)
{
	struct lists lists = {
		.charges = list_new(&s->held, "stripe", "charges"),
		.refunds = list_new(&s->held, "stripe", "refunds"),
		.disputes = list_new(&s->held, "stripe", "disputes"),
		.payouts = list_new(&s->held, "stripe", "payouts"),
		.movements = list_new(&s->held, "stripe", "balance_transactions"),
	};
	for (size_t i = 0; i < s->world->sale_count; i++)
		if (!s->world->sales[i].by_shopify_payments)
			hold_sale(s, &lists, &s->world->sales[i]);
	list_sort_newest(lists.charges);
	list_sort_newest(lists.refunds);
	list_sort_newest(lists.disputes);
	list_sort_newest(lists.payouts);
	list_sort_newest(lists.movements);
}

/* The charge of a sale, by which a shop's payment names it. */
const char *stripe_charge_of(struct systems *s, const struct sale *sale)
{
	return id_of(s, "ch", sale->index);
}
