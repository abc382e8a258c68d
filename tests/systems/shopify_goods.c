/*
 * What the shop holds beside orders, stock and payments: its articles as variants with prices, gift cards with what was
 * put on them and taken off, and, of an order that was posted, two returns: the piece that came back, and one that was
 * declined.  What stands within orders is told of as lists of its own.
 */
#include "shopify.h"

#include <inttypes.h>

enum { CARD = 5000, SPENT = 1250 };

static void hold_variant(struct systems *s, struct list *variants, size_t n)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[n];
	const char *id = shopify_gid(s, "ProductVariant", n), *price = arena_print(a, "%" PRId64 ".%02" PRId64,
	           item->price / 100, item->price % 100);
	const char *at = instant_text(a, s->world->sales[0].placed - DAY);
	struct record *record = list_add(a, variants, id, price, value_make(a,
		"{'id':'%s','legacyResourceId':'%" PRIu64 "','sku':'%s','barcode':null,'title':'Default Title',"
		"'displayName':'%s - Default Title','price':'%s','compareAtPrice':null,'inventoryQuantity':%" PRId64 ","
		"'position':1,'taxable':true,'availableForSale':true,'createdAt':'%s','updatedAt':'%s','product':{'id':'%s',"
		"'legacyResourceId':'%" PRIu64 "','title':'%s','handle':'article-%zu','status':'%s','vendor':'Lantern and Co',"
		"'productType':'','createdAt':'%s','updatedAt':'%s'},'inventoryItem':{'id':'%s'}}",
		id, UINT64_C(5000000000) + n, item->sku, item->title, price, available(item), at, at,
		shopify_gid(s, "Product", n), UINT64_C(5000000000) + n, item->title, n, n % 10 == 9 ? "ARCHIVED" : "ACTIVE",
		at, at, shopify_gid(s, "InventoryItem", n)));
	record->at = record->changed = s->world->sales[0].placed - DAY;
}

/* Credits stand with a plus, debits with a minus: "giftCardDebit", its example. */
static struct value *card_entry(struct systems *s, struct list *entries, size_t n, bool is_debit, int64_t at)
{
	struct arena *a = s->mem;
	int64_t cents = is_debit ? -SPENT : CARD;
	const char *kind = is_debit ? "GiftCardDebitTransaction" : "GiftCardCreditTransaction";
	const char *id = shopify_gid(s, kind, n * 2 + is_debit);
	const char *body = arena_print(a,
		"{'id':'%s','note':null,'processedAt':'%s','amount':%s,'giftCard':{'id':'%s'}}",
		id, instant_text(a, at), shopify_money(s, cents), shopify_gid(s, "GiftCard", n));
	struct record *record = list_add(a, entries, id, amount_decimal(a, cents), value_make(a, "%s", body));
	record->at = at;
	return value_make(a, "%s", body);
}

/* Every second was sold with an order, the others were given away; of every third something was spent. */
static void hold_card(struct systems *s, struct list *cards, struct list *entries, size_t n)
{
	struct arena *a = s->mem;
	const struct sale *sale = &s->world->sales[n % 2 == 0 ? n : 0];
	bool is_spent = n % 3 == 0;
	int64_t left = is_spent ? CARD - SPENT : CARD, issued = s->world->sales[n].placed;
	const char *id = shopify_gid(s, "GiftCard", n), *at = instant_text(a, issued);
	struct value *card = value_make(a,
		"{'id':'%s','balance':%s,'initialValue':%s,'createdAt':'%s','updatedAt':'%s','deactivatedAt':null,"
		"'enabled':true,'expiresOn':%s,'lastCharacters':'%04zu','note':null,'customer':{'id':'%s'},'order':%s}",
		id, shopify_money(s, left), shopify_money(s, CARD), at, at, n % 5 == 0 ? "'2029-03-31'" : "null", n,
		shopify_gid(s, "Customer", sale->customer),
		n % 2 == 0 ? arena_print(a, "{'id':'%s'}", shopify_gid(s, "Order", sale->index)) : "null");
	struct value *list = value_make(a, "[]");
	value_add(list, card_entry(s, entries, n, false, issued));
	if (is_spent)
		value_add(list, card_entry(s, entries, n, true, issued + 2 * HOUR));
	value_put(a, card, "transactions", list);
	struct record *record = list_add(a, cards, id, amount_decimal(a, left), card);
	record->at = record->changed = issued;
}

void shopify_hold_goods(struct systems *s)
{
	struct list *variants = list_new(&s->held, "shopify", "productVariants");
	struct list *cards = list_new(&s->held, "shopify", "giftCards");
	struct list *entries = list_new(&s->held, "shopify", "giftCardTransactions");
	for (size_t n = 0; n < s->world->records; n++) {
		hold_variant(s, variants, n);
		hold_card(s, cards, entries, n);
	}
}

