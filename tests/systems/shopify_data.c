/*
 * What the shop holds: the even sales as orders, with everything that happened to them; its stock at one place; and,
 * for those that were paid through Shopify Payments, a payout of the charge and another one, a withdrawal, of what went
 * back or was charged back.
 */
#include "shopify.h"

#include <inttypes.h>

enum { CHARGEBACK_FEE = 1500, TRIAL_EACH = 20 };

const char *shopify_gid(struct systems *s, const char *kind, uint64_t n)
{
	return arena_print(s->mem, "gid://shopify/%s/%" PRIu64, kind, UINT64_C(5000000000) + n);
}

const char *shopify_money(struct systems *s, int64_t cents)
{
	return arena_print(s->mem, "{'amount':'%s','currencyCode':'EUR'}", amount_decimal(s->mem, cents));
}

/* A MoneyBag: the shop's money and the buyer's, here the same. */
static const char *bag(struct systems *s, int64_t cents)
{
	const char *one = shopify_money(s, cents);
	return arena_print(s->mem, "{'shopMoney':%s,'presentmentMoney':%s}", one, one);
}

static int64_t tax_in(int64_t total)
{
	return (total * TAX_PERCENT + (100 + TAX_PERCENT) / 2) / (100 + TAX_PERCENT);
}

static const char *taxes(struct systems *s, int64_t tax)
{
	return arena_print(s->mem, "[{'title':'VAT','rate':0.19,'ratePercentage':19.0,'priceSet':%s}]", bag(s, tax));
}

static int64_t refunded(const struct sale *sale)
{
	return sale->posted ? sale->refunds[0].amount + sale->refunds[1].amount : 0;
}

static const char *line_id(struct systems *s, const struct sale *sale, size_t n)
{
	return shopify_gid(s, "LineItem", sale->index * 100 + n);
}

static const char *gateway(const struct sale *sale)
{
	return sale->by_shopify_payments ? "shopify_payments" : "stripe";
}

static const char *transaction_id(struct systems *s, const struct sale *sale, size_t n)
{
	return shopify_gid(s, "OrderTransaction", sale->index * 8 + n);
}

static void add_lines(struct systems *s, struct value *order, const struct sale *sale)
{
	struct arena *a = s->mem;
	struct value *lines = value_make(a, "[]");
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct line *line = &sale->lines[i];
		const struct item *item = &s->world->items[line->item];
		int64_t back = sale->posted && i == 0;
		value_add(lines, value_make(a,
			"{'id':'%s','sku':'%s','title':'%s','name':'%s','quantity':%" PRId64 ",'currentQuantity':%" PRId64 ","
			"'refundableQuantity':%" PRId64 ",'unfulfilledQuantity':%" PRId64 ",'requiresShipping':true,'taxable':true,"
			"'isGiftCard':false,'vendor':'Lantern and Co','variantTitle':null,'totalDiscountSet':%s,"
			"'originalUnitPriceSet':%s,'originalTotalSet':%s,"
			"'discountedTotalSet':%s,'discountedUnitPriceSet':%s,'taxLines':%s}",
			line_id(s, sale, i), item->sku, item->title, item->title, line->quantity, line->quantity - back,
			line->quantity - back, sale->posted ? 0 : line->quantity, bag(s, 0),
			bag(s, item->price), bag(s, line->total), bag(s, line->total), bag(s, item->price),
			taxes(s, tax_in(line->total))));
	}
	value_put(a, order, "lineItems", lines);
	value_put(a, order, "shippingLines", value_make(a,
		"[{'id':'%s','title':'Parcel','code':'PARCEL','originalPriceSet':%s,'discountedPriceSet':%s,'taxLines':%s}]",
		shopify_gid(s, "ShippingLine", sale->index), bag(s, SHIPPING), bag(s, SHIPPING), taxes(s, tax_in(SHIPPING))));
}

/* The gateway's reference: its charge where the gateway is not Shopify's own. */
static const char *transaction(struct systems *s, const struct sale *sale, size_t n)
{
	const struct event *e = n ? &sale->refunds[n - 1] : NULL;
	const char *at = instant_text(s->mem, e ? e->at : sale->placed);
	return arena_print(s->mem,
		"{'id':'%s','kind':'%s','status':'SUCCESS','gateway':'%s','test':false,'createdAt':'%s','processedAt':'%s',"
		"'authorizationCode':'%s','paymentId':'%s','errorCode':null,'amountSet':%s,'parentTransaction':%s,"
		"'order':{'id':'%s'}}",
		transaction_id(s, sale, n), e ? "REFUND" : "SALE", gateway(sale), at, at, stripe_charge_of(s, sale),
		arena_print(s->mem, "#%" PRIu64 ".%zu", sale->number, n + 1), bag(s, e ? e->amount : sale->total),
		e ? arena_print(s->mem, "{'id':'%s'}", transaction_id(s, sale, 0)) : "null",
		shopify_gid(s, "Order", sale->index));
}

