/*
 * What Amazon holds: each sale is an order of its marketplace in Germany, fulfilled by Amazon; what was posted is
 * settled, came out of its warehouse, and came back.  Shapes: "Orders API v0" and "Orders API 2026-01-01" with the
 * examples of their models; "Settlement reports", "FBA Inventory reports attributes", "FBA Customer Concessions reports
 * attributes" and "FBA Payments reports attributes" for the columns.  A settlement for a marketplace in Germany has
 * decimal commas and days as 31.03.2026; what it says on its first line is the sum of all others.
 */
#include "amazon.h"

#include <inttypes.h>

/* 2026-02-25, 2026-03-11 and 2026-03-25, each at midnight in UTC. */
static const int64_t borders[SETTLEMENTS + 1] = {1771977600, 1773187200, 1774396800}, march_31 = 1774915200;

enum { COMMISSION_PERCENT = 15, STORAGE_FEE = 1234 };

static struct value *text_value(struct arena *a, const char *line)
{
	struct value *v = value_make(a, "''");
	v->text = text(line);
	return v;
}

/* "305-1234567-1234567". */
static const char *order_id(struct systems *s, const struct sale *sale)
{
	uint64_t x = chosen(s->world, "amazon", sale->index);
	return arena_print(s->mem, "305-%07" PRIu64 "-%07" PRIu64, x % 10000000, 1000000 + (uint64_t)sale->index);
}

static const char *asin_of(struct arena *a, size_t item)
{
	return arena_print(a, "B0CF%06zu", item);
}

static int64_t pieces(const struct sale *sale)
{
	int64_t sum = 0;
	for (size_t i = 0; i < sale->line_count; i++)
		sum += sale->lines[i].quantity;
	return sum;
}

/* "getOrders": an order without what is personal, which needs a restricted token. */
static struct value *order_v0(struct systems *s, const struct sale *sale)
{
	struct arena *a = s->mem;
	int64_t shipped = sale->posted ? pieces(sale) : 0;
	return value_make(a,
		"{'AmazonOrderId':'%s','SellerOrderId':'%" PRIu64 "','PurchaseDate':'%s','LastUpdateDate':'%s',"
		"'OrderStatus':'%s','FulfillmentChannel':'AFN','SalesChannel':'Amazon.de','ShipServiceLevel':'Std DE Dom',"
		"'OrderTotal':{'CurrencyCode':'EUR','Amount':'%s'},'NumberOfItemsShipped':%" PRId64 ","
		"'NumberOfItemsUnshipped':%" PRId64 ",'PaymentMethod':'Other','PaymentMethodDetails':['Standard'],"
		"'IsReplacementOrder':false,'MarketplaceId':'" AMAZON_MARKETPLACE "','ShipmentServiceLevelCategory':'Standard',"
		"'OrderType':'StandardOrder','EarliestShipDate':'%s','LatestShipDate':'%s','IsBusinessOrder':false,"
		"'IsPrime':false,'IsAccessPointOrder':false,'IsGlobalExpressEnabled':false,'IsPremiumOrder':false,"
		"'IsSoldByAB':false,'IsIBA':false,'IsISPU':false,"
		"'AutomatedShippingSettings':{'HasAutomatedShippingSettings':false}}",
		order_id(s, sale), sale->number, instant_text(a, sale->placed), instant_text(a, sale->changed),
		sale->posted ? "Shipped" : "Unshipped", amount_fixed(a, sale->total), shipped, pieces(sale) - shipped,
		instant_text(a, sale->placed), instant_text(a, sale->placed + 2 * DAY));
}

static const char *line_code(struct systems *s, const struct sale *sale, size_t line)
{
	return arena_print(s->mem, "%07" PRIu64 "%07zu", chosen(s->world, "line", sale->index) % 10000000,
	                   sale->index * 100 + line);
}

static struct value *money(struct arena *a, int64_t cents)
{
	return value_make(a, "{'amount':'%s','currencyCode':'EUR'}", amount_fixed(a, cents));
}