/* "Return", and its lines: "ReturnLineItemType". */
static struct value *return_of(struct systems *s, const struct sale *sale, unsigned n)
{
	struct arena *a = s->mem;
	const struct item *item = &s->world->items[sale->lines[0].item];
	int64_t at = sale->refunds[0].at - HOUR;
	int back = n == 0;
	struct value *made = value_make(a,
		"{'id':'%s','name':'#%" PRIu64 "-R%u','status':'%s','createdAt':'%s','closedAt':%s,'totalQuantity':1,"
		"'order':{'id':'%s'}}",
		shopify_gid(s, "Return", sale->index * 2 + n), sale->number, n + 1, back ? "CLOSED" : "DECLINED",
		instant_text(a, at + n * HOUR), back ? arena_print(a, "'%s'", instant_text(a, sale->refunds[0].at)) : "null",
		shopify_gid(s, "Order", sale->index));
	value_put(a, made, "returnLineItems", value_make(a,
		"[{'id':'%s','quantity':1,'processedQuantity':%d,'unprocessedQuantity':%d,'refundedQuantity':%d,"
		"'returnReason':'UNWANTED','fulfillmentLineItem':{'id':'%s','quantity':%" PRId64 ",'lineItem':{'id':'%s',"
		"'sku':'%s','title':'%s','quantity':%" PRId64 "}}}]",
		shopify_gid(s, "ReturnLineItem", sale->index * 2 + n), back, 1 - back, back,
		shopify_gid(s, "FulfillmentLineItem", sale->index * 100), sale->lines[0].quantity - 1,
		shopify_gid(s, "LineItem", sale->index * 100), item->sku, item->title, sale->lines[0].quantity));
	return made;
}

void shopify_add_returns(struct systems *s, struct value *order, const struct sale *sale)
{
	struct value *list = value_make(s->mem, "[]");
	for (unsigned n = 0; sale->posted && n < REFUNDS; n++)
		value_add(list, return_of(s, sale, n));
	value_put(s->mem, order, "returns", list);
}

static struct list *list_of(struct systems *s, const char *name)
{
	struct list *list = held_find(&s->held, S("shopify"), text(name));
	return list ? list : list_new(&s->held, "shopify", name);
}

static bool is_trial(const struct value *v)
{
	const struct value *test = value_get(v, S("test"));
	return test && text_is(test->text, S("true"));
}

/* An amount in a MoneyBag, or a number. */
static const char *amount_of(struct arena *a, const struct value *v, const char *name)
{
	const struct value *member = value_get(v, text(name)), *money = value_get(member, S("shopMoney"));
	return text_z(a, money ? value_text(money, "amount") : member->text);
}

static void hold_list(struct systems *s, const struct value *parent, const char *name, const char *amount)
{
	struct list *list = list_of(s, name);
	const struct value *held = value_get(parent, text(name));
	for (struct value *v = held ? held->first : NULL; v; v = v->next) {
		const char *id = text_z(s->mem, value_text(v, "id"));
		if (is_trial(v))
			continue;
		if (!*id)
			id = arena_print(s->mem, "%.*s %.*s", STR(value_text(parent, "name")), STR(value_text(v, "title")));
		list_add(s->mem, list, id, amount_of(s->mem, v, amount), v);
	}
}

/* What was paid, by the shop's own number and by the gateway's. */
static void hold_sales(struct systems *s, const struct value *order)
{
	struct list *sales = list_of(s, "sales"), *charges = list_of(s, "charges");
	const struct value *held = value_get(order, S("transactions"));
	for (struct value *v = held->first; v; v = v->next) {
		const char *amount = amount_of(s->mem, v, "amountSet");
		if (!text_is(value_text(v, "kind"), S("SALE")) || is_trial(v))
			continue;
		list_add(s->mem, sales, text_z(s->mem, value_text(v, "id")), amount, v);
		list_add(s->mem, charges, text_z(s->mem, value_text(v, "authorizationCode")), amount, v);
	}
}

void shopify_hold_within(struct systems *s, const struct value *order)
{
	static const struct {
		const char *name, *amount;
	} lists[] = {
		{"lineItems", "discountedTotalSet"}, {"shippingLines", "discountedPriceSet"}, {"taxLines", "priceSet"},
		{"transactions", "amountSet"}, {"refunds", "totalRefundedSet"}, {"fulfillments", "totalQuantity"},
		{"returns", "totalQuantity"},
	};
	const struct value *returns = value_get(order, S("returns"));
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		hold_list(s, order, lists[i].name, lists[i].amount);
	for (const struct value *v = returns->first; v; v = v->next)
		hold_list(s, v, "returnLineItems", "quantity");
	hold_sales(s, order);
}
