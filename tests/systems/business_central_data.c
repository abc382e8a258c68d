/*
 * What Business Central holds: the open sales as orders, the posted ones as invoices and shipments, a credit memo for
 * each refund, the movements of stock and the entries of the general ledger that all this leads to.  Shapes: the pages
 * of each resource ("salesOrder resource type" and its like).  What is posted balances.
 */
#include "business_central.h"

#include <inttypes.h>

/* Accounts have the numbers 1400 to 1649, but that of revenue and that of tax. */
enum { ACCOUNTS = 250, RECEIVABLES = 1400, REVENUE = 8400, TAX = 1776, FIRST_ACCOUNT = 1400, AT_HAMBURG = 5 };

#define NONE "00000000-0000-0000-0000-000000000000"

/* The lists that grow together, and the last numbers given. */
struct books {
	struct systems *s;
	struct list *orders, *invoices, *memos, *shipments, *movements, *places, *ledger, *taxes;
	uint64_t movement, entry, tax;
	int64_t debit[ACCOUNTS], credit[ACCOUNTS];
};

static const char *guid(struct systems *s, const char *kind, uint64_t n)
{
	return chosen_guid(s->mem, s->world, kind, n);
}

/* As many digits behind the second as there are. */
static const char *changed_text(struct systems *s, int64_t at, uint64_t n)
{
	unsigned ms = (unsigned)(chosen(s->world, "ms", n) % 1000), digits = 3;
	const char *whole = instant_text(s->mem, at);
	for (; digits > 0 && ms % 10 == 0; digits--)
		ms /= 10;
	if (digits == 0)
		return whole;
	return arena_print(s->mem, "%.19s.%0*uZ", whole, (int)digits, ms);
}

static struct value *begin(struct systems *s, const char *kind, uint64_t n)
{
	const char *plain = arena_print(s->mem, "20;%016" PRIx64 ";00;", chosen(s->world, kind, n));
	const char *etag = base64_text(s->mem, text(plain));
	struct value *v = value_make(s->mem, "{'id':'%s'}", guid(s, kind, n));
	struct value *tag = value_make(s->mem, "''");
	tag->text = text(arena_print(s->mem, "W/\"%s\"", etag));
	struct value *all = value_make(s->mem, "{}");
	value_put(s->mem, all, "@odata.etag", tag);
	value_put(s->mem, all, "id", v->first);
	return all;
}

/* Puts all members of a printed object. */
static void put(struct systems *s, struct value *to, struct value *from)
{
	value_merge(s->mem, to, from);
}

static struct record *hold(struct systems *s, struct list *list, struct value *body, const char *amount)
{
	return list_add(s->mem, list, text_z(s->mem, value_text(body, "id")), amount, body);
}

static void put_totals(struct systems *s, struct value *v, int64_t total, int64_t tax)
{
	struct arena *a = s->mem;
	put(s, v, value_make(a,
		"{'pricesIncludeTax':true,'discountAmount':0,'discountAppliedBeforeTax':true,'totalAmountExcludingTax':%s,"
		"'totalTaxAmount':%s,'totalAmountIncludingTax':%s}",
		amount_number(a, total - tax), amount_number(a, tax), amount_number(a, total)));
}

/* Who it goes to: of orders, invoices and shipments, which say it in the same words. */
static void put_customer(struct systems *s, struct value *v, const struct sale *sale)
{
	struct arena *a = s->mem;
	const struct customer *c = &s->world->customers[sale->customer];
	static const char *const heads[] = {"sellTo", "billTo", "shipTo"};
	put(s, v, value_make(a,
		"{'customerId':'%s','customerNumber':'%s','customerName':'%s','billToName':'%s','billToCustomerId':'%s',"
		"'billToCustomerNumber':'%s','shipToName':'%s','shipToContact':'%s','phoneNumber':'','email':'%s'}",
		guid(s, "customer", sale->customer), c->number, c->name, c->name, guid(s, "customer", sale->customer),
		c->number, c->name, c->name, c->email));
	for (size_t i = 0; i < 3; i++)
		put(s, v, value_make(a,
			"{'%sAddressLine1':'Lange Gasse 7','%sAddressLine2':'','%sCity':'Berlin','%sCountry':'DE','%sState':'',"
			"'%sPostCode':'10115'}", heads[i], heads[i], heads[i], heads[i], heads[i], heads[i]));
}

