/*
 * What a company of QuickBooks Online holds: the posted sales as sales receipts, the open ones as invoices, a refund
 * receipt of each refund, a deposit of what a gateway pays for each posted sale, every item and customer.  Shapes: the
 * pages of each entity ("Invoice", "SalesReceipt", "RefundReceipt", "Deposit", "Item", "Customer") of its API Explorer.
 */
#include "quickbooks.h"
#include "rest.h"

#include <inttypes.h>

enum { FIRST_SALE = 1000, FIRST_REFUND = 300000, FIRST_DEPOSIT = 500000 };

/* When summer time begins in California in 2026: 8 March, 10:00 UTC. */
static const int64_t summer = 1772964000;

struct company {
	struct systems *s;
	struct arena *a;
	struct list *invoices, *receipts, *refunds, *deposits;
};

static const char *moment_text(struct arena *a, int64_t at)
{
	bool late = at >= summer;
	return arena_print(a, "%.19s-0%d:00", instant_text(a, at - (late ? 7 : 8) * HOUR), late ? 7 : 8);
}

static struct value *begin(struct company *c, uint64_t id, int64_t at, int64_t changed)
{
	return value_make(c->a, "{'domain':'QBO','sparse':false,'Id':'%" PRIu64 "','SyncToken':'0',"
	                  "'MetaData':{'CreateTime':'%s','LastUpdatedTime':'%s'}}", id, moment_text(c->a, at),
	                  moment_text(c->a, changed));
}

/* A line of goods, or of shipping where n is the number of lines; amounts are without tax. */
static struct value *line_of(struct company *c, const struct sale *sale, size_t n, int64_t count, size_t number)
{
	bool goods = n < sale->line_count;
	const struct item *item = goods ? &c->s->world->items[sale->lines[n].item] : NULL;
	int64_t gross = goods ? item->price * count : SHIPPING;
	bool whole = !goods || count == sale->lines[n].quantity;
	int64_t net = gross - (whole ? line_tax(sale, n) : tax_within(gross));
	const char *one = amount_number(c->a, goods ? item->price - tax_within(item->price) : net);
	return value_make(c->a,
		"{'Id':'%zu','LineNum':%zu,'Description':'%s','Amount':%s,'DetailType':'SalesItemLineDetail',"
		"'SalesItemLineDetail':{'ItemRef':{'value':'%s','name':'%s'},'UnitPrice':%s,'Qty':%" PRId64 ","
		"'TaxCodeRef':{'value':'5'}}}",
		number, number, goods ? item->title : "Shipping", amount_decimal(c->a, net),
		goods ? arena_print(c->a, "%zu", sale->lines[n].item + 1) : "SHIPPING_ITEM_ID",
		goods ? item->sku : "Shipping", one, count);
}

static void put_money(struct company *c, struct value *v, struct value *lines, int64_t total, int64_t tax)
{
	value_add(lines, value_make(c->a, "{'Amount':%s,'DetailType':'SubTotalLineDetail','SubTotalLineDetail':{}}",
	                            amount_decimal(c->a, total - tax)));
	value_put(c->a, v, "Line", lines);
	value_merge(c->a, v, value_make(c->a,
		"{'TxnTaxDetail':{'TotalTax':%s,'TaxLine':[{'Amount':%s,'DetailType':'TaxLineDetail','TaxLineDetail':"
		"{'TaxRateRef':{'value':'3'},'PercentBased':true,'TaxPercent':19,'NetAmountTaxable':%s}}]},'TotalAmt':%s}",
		amount_decimal(c->a, tax), amount_decimal(c->a, tax), amount_decimal(c->a, total - tax),
		amount_decimal(c->a, total)));
}