static struct value *item_2026(struct systems *s, const struct sale *sale, size_t n)
{
	struct arena *a = s->mem;
	const struct line *line = &sale->lines[n];
	const struct item *item = &s->world->items[line->item];
	struct value *body = value_make(a, "{'orderItemId':'%s','quantityOrdered':%" PRId64 ",'programs':[]}",
	                                line_code(s, sale, n), line->quantity);
	struct value *product = value_make(a, "{'asin':'%s','title':'%s','sellerSku':'%s',"
	                                   "'condition':{'conditionType':'NEW','conditionSubtype':'NEW'}}",
	                                   asin_of(a, line->item), item->title, item->sku);
	struct value *price = value_make(a, "{}"), *proceeds = value_make(a, "{}");
	value_put(a, price, "unitPrice", money(a, item->price));
	value_put(a, product, "price", price);
	value_put(a, body, "product", product);
	value_put(a, proceeds, "proceedsTotal", money(a, line->total));
	value_put(a, body, "proceeds", proceeds);
	return body;
}

/* "searchOrders": what stands there always, and what includedData asks for. */
static struct value *order_2026(struct systems *s, const struct sale *sale)
{
	struct arena *a = s->mem;
	struct value *items = value_make(a, "[]"), *proceeds = value_make(a, "{}");
	struct value *body = value_make(a,
		"{'orderId':'%s','orderAliases':[{'aliasId':'%" PRIu64 "','aliasType':'SELLER_ORDER_ID'}],'createdTime':'%s',"
		"'lastUpdatedTime':'%s','programs':[],'associatedOrders':[],'salesChannel':{'channelName':'AMAZON',"
		"'marketplaceId':'" AMAZON_MARKETPLACE "','marketplaceName':'Amazon.de'}}",
		order_id(s, sale), sale->number, instant_text(a, sale->placed), instant_text(a, sale->changed));
	value_put(a, proceeds, "grandTotal", money(a, sale->total));
	value_put(a, body, "proceeds", proceeds);
	value_put(a, body, "fulfillment", value_make(a, "{'fulfillmentStatus':'%s','fulfilledBy':'AMAZON',"
	          "'fulfillmentServiceLevel':'STANDARD'}", sale->posted ? "SHIPPED" : "UNSHIPPED"));
	for (size_t i = 0; i < sale->line_count; i++)
		value_add(items, item_2026(s, sale, i));
	value_put(a, body, "orderItems", items);
	return body;
}

static void hold_order(struct systems *s, struct list *list, const struct sale *sale)
{
	struct record *record = list_add(s->mem, list, order_id(s, sale), amount_fixed(s->mem, sale->total),
	                                 order_v0(s, sale));
	record->at = sale->placed;
	record->changed = sale->changed;
	record->owner = order_2026(s, sale);
}

static struct record *hold_line(struct systems *s, struct list *list, const char *id, const char *amount, int64_t at,
                                const char *line)
{
	struct record *record = list_add(s->mem, list, id, amount, text_value(s->mem, line));
	record->at = at;
	return record;
}

/* -123 as "-1,23". */
static const char *comma_amount(struct arena *a, int64_t cents)
{
	char *amount = arena_print(a, "%s", amount_fixed(a, cents));
	*strchr(amount, '.') = ',';
	return amount;
}

/* "10.03.2026", and with a time behind it. */
static const char *german_day(struct arena *a, int64_t at)
{
	const char *day = date_text(a, at);
	return arena_print(a, "%.2s.%.2s.%.4s", day + 8, day + 5, day);
}

static const char *german_time(struct arena *a, int64_t at)
{
	return arena_print(a, "%s %.8s UTC", german_day(a, at), instant_text(a, at) + 11);
}

/* One amount of a settlement; adjustment is empty for an order, code the code of its line. */
struct settled {
	const struct sale *sale;
	const char *transaction, *adjustment, *code, *type, *description, *sku;
	int64_t at, amount, quantity;
};

static size_t settlement_of(int64_t at)
{
	size_t n = 0;
	while (n + 1 < SETTLEMENTS && at >= borders[n + 1])
		n++;
	return n;
}

/* What the lines of one settlement go to. */
struct settling {
	struct systems *s;
	struct list *list;
	struct settlement *settlement;
	size_t number;
};