/* A trial of the gateway, in which no money moves. */
static struct value *trial(struct systems *s, const struct sale *sale)
{
	struct arena *a = s->mem;
	struct value *made = value_make(a, "%s", transaction(s, sale, 0));
	value_put(a, made, "id", value_make(a, "'%s'", transaction_id(s, sale, 7)));
	value_put(a, made, "test", value_make(a, "true"));
	value_put(a, made, "authorizationCode", value_make(a, "'trial %zu'", sale->index));
	return made;
}

static void add_refunds(struct systems *s, struct value *order, const struct sale *sale)
{
	struct arena *a = s->mem;
	struct value *refunds = value_make(a, "[]"), *transactions = value_make(a, "[%s]", transaction(s, sale, 0));
	if (sale->index % TRIAL_EACH == 0)
		value_add(transactions, trial(s, sale));
	for (size_t n = 0; sale->posted && n < REFUNDS; n++) {
		const struct event *e = &sale->refunds[n];
		const char *made = transaction(s, sale, n + 1), *at = instant_text(a, e->at), *lines = "", *shipping = "";
		if (n == 0)
			lines = arena_print(a, "{'id':'%s','quantity':1,'restockType':'RETURN','restocked':true,"
			                    "'lineItem':{'id':'%s'},'subtotalSet':%s,'totalTaxSet':%s}",
			                    shopify_gid(s, "RefundLineItem", sale->index), line_id(s, sale, 0),
			                    bag(s, e->amount), bag(s, tax_in(e->amount)));
		else
			shipping = arena_print(a, "{'id':'%s','subtotalAmountSet':%s,'taxAmountSet':%s,'shippingLine':{'id':'%s'}}",
			                       shopify_gid(s, "RefundShippingLine", sale->index), bag(s, e->amount),
			                       bag(s, tax_in(e->amount)), shopify_gid(s, "ShippingLine", sale->index));
		value_add(transactions, value_make(a, "%s", made));
		value_add(refunds, value_make(a,
			"{'id':'%s','legacyResourceId':'%" PRIu64 "','note':'%s','createdAt':'%s','updatedAt':'%s',"
			"'totalRefundedSet':%s,'refundLineItems':[%s],'transactions':[%s],"
			"'refundShippingLines':[%s],'orderAdjustments':[],'order':{'id':'%s'}}",
			shopify_gid(s, "Refund", sale->index * REFUNDS + n), UINT64_C(5000000000) + sale->index * REFUNDS + n,
			n ? "shipping" : "one piece came back", at, at, bag(s, e->amount), lines, made,
			shipping, shopify_gid(s, "Order", sale->index)));
	}
	value_put(a, order, "transactions", transactions);
	value_put(a, order, "refunds", refunds);
}

/* In two parcels: all but one piece of the first line, and that one. */
static struct value *fulfillment(struct systems *s, const struct sale *sale, size_t n)
{
	struct arena *a = s->mem;
	struct value *lines = value_make(a, "[]");
	const char *at = instant_text(a, sale->placed + 3 * HOUR);
	int64_t pieces = 0;
	for (size_t i = 0; i < (n == 0 ? sale->line_count : 1); i++) {
		int64_t quantity = n == 1 ? 1 : sale->lines[i].quantity - (i == 0);
		pieces += quantity;
		value_add(lines, value_make(a, "{'id':'%s','quantity':%" PRId64 ",'lineItem':{'id':'%s'}}",
		                            shopify_gid(s, "FulfillmentLineItem", sale->index * 100 + (n == 1 ? 99 : i)),
		                            quantity, line_id(s, sale, i)));
	}
	struct value *made = value_make(a,
		"{'id':'%s','legacyResourceId':'%" PRIu64 "','name':'#%" PRIu64 ".%zu','status':'SUCCESS',"
		"'displayStatus':'FULFILLED','createdAt':'%s','updatedAt':'%s','totalQuantity':%" PRId64 ","
		"'trackingInfo':[{'number':'1Z%010zu','url':'https://carrier.example.com/1Z%010zu','company':'UPS'}],"
		"'order':{'id':'%s'}}",
		shopify_gid(s, "Fulfillment", sale->index * 2 + n), UINT64_C(5000000000) + sale->index * 2 + n, sale->number,
		n + 1, at, at, pieces, sale->index * 2 + n, sale->index * 2 + n, shopify_gid(s, "Order", sale->index));
	value_put(a, made, "fulfillmentLineItems", lines);
	return made;
}