static void put_terms(struct systems *s, struct value *v)
{
	put(s, v, value_make(s->mem,
		"{'customerPurchaseOrderReference':'','currencyId':'" NONE "','currencyCode':'EUR','paymentTermsId':'%s',"
		"'shipmentMethodId':'" NONE "','salesperson':'WEB','shortcutDimension1Code':'','shortcutDimension2Code':''}",
		guid(s, "terms", 0)));
}

static struct value *line_of(struct systems *s, const struct sale *sale, const char *document, size_t n, bool shipped)
{
	struct arena *a = s->mem;
	bool goods = n < sale->line_count;
	const struct line *line = goods ? &sale->lines[n] : NULL;
	const struct item *item = goods ? &s->world->items[line->item] : NULL;
	int64_t total = goods ? line->total : SHIPPING, count = goods ? line->quantity : 1;
	int64_t tax = (total * TAX_PERCENT + (100 + TAX_PERCENT) / 2) / (100 + TAX_PERCENT);
	struct value *v = begin(s, document, sale->index * 100 + n);
	put(s, v, value_make(a,
		"{'documentId':'%s','sequence':%zu,'itemId':'%s','accountId':'%s','lineType':'%s','lineObjectNumber':'%s',"
		"'description':'%s','unitOfMeasureId':'%s','unitOfMeasureCode':'PCS','quantity':%" PRId64 ",'unitPrice':%s,"
		"'discountAmount':0,'discountPercent':0,'discountAppliedBeforeTax':false,'amountExcludingTax':%s,"
		"'taxCode':'VAT19','taxPercent':19,'totalTaxAmount':%s,'amountIncludingTax':%s}",
		guid(s, document, sale->index), (n + 1) * 10000, goods ? guid(s, "item", line->item) : NONE,
		goods ? NONE : guid(s, "account", 8400), goods ? "Item" : "Account", goods ? item->sku : "8400",
		goods ? item->title : "Shipping", guid(s, "unit", 0), count, amount_number(a, goods ? item->price : SHIPPING),
		amount_number(a, total - tax), amount_number(a, tax), amount_number(a, total)));
	put(s, v, value_make(a,
		"{'invoiceDiscountAllocation':0,'netAmount':%s,'netTaxAmount':%s,'netAmountIncludingTax':%s,"
		"'shipmentDate':'%s','shippedQuantity':%" PRId64 ",'invoicedQuantity':%" PRId64 ","
		"'invoiceQuantity':%" PRId64 ",'shipQuantity':%" PRId64 ",'itemVariantId':'" NONE "'}",
		amount_number(a, total - tax), amount_number(a, tax), amount_number(a, total), date_text(a, sale->placed),
		shipped ? count : 0, shipped ? count : 0, shipped ? 0 : count, shipped ? 0 : count));
	return v;
}

static void put_lines(struct systems *s, struct value *v, const struct sale *sale, const char *document,
                      const char *name, bool shipped)
{
	struct value *lines = value_make(s->mem, "[]");
	for (size_t n = 0; n <= sale->line_count; n++)
		value_add(lines, line_of(s, sale, document, n, shipped));
	value_put(s->mem, v, name, lines);
}

static const char *invoice_number(struct systems *s, const struct sale *sale)
{
	return arena_print(s->mem, "PS-INV%06" PRIu64, 100000 + sale->number);
}

static const char *order_number(struct systems *s, const struct sale *sale)
{
	return arena_print(s->mem, "S-ORD%06" PRIu64, 100000 + sale->number);
}