static void settle(struct settling *to, struct settled m)
{
	struct arena *a = to->s->mem;
	const char *own = m.sale ? arena_print(a, "%" PRIu64, m.sale->number) : "";
	if (settlement_of(m.at) != to->number)
		return;
	const char *line = arena_print(a,
		"%s\t\t\t\t\t\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s %.8s UTC\t%s\t\t\t%s\t%s\t\n",
		to->settlement->id, m.transaction, m.sale ? order_id(to->s, m.sale) : "", own, m.adjustment,
		m.sale ? arena_print(a, "D%08zu", m.sale->index) : "", m.sale ? "Amazon.de" : "", m.type, m.description,
		comma_amount(a, m.amount), m.sale ? "AFN" : "", german_day(a, m.at), german_day(a, m.at),
		instant_text(a, m.at) + 11, m.code, m.sku, m.quantity ? arena_print(a, "%" PRId64, m.quantity) : "");
	const char *id = arena_print(a, "%s/%s/%s/%s", to->settlement->id, *m.adjustment ? m.adjustment : m.code, m.type,
	                             m.description);
	struct record *record = hold_line(to->s, to->list, id, amount_fixed(a, m.amount), m.at, line);
	record->changed = (int64_t)to->number;
	to->settlement->total += m.amount;
}

static void settle_sale(struct settling *to, const struct sale *sale)
{
	const struct world *w = to->s->world;
	int64_t at = sale->placed + DAY;
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct line *line = &sale->lines[i];
		struct settled m = {sale, "Order", "", line_code(to->s, sale, i), "ItemPrice", "Principal",
		                    w->items[line->item].sku, at, line->total, line->quantity};
		settle(to, m);
		m.type = "ItemFees";
		m.description = "Commission";
		m.amount = -(line->total * COMMISSION_PERCENT / 100);
		settle(to, m);
		m.type = "ItemPrice";
		m.description = "Shipping";
		m.amount = SHIPPING;
		if (i == 0)
			settle(to, m);
	}
	for (size_t i = 0; i < REFUNDS; i++)
		settle(to, (struct settled){
			sale, "Refund", arena_print(to->s->mem, "A%08zu", sale->index * REFUNDS + i), line_code(to->s, sale, 0),
			"ItemPrice", i == 0 ? "Principal" : "Shipping", w->items[sale->lines[0].item].sku,
			sale->refunds[i].at + DAY, -sale->refunds[i].amount, 0});
}

static const char *settlement_head(struct arena *a, const struct settlement *m, int64_t total)
{
	return arena_print(a, "%s\t%s\t%s\t%s\t%s\tEUR\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\n", m->id,
	                   german_time(a, m->from), german_time(a, m->to), german_time(a, m->to + 2 * DAY),
	                   comma_amount(a, total));
}

static void hold_settlements(struct systems *s, struct settlement *settlements)
{
	struct settling to = {.s = s, .list = list_new(&s->held, "amazon", "settlements")};
	for (size_t n = 0; n < SETTLEMENTS; n++) {
		struct settlement *m = to.settlement = &settlements[n];
		uint64_t number = 18000000000 + chosen(s->world, "settlement", n) % 999999999;
		to.number = n;
		*m = (struct settlement){.id = arena_print(s->mem, "%" PRIu64, number), .from = borders[n],
		                         .to = borders[n + 1]};
		for (size_t i = 0; i < s->world->sale_count; i++)
			if (s->world->sales[i].posted)
				settle_sale(&to, &s->world->sales[i]);
		settle(&to, (struct settled){NULL, "other-transaction", "", "", "other-transaction", "Storage Fee", "",
		                             m->to - HOUR, -STORAGE_FEE, 0});
		m->head = settlement_head(s->mem, m, m->total);
		m->other_head = settlement_head(s->mem, m, m->total + 1);
	}
}

/* "03/31/2026", as the ledger writes days everywhere. */
static const char *american_day(struct arena *a, int64_t at)
{
	const char *day = date_text(a, at);
	return arena_print(a, "%.2s/%.2s/%.4s", day + 5, day + 8, day);
}

struct movement {
	size_t item;
	const char *event;
	uint64_t reference;
	int64_t at, quantity;
};

static void move(struct systems *s, struct list *list, struct movement m)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[m.item];
	const char *reference = arena_print(a, "%012" PRIu64, m.reference);
	hold_line(s, list, arena_print(a, "%s/%s", m.event, reference), arena_print(a, "%" PRId64, m.quantity), m.at,
		arena_print(a, "\"%s\"\t\"X0%08zu\"\t\"%s\"\t\"%s\"\t\"%s\"\t\"%s\"\t\"%s\"\t\"%" PRId64 "\"\t\"LEJ1\"\t"
		"\"SELLABLE\"\t\"\"\t\"DE\"\t\"%" PRId64 "\"\t\"0\"\t\"%s\"\n", american_day(a, m.at), m.item,
		asin_of(a, m.item), item->sku, item->title, m.event, reference, m.quantity, m.quantity,
		instant_text(a, m.at)));
}