static void add_fulfillments(struct systems *s, struct value *order, const struct sale *sale)
{
	struct value *list = value_make(s->mem, "[]");
	for (size_t n = 0; sale->posted && n < 2; n++)
		value_add(list, fulfillment(s, sale, n));
	value_put(s->mem, order, "fulfillments", list);
}

static void add_amounts(struct systems *s, struct value *order, const struct sale *sale)
{
	int64_t back = refunded(sale);
	const struct {
		const char *name;
		int64_t cents;
	} sets[] = {
		{"totalPriceSet", sale->total}, {"subtotalPriceSet", sale->goods}, {"totalTaxSet", sale->tax},
		{"totalShippingPriceSet", SHIPPING}, {"totalDiscountsSet", 0}, {"currentTotalPriceSet", sale->total - back},
		{"totalRefundedSet", back}, {"totalReceivedSet", sale->total}, {"netPaymentSet", sale->total - back},
		{"currentSubtotalPriceSet", sale->goods - (sale->posted ? sale->refunds[0].amount : 0)},
		{"currentTotalTaxSet", sale->tax - tax_in(back)}, {"currentTotalDiscountsSet", 0}, {"totalOutstandingSet", 0},
		{"totalRefundedShippingSet", sale->posted ? sale->refunds[1].amount : 0},
	};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		value_put(s->mem, order, sets[i].name, value_make(s->mem, "%s", bag(s, sets[i].cents)));
}

static void hold_order(struct systems *s, struct list *orders, const struct sale *sale)
{
	struct arena *a = s->mem;
	const char *id = shopify_gid(s, "Order", sale->index), *at = instant_text(a, sale->placed);
	struct value *order = value_make(a,
		"{'id':'%s','legacyResourceId':'%" PRIu64 "','name':'#%" PRIu64 "','test':false,'createdAt':'%s',"
		"'processedAt':'%s','updatedAt':'%s','cancelledAt':null,'closedAt':null,'displayFinancialStatus':'%s',"
		"'displayFulfillmentStatus':'%s','currencyCode':'EUR','presentmentCurrencyCode':'EUR','email':'%s',"
		"'tags':['web'],'note':null,'sourceName':'web','taxesIncluded':true,'paymentGatewayNames':['%s'],"
		"'confirmed':true,'fullyPaid':true,'unpaid':false,'edited':false,'cancelReason':null,'phone':null,"
		"'poNumber':null,'taxExempt':false,'customer':{'id':'%s'},'taxLines':%s}",
		id, UINT64_C(5000000000) + sale->index, sale->number, at, at, instant_text(a, sale->changed),
		sale->posted ? "PARTIALLY_REFUNDED" : "PAID", sale->posted ? "FULFILLED" : "UNFULFILLED",
		s->world->customers[sale->customer].email, gateway(sale), shopify_gid(s, "Customer", sale->customer),
		taxes(s, sale->tax));
	add_amounts(s, order, sale);
	add_lines(s, order, sale);
	add_refunds(s, order, sale);
	add_fulfillments(s, order, sale);
	shopify_add_returns(s, order, sale);
	shopify_hold_within(s, order);
	struct record *record = list_add(a, orders, id, amount_decimal(a, sale->total), order);
	record->at = sale->placed;
	record->changed = sale->changed;
}

static const char *quantities(struct systems *s, const struct item *item, const char *at)
{
	int64_t here = item->opening - item->sold + item->returned;
	const struct {
		const char *name;
		int64_t count;
	} known[] = {
		{"available", here - item->committed}, {"on_hand", here}, {"committed", item->committed}, {"incoming", 0},
		{"damaged", 0}, {"quality_control", 0}, {"reserved", 0}, {"safety_stock", 0},
	};
	struct buf *out = buf_new(s->mem, 1 << 16);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		buf_print(out, "%s{'id':'gid://shopify/InventoryQuantity/%td?name=%s','name':'%s','quantity':%" PRId64 ","
		          "'updatedAt':'%s'}", i ? "," : "", item - s->world->items, known[i].name, known[i].name,
		          known[i].count, at);
	return arena_print(s->mem, "[%.*s]", WHOLE(buf_str(out)));
}