static void hold_order(struct books *b, const struct sale *sale)
{
	struct systems *s = b->s;
	struct arena *a = s->mem;
	struct value *v = begin(s, "order", sale->index);
	put(s, v, value_make(a,
		"{'number':'%s','externalDocumentNumber':'#%" PRIu64 "','orderDate':'%s','postingDate':'%s',"
		"'requestedDeliveryDate':'0001-01-01','partialShipping':true,'fullyShipped':false,'status':'Open',"
		"'lastModifiedDateTime':'%s'}",
		order_number(s, sale), sale->number, date_text(a, sale->placed), date_text(a, sale->placed),
		changed_text(s, sale->changed, sale->index)));
	put_customer(s, v, sale);
	put_terms(s, v);
	put_totals(s, v, sale->total, sale->tax);
	put_lines(s, v, sale, "order", "salesOrderLines", false);
	hold(s, b->orders, v, amount_number(a, sale->total));
}

/* What an invoice and a shipment of one sale have in common. */
static struct value *posted(struct books *b, const struct sale *sale, const char *kind, const char *number)
{
	struct systems *s = b->s;
	struct arena *a = s->mem;
	const char *date = date_text(a, sale->placed + 3 * HOUR);
	struct value *v = begin(s, kind, sale->index);
	put(s, v, value_make(a,
		"{'number':'%s','externalDocumentNumber':'#%" PRIu64 "','invoiceDate':'%s','postingDate':'%s','dueDate':'%s',"
		"'orderId':'" NONE "','orderNumber':'%s','lastModifiedDateTime':'%s'}",
		number, sale->number, date, date, date, order_number(s, sale),
		changed_text(s, sale->changed, sale->index)));
	put_customer(s, v, sale);
	put_terms(s, v);
	return v;
}

static void hold_invoice(struct books *b, const struct sale *sale)
{
	struct systems *s = b->s;
	struct arena *a = s->mem;
	struct value *v = posted(b, sale, "invoice", invoice_number(s, sale));
	put_totals(s, v, sale->total, sale->tax);
	put(s, v, value_make(a, "{'remainingAmount':0,'status':'Paid'}"));
	put_lines(s, v, sale, "invoice", "salesInvoiceLines", true);
	hold(s, b->invoices, v, amount_number(a, sale->total));

	v = posted(b, sale, "shipment", arena_print(a, "PS-SHPT%06" PRIu64, 100000 + sale->number));
	put(s, v, value_make(a, "{'pricesIncludeTax':true,'paymentTermsCode':'','shipmentMethodCode':''}"));
	put_lines(s, v, sale, "shipment", "salesShipmentLines", true);
	hold(s, b->shipments, v, amount_number(a, sale->total));
}

static void hold_memo(struct books *b, const struct sale *sale, size_t n)
{
	struct systems *s = b->s;
	struct arena *a = s->mem;
	const struct event *e = &sale->refunds[n];
	const struct customer *c = &s->world->customers[sale->customer];
	int64_t tax = (e->amount * TAX_PERCENT + (100 + TAX_PERCENT) / 2) / (100 + TAX_PERCENT);
	struct value *v = begin(s, "memo", sale->index * REFUNDS + n), *lines = value_make(a, "[]");
	put(s, v, value_make(a,
		"{'number':'PS-CR%06" PRIu64 "','externalDocumentNumber':'#%" PRIu64 "','creditMemoDate':'%s',"
		"'postingDate':'%s','dueDate':'%s','customerId':'%s','contactId':'','customerNumber':'%s','customerName':'%s',"
		"'billingPostalAddress':{'street':'Lange Gasse 7','city':'Berlin','state':'','countryLetterCode':'DE',"
		"'postalCode':'10115'},'status':'Paid','lastModifiedDateTime':'%s','invoiceId':'%s','invoiceNumber':'%s'}",
		100000 + sale->number * REFUNDS + n, sale->number, date_text(a, e->at), date_text(a, e->at),
		date_text(a, e->at), guid(s, "customer", sale->customer), c->number, c->name,
		changed_text(s, e->at, sale->index * REFUNDS + n),
		guid(s, "invoice", sale->index), invoice_number(s, sale)));
	put_terms(s, v);
	put_totals(s, v, e->amount, tax);
	value_add(lines, line_of(s, sale, "memo", n ? sale->line_count : 0, true));
	put(s, lines->first, value_make(a, "{'documentId':'%s','quantity':1,'amountIncludingTax':%s}",
	                                guid(s, "memo", sale->index * REFUNDS + n), amount_number(a, e->amount)));
	value_put(a, v, "salesCreditMemoLines", lines);
	hold(s, b->memos, v, amount_number(a, e->amount));
}