static void hold_ledger(struct systems *s)
{
	struct list *list = list_new(&s->held, "amazon", "ledger");
	for (size_t i = 0; i < s->world->records; i++)
		move(s, list, (struct movement){i, "Receipts", i, borders[0] + (int64_t)i, s->world->items[i].opening});
	for (size_t i = 0; i < s->world->sale_count; i++) {
		const struct sale *sale = &s->world->sales[i];
		for (size_t line = 0; sale->posted && line < sale->line_count; line++)
			move(s, list, (struct movement){sale->lines[line].item, "Shipments", 1000000 + i * 100 + line,
			                                sale->placed + HOUR, -sale->lines[line].quantity});
		if (sale->posted)
			move(s, list, (struct movement){sale->lines[0].item, "CustomerReturns", 9000000 + i, sale->refunds[0].at,
			                                1});
	}
}

/* A line a product: what there was, what went and came, what is left. */
static void hold_summary(struct systems *s)
{
	struct arena *a = s->mem;
	struct list *list = list_new(&s->held, "amazon", "ledger_summary");
	for (size_t i = 0; i < s->world->records; i++) {
		const struct item *item = &s->world->items[i];
		int64_t left = item->opening - item->sold + item->returned;
		hold_line(s, list, item->sku, arena_print(a, "%" PRId64, left), march_31,
			arena_print(a, "\"%s\"\t\"X0%08zu\"\t\"%s\"\t\"%s\"\t\"%s\"\t\"SELLABLE\"\t\"%" PRId64
			"\"\t\"0\"\t\"0\"\t\"%" PRId64 "\"\t\"%" PRId64
			"\"\t\"0\"\t\"0\"\t\"0\"\t\"0\"\t\"0\"\t\"0\"\t\"0\"\t\"%" PRId64 "\"\t\"0\"\t\"DE\"\n",
			american_day(a, march_31), i, asin_of(a, i), item->sku, item->title, item->opening, -item->sold,
			item->returned, left));
	}
}

static void hold_returns(struct systems *s, struct list *returns, struct list *paid, const struct sale *sale)
{
	struct arena *a = s->mem;
	size_t n = sale->lines[0].item;
	const struct item *item = &s->world->items[n];
	const char *plate = arena_print(a, "LPNRR%09zu", sale->index), *order = order_id(s, sale);
	hold_line(s, returns, plate, "1", sale->refunds[0].at, arena_print(a,
		"%.19s+00:00\t%s\t%s\t%s\tX0%08zu\t%s\t1\tLEJ1\tSELLABLE\tUNWANTED_ITEM\tUnit returned to inventory\t%s\t\n",
		instant_text(a, sale->refunds[0].at), order, item->sku, asin_of(a, n), n, item->title, plate));
	const char *number = arena_print(a, "%010zu", 5000000000 + sale->index);
	const char *amount = amount_fixed(a, sale->refunds[1].amount);
	hold_line(s, paid, number, amount, sale->refunds[1].at, arena_print(a,
		"%.19s+00:00\t%s\t\t%s\tCustomerReturn\t%s\tX0%08zu\t%s\t%s\tNewItem\tEUR\t%s\t%s\t1\t0\t1\t\t\n",
		instant_text(a, sale->refunds[1].at), number, order, item->sku, n, asin_of(a, n), item->title, amount, amount));
}

struct settlement *amazon_hold(struct systems *s)
{
	struct settlement *settlements = arena_array(s->mem, SETTLEMENTS, struct settlement);
	struct list *orders = list_new(&s->held, "amazon", "orders");
	struct list *returns = list_new(&s->held, "amazon", "returns");
	struct list *paid = list_new(&s->held, "amazon", "reimbursements");
	for (size_t i = 0; i < s->world->sale_count; i++) {
		hold_order(s, orders, &s->world->sales[i]);
		if (s->world->sales[i].posted)
			hold_returns(s, returns, paid, &s->world->sales[i]);
	}
	hold_settlements(s, settlements);
	hold_ledger(s);
	hold_summary(s);
	return settlements;
}
