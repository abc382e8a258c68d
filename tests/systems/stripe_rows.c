/* The lines of a report of Stripe's: stripe_reports.c says where it is described. */
#include "stripe.h"

#include <inttypes.h>

enum { FILE_MOST = 1 << 26 };

struct list *stripe_list(struct systems *s, const char *name)
{
	return held_find(&s->held, S("stripe"), text(name));
}

int64_t stripe_number(const struct value *body, const char *name)
{
	const struct value *member = value_get(body, text(name));
	bool negative = member && text_begins(member->text, S("-"));
	uint64_t number = 0;
	if (!member || !text_uint(text_from(member->text, negative), &number))
		return 0;
	return negative ? -(int64_t)number : (int64_t)number;
}

static bool is_wanted(struct systems *s, const struct report_run *run, const struct record *movement)
{
	const struct record *payout = list_find(stripe_list(s, "payouts"), text(movement->owner));
	int64_t at = run->kind->of_payouts ? stripe_number(payout->body, "arrival_date") : movement->at;
	if (run->payout.at ? !text_is(payout->id, run->payout) : at < run->from || at >= run->to)
		return false;
	if (!run->kind->of_payouts && text_is(value_text(movement->body, "type"), S("payout")))
		return false;
	if (run->currency.at && !text_is(value_text(movement->body, "currency"), run->currency))
		return false;
	return !run->category.at || text_is(value_text(movement->body, "reporting_category"), run->category);
}

/* A movement, and what stands around it: the thing it is of, the charge behind that, the payout it went out with. */
struct around {
	const struct report_run *run;
	const struct value *movement, *source, *charge, *payout, *card;
};

static const struct value *body_of(struct systems *s, const char *list, Str id)
{
	const struct record *record = id.len ? list_find(stripe_list(s, list), id) : NULL;
	return record ? record->body : NULL;
}

static struct around around(struct systems *s, const struct report_run *run, const struct record *movement)
{
	static const char *const lists[] = {"charges", "refunds", "disputes"};
	Str id = value_text(movement->body, "source");
	struct around m = {.run = run, .movement = movement->body, .payout = body_of(s, "payouts", text(movement->owner))};
	for (size_t i = 0; i < 3 && !m.source; i++)
		m.source = body_of(s, lists[i], id);
	m.charge = body_of(s, "charges", id);
	if (m.source && !m.charge)
		m.charge = body_of(s, "charges", value_text(m.source, "charge"));
	if (m.charge)
		m.card = value_get(value_get(m.charge, S("payment_method_details")), S("card"));
	return m;
}

/* "2026-03-31 12:00:00"; nothing where there is nothing. */
static Str time_cell(struct arena *a, const struct value *body, const char *name)
{
	if (!body)
		return (Str){0};
	char *z = arena_print(a, "%.19s", instant_text(a, stripe_number(body, name)));
	z[10] = ' ';
	return text(z);
}

static Str money_cell(struct arena *a, const struct around *m, const char *name)
{
	char *z = arena_print(a, "%s", amount_fixed(a, stripe_number(m->movement, name)));
	z[strlen(z) - 3] = m->run->separator;
	return text(z);
}

static Str member(const struct value *body, const char *name)
{
	return body ? value_text(body, name) : (Str){0};
}