/* Revenue and tax stand behind the others. */
static size_t place_of(unsigned account)
{
	return account == REVENUE ? ACCOUNTS - 1 : account == TAX ? ACCOUNTS - 2 : account - FIRST_ACCOUNT;
}

static unsigned account_at(size_t place)
{
	return place == ACCOUNTS - 1 ? REVENUE : place == ACCOUNTS - 2 ? TAX : FIRST_ACCOUNT + (unsigned)place;
}

/* A movement of stock: what is there at first, a sale, a return. */
struct move {
	const char *type, *document, *document_type;
	int64_t at, count, sales;
};

/* The same movement as the Analytics API has it (its "itemLedgerEntry resource type"): each item lies at one place. */
static void hold_place(struct books *b, size_t item, struct move m, uint64_t n)
{
	struct arena *a = b->s->mem;
	int64_t cost = m.count * (b->s->world->items[item].price / 2);
	struct value *v = value_make(a,
		"{'entryNo':%" PRIu64 ",'entryType':'%s','sourceType':'_x0020_','sourceNo':'','documentNo':'%s',"
		"'documentType':'%s','postingDate':'%s','itemNo':'%s','locationCode':'%s','serialNo':'',"
		"'expirationDate':'0001-01-01','lotNo':'','quantity':%" PRId64 ",'unitOfMeasureCode':'PCS',"
		"'remainingQuantity':%" PRId64 ",'dimensionSetID':0,'open':%s,'positive':%s,'invoicedQuantity':%" PRId64
		",'qtyPerUnitOfMeasure':1,'costAmountActual':%s,'salesAmountActual':%s}",
		n, m.type, m.document, m.document_type, date_text(a, m.at), b->s->world->items[item].sku,
		item % AT_HAMBURG ? "BER" : "HAM", m.count, m.count > 0 ? m.count : 0, m.count > 0 ? "true" : "false",
		m.count > 0 ? "true" : "false", m.count, amount_number(a, cost), amount_number(a, m.sales));
	list_add(a, b->places, arena_print(a, "%" PRIu64, n), arena_print(a, "%" PRId64, m.count), v);
}

static void hold_move(struct books *b, size_t item, struct move m)
{
	struct systems *s = b->s;
	struct arena *a = s->mem;
	uint64_t n = ++b->movement;
	struct value *v = begin(s, "movement", n);
	put(s, v, value_make(a,
		"{'entryNumber':%" PRIu64 ",'itemNumber':'%s','postingDate':'%s','entryType':'%s','sourceNumber':'',"
		"'sourceType':'_x0020_','documentNumber':'%s','documentType':'%s','description':'','quantity':%" PRId64 ","
		"'salesAmountActual':%s,'costAmountActual':%s,'lastModifiedDateTime':'%s'}",
		n, s->world->items[item].sku, date_text(a, m.at), m.type, m.document, m.document_type, m.count,
		amount_number(a, m.sales), amount_number(a, m.count * (s->world->items[item].price / 2)),
		changed_text(s, m.at, n)));
	hold(s, b->movements, v, arena_print(a, "%" PRId64, m.count));
	hold_place(b, item, m, n);
}