static void hold_item(struct systems *s, struct list *items, struct list *levels, size_t n)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[n];
	const char *id = shopify_gid(s, "InventoryItem", n), *at = instant_text(a, s->world->sales[0].placed - DAY);
	const char *level_id = arena_print(a, "gid://shopify/InventoryLevel/%zu?inventory_item_id=%" PRIu64, 900000 + n,
	                                   UINT64_C(5000000000) + n);
	const char *level = arena_print(a,
		"{'id':'%s','isActive':true,'createdAt':'%s','updatedAt':'%s','item':{'id':'%s'},"
		"'location':{'id':'%s','legacyResourceId':'5000000000','name':'Main store','isActive':true},'quantities':%s}",
		level_id, at, at, id, shopify_gid(s, "Location", 0), quantities(s, item, at));
	const char *amount = arena_print(a, "%" PRId64, item->opening - item->sold + item->returned);
	struct record *record = list_add(a, items, id, amount, value_make(a,
		"{'id':'%s','legacyResourceId':'%" PRIu64 "','sku':'%s','tracked':true,'createdAt':'%s','updatedAt':'%s',"
		"'inventoryLevels':[%s]}", id, UINT64_C(5000000000) + n, item->sku, at, at, level));
	record->at = record->changed = s->world->sales[0].placed - DAY;
	list_add(a, levels, level_id, amount, value_make(a, "%s", level));
}

/* One movement of the account and the payout that it was part of, which is of it alone. */
struct movement {
	size_t n;
	const char *type, *source_type;
	int64_t at, amount, fee;
};

static void hold_payout(struct systems *s, struct list *payouts, const struct movement *m, int64_t net)
{
	struct arena *a = s->mem;
	const char *id = shopify_gid(s, "ShopifyPaymentsPayout", m->n), *no = shopify_money(s, 0);
	const char *amount = shopify_money(s, m->amount), *fee = shopify_money(s, m->fee);
	bool in = m->amount > 0;
	struct record *record = list_add(a, payouts, id, amount_decimal(a, net), value_make(a,
		"{'id':'%s','legacyResourceId':'%" PRIu64 "','issuedAt':'%s','status':'PAID','transactionType':'%s','net':%s,"
		"'summary':{'chargesGross':%s,'chargesFee':%s,'refundsFeeGross':%s,'refundsFee':%s,'adjustmentsGross':%s,"
		"'adjustmentsFee':%s,'reservedFundsGross':%s,'reservedFundsFee':%s,'retriedPayoutsGross':%s,"
		"'retriedPayoutsFee':%s}}",
		id, UINT64_C(5000000000) + m->n, instant_text(a, (m->at / DAY + 1) * DAY), net > 0 ? "DEPOSIT" : "WITHDRAWAL",
		shopify_money(s, net), in ? amount : no, in ? fee : no, in ? no : amount, no, no, in ? no : fee, no, no,
		no, no));
	record->at = (m->at / DAY + 1) * DAY;
}

static void hold_movement(struct systems *s, struct list *movements, struct list *payouts, const struct sale *sale,
                          const struct movement *m)
{
	struct arena *a = s->mem;
	const char *payout = shopify_gid(s, "ShopifyPaymentsPayout", m->n);
	const char *id = shopify_gid(s, "ShopifyPaymentsBalanceTransaction", m->n);
	int64_t net = m->amount - m->fee;
	struct record *record = list_add(a, movements, id, amount_decimal(a, m->amount), value_make(a,
		"{'id':'%s','type':'%s','test':false,'amount':%s,'fee':%s,'net':%s,'transactionDate':'%s',"
		"'sourceId':'%" PRIu64 "','sourceType':'%s','sourceOrderTransactionId':'%" PRIu64 "',"
		"'adjustmentReason':null,'adjustmentsOrders':[],"
		"'associatedOrder':{'id':'%s','name':'#%" PRIu64 "'},'associatedPayout':{'id':'%s','status':'PAID'}}",
		id, m->type, shopify_money(s, m->amount), shopify_money(s, m->fee), shopify_money(s, net),
		instant_text(a, m->at),
		UINT64_C(5000000000) + sale->index * 8, m->source_type, UINT64_C(5000000000) + sale->index * 8,
		shopify_gid(s, "Order", sale->index), sale->number, payout));
	record->at = m->at;
	record->owner = arena_print(a, "%" PRIu64, UINT64_C(5000000000) + m->n);
	hold_payout(s, payouts, m, net);
}