static void put_head(struct company *c, struct value *v, const struct sale *sale, const char *number, int64_t at)
{
	const struct customer *who = &c->s->world->customers[sale->customer];
	value_merge(c->a, v, value_make(c->a,
		"{'CustomField':[{'DefinitionId':'1','Name':'Order','Type':'StringType','StringValue':'#%" PRIu64 "'}],"
		"'DocNumber':'%s','TxnDate':'%s','CurrencyRef':{'value':'EUR','name':'Euro'},'PrivateNote':'#%" PRIu64 "',"
		"'CustomerRef':{'value':'%zu','name':'%s'},'BillEmail':{'Address':'%s'},'ApplyTaxAfterDiscount':false,"
		"'PrintStatus':'NotSet','EmailStatus':'NotSet','CustomerMemo':{'value':'Thank you.'},"
		"'BillAddr':{'Id':'%zu','Line1':'%s','Lat':'INVALID','Long':'INVALID'},'GlobalTaxCalculation':'TaxExcluded'}",
		sale->number, number, date_text(c->a, at), sale->number, sale->customer + 1, who->name, who->email,
		sale->customer + 1, who->name));
}

static void hold(struct company *c, struct list *list, struct value *v, int64_t amount, int64_t at, int64_t changed)
{
	struct record *record = list_add(c->a, list, text_z(c->a, value_text(v, "Id")), amount_decimal(c->a, amount), v);
	record->at = at;
	record->changed = changed;
}

static void hold_sale(struct company *c, const struct sale *sale)
{
	struct value *v = begin(c, FIRST_SALE + sale->index, sale->placed, sale->changed), *lines = value_make(c->a, "[]");
	for (size_t n = 0; n <= sale->line_count; n++)
		value_add(lines, line_of(c, sale, n, n < sale->line_count ? sale->lines[n].quantity : 1, n + 1));
	put_head(c, v, sale, arena_print(c->a, "%" PRIu64, sale->number), sale->placed);
	put_money(c, v, lines, sale->total, sale->tax);
	if (sale->posted)
		value_merge(c->a, v, value_make(c->a,
			"{'Balance':0,'PaymentMethodRef':{'value':'3','name':'Card'},'PaymentRefNum':'%.21s',"
			"'DepositToAccountRef':{'value':'4','name':'Undeposited Funds'}}", stripe_charge_of(c->s, sale)));
	else
		value_merge(c->a, v, value_make(c->a,
			"{'Balance':%s,'DueDate':'%s','AllowIPNPayment':false,'AllowOnlinePayment':false,"
			"'AllowOnlineCreditCardPayment':false,'AllowOnlineACHPayment':false,'LinkedTxn':[],'Deposit':0}",
			amount_decimal(c->a, sale->total), date_text(c->a, sale->placed + 14 * DAY)));
	hold(c, sale->posted ? c->receipts : c->invoices, v, sale->total, sale->placed, sale->changed);
}

static void hold_refund(struct company *c, const struct sale *sale, size_t n)
{
	const struct event *e = &sale->refunds[n];
	struct value *v = begin(c, FIRST_REFUND + sale->index * REFUNDS + n, e->at, e->at);
	struct value *lines = value_make(c->a, "[]");
	value_add(lines, line_of(c, sale, n ? sale->line_count : 0, 1, 1));
	put_head(c, v, sale, arena_print(c->a, "%" PRIu64 "-R%zu", sale->number, n + 1), e->at);
	put_money(c, v, lines, e->amount, tax_within(e->amount));
	value_merge(c->a, v, value_make(c->a,
		"{'Balance':0,'PaymentMethodRef':{'value':'3','name':'Card'},"
		"'DepositToAccountRef':{'value':'35','name':'Checking'}}"));
	hold(c, c->refunds, v, e->amount, e->at, e->at);
}

static void add_part(struct company *c, struct value *lines, size_t number, int64_t amount, const char *account)
{
	value_add(lines, value_make(c->a,
		"{'Id':'%zu','LineNum':%zu,'Amount':%s,'DetailType':'DepositLineDetail','DepositLineDetail':"
		"{'AccountRef':{'value':'%zu','name':'%s'},'PaymentMethodRef':{'value':'3'}}}", number, number,
		amount_decimal(c->a, amount), 60 + number, account));
}