static void hold_entry(struct books *b, const char *document, const char *type, unsigned account, int64_t at,
                       int64_t amount)
{
	struct systems *s = b->s;
	struct arena *a = s->mem;
	uint64_t n = ++b->entry;
	struct value *v = begin(s, "entry", n);
	put(s, v, value_make(a,
		"{'entryNumber':%" PRIu64 ",'postingDate':'%s','documentNumber':'%s','documentType':'%s','accountId':'%s',"
		"'accountNumber':'%u','description':'%s','debitAmount':%s,'creditAmount':%s,'lastModifiedDateTime':'%s',"
		"'dimensionSetLines':[{'id':'%s','code':'CHANNEL','parentId':'%s',"
		"'parentType':'General_x0020_Ledger_x0020_Entry','displayName':'Channel','valueId':'%s','valueCode':'WEB',"
		"'valueDisplayName':'Web'}]}",
		n, date_text(a, at), document, type, guid(s, "account", account), account, document,
		amount_number(a, amount > 0 ? amount : 0), amount_number(a, amount < 0 ? -amount : 0), changed_text(s, at, n),
		guid(s, "dimension", 0), guid(s, "entry", n), guid(s, "dimension value", 0)));
	value_put(a, value_get(v, S("dimensionSetLines"))->first, "@odata.etag", value_make(a, "'W/dimension'"));
	hold(s, b->ledger, v, amount_number(a, amount));
	b->debit[place_of(account)] += amount > 0 ? amount : 0;
	b->credit[place_of(account)] += amount < 0 ? -amount : 0;
}

/* The fields of page 315, "VAT Entries", each: what is sold has the sign of a credit. */
static void hold_tax(struct books *b, const char *document, const char *type, int64_t at, int64_t total, int64_t tax)
{
	struct systems *s = b->s;
	struct arena *a = s->mem;
	uint64_t n = ++b->tax;
	const char *day = date_text(a, at), *amount = amount_number(a, -tax);
	struct value *v = value_make(a, "{}");
	value_put(a, v, "@odata.etag", value_get(begin(s, "tax entry", n), S("@odata.etag")));
	value_merge(a, v, value_make(a,
		"{'Entry_No':%" PRIu64 ",'Gen_Bus_Posting_Group':'DOMESTIC','Gen_Prod_Posting_Group':'RETAIL',"
		"'VAT_Bus_Posting_Group':'DOMESTIC','VAT_Prod_Posting_Group':'VAT19','VAT_Reporting_Date':'%s',"
		"'Posting_Date':'%s','Document_Date':'%s','Document_No':'%s','Document_Type':'%s','Type':'Sale','Base':%s,"
		"'Amount':%s,'VAT_Difference':0,'Additional_Currency_Base':0,'Additional_Currency_Amount':0,"
		"'VAT_Calculation_Type':'Normal_x0020_VAT','Bill_to_Pay_to_No':'','VAT_Registration_No':'',"
		"'Country_Region_Code':'DE','EU_3_Party_Trade':false,'Closed':%s,'Closed_by_Entry_No':0,"
		"'Internal_Ref_No':'','Reversed':false,'EU_Service':false}",
		n, day, day, day, document, type, amount_number(a, tax - total), amount, n % 3 == 0 ? "true" : "false"));
	list_add(a, b->taxes, arena_print(a, "%" PRIu64, n), amount, v);
}

/* Receivables against revenue and tax. */
static void post(struct books *b, const char *document, const char *type, int64_t at, int64_t total, int64_t tax)
{
	hold_entry(b, document, type, RECEIVABLES, at, total);
	hold_entry(b, document, type, REVENUE, at, tax - total);
	hold_entry(b, document, type, TAX, at, -tax);
	hold_tax(b, document, type, at, total, tax);
}

/* "72,893.84": a balance is a text for people ("trialBalance resource type"). */
static const char *amount_for_people(struct arena *a, int64_t cents)
{
	const char *plain = arena_print(a, "%" PRId64 ".%02d", cents / 100, (int)(cents % 100));
	size_t whole = strlen(plain) - 3, out = 0;
	char *with = arena_alloc(a, 2 * whole + 4);
	for (size_t i = 0; plain[i]; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			with[out++] = ',';
		with[out++] = plain[i];
	}
	return with;
}