/* A column whose value is a text that stands somewhere. */
static Str plain_cell(const struct around *m, Str column)
{
	const struct value *details = m->charge ? value_get(m->charge, S("billing_details")) : NULL;
	const struct value *trace = m->payout ? value_get(m->payout, S("trace_id")) : NULL;
	const struct {
		const char *column, *name;
		const struct value *of;
	} plain[] = {
		{"automatic_payout_id", "id", m->payout}, {"balance_transaction_id", "id", m->movement},
		{"card_brand", "brand", m->card}, {"card_country", "country", m->card}, {"card_funding", "funding", m->card},
		{"charge_id", "id", m->charge}, {"currency", "currency", m->movement}, {"customer_email", "email", details},
		{"customer_facing_currency", "currency", m->source}, {"customer_id", "customer", m->charge},
		{"customer_name", "name", details}, {"description", "description", m->movement},
		{"dispute_reason", "reason", text_is(member(m->source, "object"), S("dispute")) ? m->source : NULL},
		{"payment_intent_id", "payment_intent", m->source},
		{"reporting_category", "reporting_category", m->movement}, {"source_id", "source", m->movement},
		{"trace_id", "value", trace}, {"trace_id_status", "status", trace},
	};
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (text_is(text(plain[i].column), column))
			return member(plain[i].of, plain[i].name);
	if (text_is(column, S("payment_method_type")))
		return member(m->charge ? value_get(m->charge, S("payment_method_details")) : NULL, "type");
	return (Str){0};
}

/* Metadata of a payment are the charge's here. */
static Str metadata_cell(struct arena *a, const struct around *m, Str column)
{
	Str head, key;
	text_cut(column, '[', &head, &key);
	const struct value *of = text_is(head, S("payment_metadata")) ? m->charge : m->source;
	if (!of || text_is(head, S("transfer_metadata")) ||
	    (text_is(head, S("refund_metadata")) && !text_is(value_text(of, "object"), S("refund"))))
		return (Str){0};
	return member(value_get(of, S("metadata")), text_z(a, text_head(key, key.len - 1)));
}

static Str cell(struct arena *a, const struct around *m, Str column)
{
	Str base = text_ends(column, S("_utc")) ? text_head(column, column.len - 4) : column;
	if (text_ends(column, S("]")))
		return metadata_cell(a, m, column);
	if (text_is(column, S("gross")) || (text_is(column, S("customer_facing_amount")) && m->source))
		return money_cell(a, m, "amount");
	if (text_is(column, S("fee")) || text_is(column, S("net")))
		return money_cell(a, m, text_z(a, column));
	if (text_is(base, S("created")) || text_is(base, S("available_on")))
		return time_cell(a, m->movement, text_z(a, base));
	if (text_is(base, S("charge_created")))
		return time_cell(a, m->charge, "created");
	if (text_is(base, S("automatic_payout_effective_at")))
		return time_cell(a, m->payout, "arrival_date");
	return plain_cell(m, column);
}

/* RFC 4180. */
static void write_cell(struct buf *out, Str s)
{
	bool quoted = text_find(s, S(",")) < s.len || text_find(s, S("\"")) < s.len || text_find(s, S("\n")) < s.len;
	if (!quoted) {
		buf_add(out, s);
		return;
	}
	buf_byte(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			buf_byte(out, '"');
		buf_byte(out, s.at[i]);
	}
	buf_byte(out, '"');
}

static void write_rows(struct systems *s, const struct request *q, struct buf *out, const struct report_run *run)
{
	const struct list *movements = stripe_list(s, "balance_transactions");
	struct arena *mem = arena_new(q->mem);
	for (size_t i = 0; i < run->columns.count; i++) {
		buf_add(out, i ? S(",") : S(""));
		write_cell(out, run->columns.at[i]);
	}
	buf_byte(out, '\n');
	for (size_t i = 0; i < movements->count && q->fault != FAULT_EMPTY_PAGE; i++) {
		if (!is_wanted(s, run, &movements->at[i]))
			continue;
		struct around m = around(s, run, &movements->at[i]);
		for (size_t c = 0; c < run->columns.count; c++) {
			buf_add(out, c ? S(",") : S(""));
			write_cell(out, cell(mem, &m, run->columns.at[c]));
		}
		buf_byte(out, '\n');
		arena_end(mem);
	}
}

Str stripe_rows(struct systems *s, const struct request *q, const struct report_run *run)
{
	struct buf *out = buf_new(q->mem, FILE_MOST);
	write_rows(s, q, out, run);
	return buf_str(out);
}
