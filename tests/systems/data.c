#include "data.h"
#include "base/digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST_NUMBER = 1001, LONG_ORDER = 10, LONG_LINES = 60, OPENING = 500 };

/* 2026-04-01T00:00:00Z. */
static const int64_t end_of_time = 1775001600;

/* Sebastiano Vigna's splitmix64. */
static uint64_t mixed(uint64_t x)
{
	x += UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

uint64_t chosen(const struct world *w, const char *kind, uint64_t n)
{
	uint64_t x = mixed(w->seed);
	for (const char *c = kind; *c; c++)
		x = mixed(x ^ (unsigned char)*c);
	return mixed(x ^ n);
}

const char *chosen_guid(struct arena *a, const struct world *w, const char *kind, uint64_t n)
{
	uint64_t x = chosen(w, kind, n), y = mixed(x);
	return arena_print(a, "%08x-%04x-%04x-%04x-%012" PRIx64, (unsigned)(x >> 32), (unsigned)(x >> 16 & 0xFFFF),
	                   (unsigned)(x & 0x0FFF) | 0x4000U, (unsigned)(y >> 48 & 0x3FFF) | 0x8000U,
	                   y & UINT64_C(0xFFFFFFFFFFFF));
}

static int64_t between(const struct world *w, const char *kind, uint64_t n, int64_t least, int64_t most)
{
	return least + (int64_t)(chosen(w, kind, n) % (uint64_t)(most - least + 1));
}

int64_t tax_within(int64_t gross)
{
	return (gross * TAX_PERCENT + (100 + TAX_PERCENT) / 2) / (100 + TAX_PERCENT);
}

int64_t line_tax(const struct sale *sale, size_t n)
{
	int64_t rest = sale->tax - tax_within(SHIPPING);
	if (n == sale->line_count)
		return tax_within(SHIPPING);
	for (size_t i = 1; i < sale->line_count; i++)
		rest -= tax_within(sale->lines[i].total);
	return n == 0 ? rest : tax_within(sale->lines[n].total);
}

int64_t available(const struct item *item)
{
	return item->opening - item->sold + item->returned - item->committed;
}

int64_t gateway_fee(int64_t amount)
{
	return (amount * 14 + 500) / 1000 + 25;
}

static void make_items(struct arena *a, struct world *w)
{
	static const char *const words[] = {"Lantern", "Kettle", "Basket", "Blanket", "Clock", "Ladle", "Mirror", "Vase"};
	w->items = arena_array(a, w->records, struct item);
	for (size_t i = 0; i < w->records; i++) {
		bool dear = i % 2 == 0;
		w->items[i] = (struct item){
			.sku = arena_print(a, "CF-%05zu", i + 1),
			.title = arena_print(a, "%s no. %zu", words[i % 8], i + 1),
			.price = dear ? between(w, "price", i, 4000, 12000) : between(w, "price", i, 150, 3900),
			.opening = OPENING + between(w, "opening", i, 0, 200),
		};
	}
}

static void make_customers(struct arena *a, struct world *w)
{
	w->customers = arena_array(a, w->records, struct customer);
	for (size_t i = 0; i < w->records; i++)
		w->customers[i] = (struct customer){
			.number = arena_print(a, "C%05zu", 10000 + i),
			.name = arena_print(a, "Customer %zu", i + 1),
			.email = arena_print(a, "customer%zu@example.com", i + 1),
			.since = end_of_time - 400 * DAY + (int64_t)i * HOUR,
		};
}

static void add_line(struct world *w, struct sale *s, size_t item, int64_t quantity)
{
	struct item *held = &w->items[item];
	s->lines[s->line_count++] = (struct line){item, quantity, quantity * held->price};
	s->goods += quantity * held->price;
	if (s->posted)
		held->sold += quantity;
	else
		held->committed += quantity;
}

/* The first line is of three dear pieces, so that one of them can come back and something remains. */
static void make_lines(struct arena *a, struct world *w, struct sale *s)
{
	size_t dear = (w->records + 1) / 2;
	size_t count = 1 + (size_t)between(w, "lines", s->index, 0, 3);
	if (s->index % w->records == LONG_ORDER)
		count = LONG_LINES;
	s->lines = arena_array(a, count, struct line);
	add_line(w, s, 2 * (chosen(w, "dear", s->index) % dear), 3);
	while (s->line_count < count) {
		uint64_t n = s->index * 100 + s->line_count;
		add_line(w, s, chosen(w, "item", n) % w->records, between(w, "quantity", n, 1, 2));
	}
}

static void make_events(struct world *w, struct sale *s)
{
	s->changed = s->placed + 7 * HOUR;
	if (!s->posted || !s->by_shopify)
		s->dispute = (struct event){s->changed, s->lines[0].total / 3};
	if (!s->posted)
		return;
	struct item *item = &w->items[s->lines[0].item];
	s->refunds[0] = (struct event){s->placed + 6 * HOUR, item->price};
	s->refunds[1] = (struct event){s->placed + 8 * HOUR, SHIPPING};
	s->changed = s->refunds[1].at;
	item->returned++;
}

static void make_sale(struct arena *a, struct world *w, size_t i)
{
	struct sale *s = &w->sales[i];
	*s = (struct sale){
		.index = i, .number = FIRST_NUMBER + i, .customer = chosen(w, "customer", i) % w->records,
		.posted = i < w->records, .by_shopify = i % 2 == 0, .by_shopify_payments = i % 4 == 0,
	};
	int64_t step = (int64_t)(30 * DAY / w->sale_count);
	s->placed = end_of_time - 32 * DAY + (int64_t)i * step + between(w, "minute", i, 0, step > 60 ? step - 1 : 1);
	make_lines(a, w, s);
	s->total = s->goods + SHIPPING;
	s->tax = tax_within(s->total);
	make_events(w, s);
	w->customers[s->customer].orders++;
	w->customers[s->customer].spent += s->total;
}

struct world *world_new(struct arena *a, uint64_t seed, size_t records)
{
	struct world *w = arena_new_of(a, struct world);
	w->seed = seed;
	w->records = records;
	w->sale_count = 2 * records;
	make_items(a, w);
	make_customers(a, w);
	w->sales = arena_array(a, w->sale_count, struct sale);
	for (size_t i = 0; i < w->sale_count; i++)
		make_sale(a, w, i);
	return w;
}

static const char *amount_text(struct arena *a, int64_t cents, const char *whole)
{
	const char *sign = cents < 0 ? "-" : "";
	int64_t size = cents < 0 ? -cents : cents;
	if (size % 100 == 0)
		return arena_print(a, "%s%" PRId64 "%s", sign, size / 100, whole);
	if (size % 10 == 0)
		return arena_print(a, "%s%" PRId64 ".%" PRId64, sign, size / 100, size % 100 / 10);
	return arena_print(a, "%s%" PRId64 ".%02" PRId64, sign, size / 100, size % 100);
}

const char *amount_number(struct arena *a, int64_t cents)
{
	return amount_text(a, cents, "");
}

const char *amount_decimal(struct arena *a, int64_t cents)
{
	return amount_text(a, cents, ".0");
}

/* Howard Hinnant's days_from_civil and its reverse. */
static int64_t days_of(int64_t y, unsigned m, unsigned d)
{
	y -= m <= 2;
	int64_t era = y / 400;
	unsigned in_era = (unsigned)(y - era * 400);
	unsigned in_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

const char *date_text(struct arena *a, int64_t at)
{
	int64_t z = at / DAY + 719468, era = z / 146097;
	unsigned in_era = (unsigned)(z - era * 146097);
	unsigned year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	unsigned in_year = in_era - (365 * year + year / 4 - year / 100);
	unsigned m = (5 * in_year + 2) / 153, d = in_year - (153 * m + 2) / 5 + 1;
	m = m < 10 ? m + 3 : m - 9;
	return arena_print(a, "%04" PRId64 "-%02u-%02u", (int64_t)year + era * 400 + (m <= 2), m, d);
}

const char *instant_text(struct arena *a, int64_t at)
{
	int64_t second = at % DAY;
	return arena_print(a, "%sT%02d:%02d:%02dZ", date_text(a, at), (int)(second / HOUR), (int)(second / 60 % 60),
	                   (int)(second % 60));
}

bool instant_read(Str s, int64_t *at)
{
	char z[32];
	unsigned y, m, d, h = 0, min = 0, sec = 0, fraction;
	int len = 0;
	if (s.len >= sizeof z)
		return false;
	memcpy(z, s.at, s.len);
	z[s.len] = 0;
	if (sscanf(z, "%4u-%2u-%2u%n", &y, &m, &d, &len) != 3)
		return false;
	if (z[len] == 'T') {
		int more = 0;
		if (sscanf(z + len, "T%2u:%2u:%2u%n", &h, &min, &sec, &more) != 3)
			return false;
		len += more;
		more = 0;
		if (z[len] == '.' && sscanf(z + len, ".%7u%n", &fraction, &more) == 1)
			len += more;
		if (text_is(text(z + len), S("Z")) || text_is(text(z + len), S("+00:00")))
			len = (int)s.len;
	}
	*at = days_of(y, m, d) * DAY + h * HOUR + min * 60 + sec;
	return z[len] == 0 && m >= 1 && m <= 12 && d >= 1 && d <= 31 && h < 24 && min < 60 && sec < 61;
}

struct list *list_new(struct held *held, const char *vendor, const char *name)
{
	struct list *list = &held->at[held->count++];
	*list = (struct list){.vendor = vendor, .name = name};
	return list;
}

struct record *list_add(struct arena *a, struct list *list, const char *id, const char *amount, struct value *body)
{
	list->at = arena_grow(a, list->at, list->count, sizeof *list->at);
	list->at[list->count] = (struct record){.id = text(id), .amount = text(amount), .body = body};
	return &list->at[list->count++];
}

struct list *held_find(struct held *held, Str vendor, Str name)
{
	for (size_t i = 0; i < held->count; i++)
		if (text_is(text(held->at[i].vendor), vendor) && text_is(text(held->at[i].name), name))
			return &held->at[i];
	return NULL;
}

const struct record *list_find(const struct list *list, Str id)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_is(list->at[i].id, id))
			return &list->at[i];
	return NULL;
}

static int newest_first(const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? 1 : -1;
	return text_compare(x->id, y->id);
}

void list_sort_newest(struct list *list)
{
	qsort(list->at, list->count, sizeof *list->at, newest_first);
}

Str list_told(struct arena *a, const struct list *list)
{
	struct digester *digester = digester_new(a);
	struct buf *out = buf_new(a, (size_t)1 << 26);
	for (size_t i = 0; i < list->count; i++) {
		digester_add(digester, list->at[i].id);
		digester_add(digester, S("\n"));
	}
	buf_print(out, "{\"count\":%zu,\"sha256\":\"%s\"}\n", list->count, digest_text(a, digester_end(digester)));
	for (size_t i = 0; i < list->count; i++) {
		buf_add(out, S("{\"id\":"));
		value_write_text(out, list->at[i].id);
		buf_add(out, S(",\"amount\":"));
		value_write_text(out, list->at[i].amount);
		buf_add(out, S("}\n"));
	}
	return buf_str(out);
}