static void hold_account(struct books *b, struct list *accounts, struct list *balances, size_t place)
{
	struct systems *s = b->s;
	struct arena *a = s->mem;
	unsigned account = account_at(place);
	int64_t debit = b->debit[place], credit = b->credit[place], net = debit - credit;
	const char *name = account == RECEIVABLES ? "Receivables" : account == REVENUE ? "Revenue" : account == TAX ?
	                   "Value added tax" : arena_print(a, "Account %u", account);
	struct value *v = begin(s, "account", account);
	value_merge(a, v, value_make(a,
		"{'number':'%u','displayName':'%s','category':'%s','subCategory':'','blocked':false,'accountType':'Posting',"
		"'directPosting':true,'netChange':%s,'lastModifiedDateTime':'%s'}",
		account, name, account == REVENUE ? "Income" : account == TAX ? "Liabilities" : "Assets",
		amount_number(a, net), changed_text(s, s->world->sales[0].placed, account)));
	hold(s, accounts, v, amount_number(a, net));
	list_add(a, balances, arena_print(a, "%u", account), amount_number(a, net), value_make(a,
		"{'number':'%u','accountId':'%s','accountType':'Posting','display':'%s','totalDebit':'%s','totalCredit':'%s',"
		"'balanceAtDateDebit':'%s','balanceAtDateCredit':'%s','dateFilter':'2026-03-31'}",
		account, guid(s, "account", account), name, amount_for_people(a, debit), amount_for_people(a, credit),
		amount_for_people(a, net > 0 ? net : 0), amount_for_people(a, net < 0 ? -net : 0)));
}

/* What so many units of a currency are in euros, day by day through March. */
static void hold_rates(struct systems *s, struct list *rates)
{
	static const struct { const char *code; int64_t cost; } rows[] = {
		{"CHF", 10420}, {"CZK", 397}, {"DKK", 1340}, {"GBP", 11910}, {"HUF", 25}, {"NOK", 860}, {"PLN", 2340},
		{"RON", 2010}, {"SEK", 880}, {"USD", 9250},
	};
	struct arena *a = s->mem;
	int64_t first = s->world->sales[0].placed / DAY * DAY;
	for (size_t i = 0; i < 31 * sizeof rows / sizeof *rows; i++) {
		int64_t at = first + (int64_t)(i % 31) * DAY;
		int64_t cost = rows[i / 31].cost + (int64_t)(chosen(s->world, "rate", i) % 20);
		struct value *v = begin(s, "rate", i);
		const char *rate = arena_print(a, "%" PRId64 ".%04d", cost / 10000, (int)(cost % 10000));
		value_merge(a, v, value_make(a,
			"{'currencyCode':'%s','startingDate':'%s','exchangeRateAmount':1,'relationalCurrencyCode':'',"
			"'relationalExchangeRateAmount':%s,'lastModifiedDateTime':'%s'}", rows[i / 31].code, date_text(a, at), rate,
			changed_text(s, at + HOUR, i)));
		hold(s, rates, v, rate);
	}
}

static void hold_posted(struct books *b, const struct sale *sale)
{
	const char *invoice = invoice_number(b->s, sale);
	hold_invoice(b, sale);
	post(b, invoice, "Invoice", sale->placed + 3 * HOUR, sale->total, sale->tax);
	for (size_t i = 0; i < sale->line_count; i++)
		hold_move(b, sale->lines[i].item, (struct move){"Sale", invoice, "Sales_x0020_Shipment",
		          sale->placed + 3 * HOUR, -sale->lines[i].quantity, sale->lines[i].total});
	for (size_t n = 0; n < REFUNDS; n++) {
		const struct event *e = &sale->refunds[n];
		const char *memo = arena_print(b->s->mem, "PS-CR%06" PRIu64, 100000 + sale->number * REFUNDS + n);
		int64_t tax = (e->amount * TAX_PERCENT + (100 + TAX_PERCENT) / 2) / (100 + TAX_PERCENT);
		hold_memo(b, sale, n);
		post(b, memo, "Credit_x0020_Memo", e->at, -e->amount, -tax);
		if (n == 0)
			hold_move(b, sale->lines[0].item, (struct move){"Sale", memo, "Sales_x0020_Return_x0020_Receipt", e->at, 1,
			          -e->amount});
	}
}