static void hold_payments(struct systems *s, struct list *movements, struct list *payouts, const struct sale *sale)
{
	size_t n = sale->index * 2;
	hold_movement(s, movements, payouts, sale, &(struct movement){n, "CHARGE", "CHARGE", sale->placed, sale->total,
	              gateway_fee(sale->total)});
	if (sale->posted)
		hold_movement(s, movements, payouts, sale, &(struct movement){n + 1, "REFUND", "REFUND",
		              sale->refunds[1].at, -refunded(sale), 0});
	else
		hold_movement(s, movements, payouts, sale, &(struct movement){n + 1, "DISPUTE_WITHDRAWAL", "DISPUTE",
		              sale->dispute.at, -sale->dispute.amount, CHARGEBACK_FEE});
}

static void hold_customers(struct systems *s)
{
	struct list *customers = list_new(&s->held, "shopify", "customers");
	struct arena *a = s->mem;
	for (size_t i = 0; i < s->world->records; i++) {
		const struct customer *c = &s->world->customers[i];
		int64_t orders = 0, spent = 0;
		for (size_t n = 0; n < s->world->sale_count; n += 2) {
			const struct sale *sale = &s->world->sales[n];
			orders += sale->customer == i;
			spent += sale->customer == i ? sale->total - refunded(sale) : 0;
		}
		const char *id = shopify_gid(s, "Customer", i), *at = instant_text(a, c->since);
		struct record *record = list_add(a, customers, id, amount_decimal(a, spent), value_make(a,
			"{'id':'%s','legacyResourceId':'%" PRIu64 "','email':'%s','displayName':'%s','createdAt':'%s',"
			"'updatedAt':'%s','numberOfOrders':'%" PRId64 "','amountSpent':%s}",
			id, UINT64_C(5000000000) + i, c->email, c->name, at, at, orders, shopify_money(s, spent)));
		record->at = record->changed = c->since;
	}
}

/* Objects of which there is one, by the name of the field that leads to them. */
static void hold_singles(struct systems *s)
{
	struct list *singles = list_new(&s->held, "shopify", "singles");
	struct list *places = list_new(&s->held, "shopify", "locations");
	struct arena *a = s->mem;
	list_add(a, singles, "shopifyPaymentsAccount", "", value_make(a,
		"{'id':'%s','activated':true,'country':'DE','defaultCurrency':'EUR','onboardable':false,'balance':[%s]}",
		shopify_gid(s, "ShopifyPaymentsAccount", 0), shopify_money(s, 0)));
	list_add(a, singles, "currentAppInstallation", "", value_make(a,
		"{'accessScopes':[{'handle':'read_orders'},{'handle':'read_all_orders'},{'handle':'read_inventory'},"
		"{'handle':'read_locations'},{'handle':'read_products'},{'handle':'read_customers'},"
		"{'handle':'read_fulfillments'},{'handle':'read_shopify_payments_accounts'},{'handle':'read_gift_cards'},"
		"{'handle':'read_gift_card_transactions'},{'handle':'read_returns'}]}"));
	list_add(a, singles, "shop", "", value_make(a,
		"{'id':'%s','name':'Lantern and Co','currencyCode':'EUR','ianaTimezone':'Europe/Berlin','taxesIncluded':true}",
		shopify_gid(s, "Shop", 0)));
	list_add(a, places, shopify_gid(s, "Location", 0), "", value_make(a,
		"{'id':'%s','legacyResourceId':'5000000000','name':'Main store','isActive':true}",
		shopify_gid(s, "Location", 0)));
}

void shopify_hold(struct systems *s)
{
	struct list *orders = list_new(&s->held, "shopify", "orders");
	struct list *items = list_new(&s->held, "shopify", "inventoryItems");
	struct list *levels = list_new(&s->held, "shopify", "inventoryLevels");
	struct list *movements = list_new(&s->held, "shopify", "balanceTransactions");
	struct list *payouts = list_new(&s->held, "shopify", "payouts");
	for (size_t i = 0; i < s->world->sale_count; i++) {
		const struct sale *sale = &s->world->sales[i];
		if (sale->by_shopify)
			hold_order(s, orders, sale);
		if (sale->by_shopify_payments)
			hold_payments(s, movements, payouts, sale);
	}
	for (size_t i = 0; i < s->world->records; i++)
		hold_item(s, items, levels, i);
	hold_customers(s);
	shopify_hold_goods(s);
	hold_singles(s);
}