/* The receipt, less its refunds, a dispute and the gateway's fees: what the gateway's payout is. */
static void hold_deposit(struct company *c, const struct sale *sale)
{
	int64_t at = sale->placed + DAY, fee = gateway_fee(sale->total), back = 0, disputed = 0;
	struct value *v = begin(c, FIRST_DEPOSIT + sale->index, at, at), *lines = value_make(c->a, "[]");
	for (size_t n = 0; n < REFUNDS; n++)
		back += sale->refunds[n].amount;
	if (sale->dispute.amount)
		disputed = sale->dispute.amount + DISPUTE_FEE;
	value_add(lines, value_make(c->a,
		"{'Amount':%s,'LinkedTxn':[{'TxnId':'%zu','TxnType':'SalesReceipt','TxnLineId':'0'}]}",
		amount_decimal(c->a, sale->total), FIRST_SALE + sale->index));
	add_part(c, lines, 1, -back, "Refunds");
	add_part(c, lines, 2, -fee, "Gateway fees");
	if (disputed)
		add_part(c, lines, 3, -disputed, "Chargebacks");
	value_put(c->a, v, "Line", lines);
	value_merge(c->a, v, value_make(c->a,
		"{'DepositToAccountRef':{'value':'35','name':'Checking'},'TotalAmt':%s,'TxnDate':'%s',"
		"'CurrencyRef':{'value':'EUR','name':'Euro'},'PrivateNote':'Payout'}",
		amount_decimal(c->a, sale->total - back - fee - disputed), date_text(c->a, at)));
	hold(c, c->deposits, v, sale->total - back - fee - disputed, at, at);
}

static void hold_item(struct company *c, struct list *items, size_t i)
{
	const struct item *item = &c->s->world->items[i];
	int64_t at = c->s->world->sales[0].placed - DAY, here = item->opening - item->sold + item->returned;
	struct value *v = begin(c, i + 1, at, at + 30 * DAY);
	value_merge(c->a, v, value_make(c->a,
		"{'Name':'%s','Sku':'%s','Description':'%s','Active':%s,'FullyQualifiedName':'%s','Taxable':true,"
		"'UnitPrice':%s,'Type':'Inventory','PurchaseCost':%s,'TrackQtyOnHand':true,'QtyOnHand':%" PRId64 ","
		"'InvStartDate':'%s','IncomeAccountRef':{'value':'79','name':'Sales of Product Income'}}",
		item->title, item->sku, item->title, i % 25 == 24 ? "false" : "true", item->title,
		amount_number(c->a, item->price), amount_number(c->a, item->price / 2), here, date_text(c->a, at)));
	list_add(c->a, items, arena_print(c->a, "%zu", i + 1), arena_print(c->a, "%" PRId64, here), v)->changed =
		at + 30 * DAY;
}

static void hold_customer(struct company *c, struct list *customers, size_t i)
{
	const struct customer *who = &c->s->world->customers[i];
	struct value *v = begin(c, i + 1, who->since, who->since + DAY);
	value_merge(c->a, v, value_make(c->a,
		"{'Taxable':true,'Job':false,'BillWithParent':false,'Balance':0,'BalanceWithJobs':0,"
		"'CurrencyRef':{'value':'EUR','name':'Euro'},'PreferredDeliveryMethod':'Print','GivenName':'Customer',"
		"'FamilyName':'%zu','FullyQualifiedName':'%s','DisplayName':'%s','PrintOnCheckName':'%s','Active':true,"
		"'PrimaryEmailAddr':{'Address':'%s'}}", i + 1, who->name, who->name, who->name, who->email));
	list_add(c->a, customers, arena_print(c->a, "%zu", i + 1), "0", v)->changed = who->since + DAY;
}

void quickbooks_hold(struct systems *s)
{
	struct company c = {.s = s, .a = s->mem};
	c.invoices = list_new(&s->held, "quickbooks", "Invoice");
	c.receipts = list_new(&s->held, "quickbooks", "SalesReceipt");
	c.refunds = list_new(&s->held, "quickbooks", "RefundReceipt");
	c.deposits = list_new(&s->held, "quickbooks", "Deposit");
	struct list *items = list_new(&s->held, "quickbooks", "Item");
	struct list *customers = list_new(&s->held, "quickbooks", "Customer");
	for (size_t i = 0; i < s->world->sale_count; i++) {
		const struct sale *sale = &s->world->sales[i];
		hold_sale(&c, sale);
		for (size_t n = 0; sale->posted && n < REFUNDS; n++)
			hold_refund(&c, sale, n);
		if (sale->posted)
			hold_deposit(&c, sale);
	}
	for (size_t i = 0; i < s->world->records; i++) {
		hold_item(&c, items, i);
		hold_customer(&c, customers, i);
	}
}