static void hold_items(struct systems *s, struct list *items)
{
	struct arena *a = s->mem;
	for (size_t i = 0; i < s->world->records; i++) {
		const struct item *item = &s->world->items[i];
		int64_t here = item->opening - item->sold + item->returned;
		struct value *v = begin(s, "item", i);
		put(s, v, value_make(a,
			"{'number':'%s','displayName':'%s','type':'Inventory','itemCategoryId':'%s','itemCategoryCode':'HOME',"
			"'blocked':false,'gtin':'','inventory':%" PRId64 ",'unitPrice':%s,'priceIncludesTax':true,'unitCost':%s,"
			"'taxGroupId':'%s','taxGroupCode':'VAT19','baseUnitOfMeasureId':'%s','baseUnitOfMeasureCode':'PCS',"
			"'lastModifiedDateTime':'%s'}",
			item->sku, item->title, guid(s, "category", 0), here, amount_number(a, item->price),
			amount_number(a, item->price / 2), guid(s, "tax group", 0), guid(s, "unit", 0),
			changed_text(s, s->world->sales[0].placed, i)));
		hold(s, items, v, arena_print(a, "%" PRId64, here));
	}
}

static void hold_customers(struct systems *s, struct list *customers)
{
	for (size_t i = 0; i < s->world->records; i++) {
		const struct customer *c = &s->world->customers[i];
		struct value *v = begin(s, "customer", i);
		put(s, v, value_make(s->mem,
			"{'number':'%s','displayName':'%s','type':'Person','addressLine1':'Lange Gasse 7','addressLine2':'',"
			"'city':'Berlin','state':'','country':'DE','postalCode':'10115','phoneNumber':'','email':'%s','website':'',"
			"'taxLiable':true,'taxAreaId':'%s','taxAreaDisplayName':'Germany','taxRegistrationNumber':'',"
			"'currencyId':'" NONE "','currencyCode':'EUR','paymentTermsId':'%s','shipmentMethodId':'" NONE "',"
			"'paymentMethodId':'%s','blocked':'_x0020_','lastModifiedDateTime':'%s'}",
			c->number, c->name, c->email, guid(s, "area", 0), guid(s, "terms", 0), guid(s, "method", 0),
			changed_text(s, c->since, i)));
		hold(s, customers, v, "0");
	}
}

void business_central_hold(struct systems *s)
{
	const char *vendor = "business_central";
	struct books b = {
		.s = s,
		.orders = list_new(&s->held, vendor, "salesOrders"),
		.invoices = list_new(&s->held, vendor, "salesInvoices"),
		.memos = list_new(&s->held, vendor, "salesCreditMemos"),
		.shipments = list_new(&s->held, vendor, "salesShipments"),
		.movements = list_new(&s->held, vendor, "itemLedgerEntries"),
		.ledger = list_new(&s->held, vendor, "generalLedgerEntries"),
		.places = list_new(&s->held, vendor, "analytics/itemLedgerEntries"),
		.taxes = list_new(&s->held, vendor, "ODataV4/VATEntries"),
	};
	struct list *accounts = list_new(&s->held, vendor, "accounts");
	struct list *balances = list_new(&s->held, vendor, "trialBalances");
	hold_rates(s, list_new(&s->held, vendor, "currencyExchangeRates"));
	hold_customers(s, list_new(&s->held, vendor, "customers"));
	hold_items(s, list_new(&s->held, vendor, "items"));
	for (size_t i = 0; i < s->world->records; i++)
		hold_move(&b, i, (struct move){"Positive_x0020_Adjmt_x002E_", "START", "_x0020_",
		          s->world->sales[0].placed - 2 * DAY, s->world->items[i].opening, 0});
	for (size_t i = 0; i < s->world->sale_count; i++) {
		if (s->world->sales[i].posted)
			hold_posted(&b, &s->world->sales[i]);
		else
			hold_order(&b, &s->world->sales[i]);
	}
	for (size_t i = 0; i < ACCOUNTS; i++)
		hold_account(&b, accounts, balances, i);
}
