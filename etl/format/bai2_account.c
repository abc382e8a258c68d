#include "format/bai2.h"

#include "base/currency.h"

/* A record and those that go on with it: their fields follow one another, a text goes over to the next line. */
struct joined {
	struct bai2_record first;
	const Str *parts;
	size_t count, at;
	Str rest;                    /* of the part that is read */
};

struct account {
	struct arena *a;
	struct claims *claims;
	const struct bai2_header *header;
	struct branch tree, summaries, entries;
	uint64_t line;
	Str number, currency;
	int exponent;
	struct decimal total;        /* of all amounts, as they are written */
	struct decimal booked;
	struct decimal opening, closing, credits, debits;
	bool has_opening, has_closing, has_totals;
	size_t entry_count;
};

static bool wrong(const struct joined *j, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "line %ju: a record %02d %s", (uintmax_t)j->first.line, j->first.code, fact);
}

static bool field(struct joined *j, Str *value)
{
	while (!j->rest.at && j->at < j->count)
		j->rest = j->parts[j->at++];
	*value = (Str){0};
	return bai2_field(&j->rest, value);
}

/* All that is left, a line a record. */
static Str left(struct arena *a, struct joined *j)
{
	size_t length = j->rest.len;
	char *to, *at;

	for (size_t i = j->at; i < j->count; i++)
		length += j->parts[i].len + 1;
	at = to = arena_raw(a, length + 1);
	for (bool more = true; more; more = j->at <= j->count && j->rest.at) {
		if (j->rest.len > 0)
			memcpy(at, j->rest.at, j->rest.len);
		at += j->rest.len;
		j->rest = j->at < j->count ? j->parts[j->at] : (Str){0};
		j->at++;
		if (j->rest.at && at > to)
			*at++ = '\n';
	}
	return text_trim((Str){to, (size_t)(at - to)});
}

/* A whole number with its point where the currency has it; more digits than an amount can have are none. */
static bool amount(struct account *x, Str written, struct decimal *d, Str *said)
{
	struct decimal scaled;

	if (!decimal_parse(x->a, written, d) || decimal_scale(*d) > 0 || text_find_byte(written, '.') < written.len
	    || text_find_byte(written, 'e') < written.len || text_find_byte(written, 'E') < written.len)
		return false;
	scaled = decimal_shift(*d, -x->exponent);
	*said = decimal_fixed(x->a, scaled, x->exponent);
	return true;
}

/* What each funds type brings with it: S three amounts, V a date and a time, D as many pairs as it says first. */
static bool funds(struct account *x, struct joined *j, struct branch *to, struct err *e)
{
	struct buf *b = buf_new(x->a, 1 << 20);
	uint64_t more = 0;
	Str type, value;

	field(j, &type);
	branch_text(to, "funds_type", type);
	if (text_is(type, S("S")))
		more = 3;
	else if (text_is(type, S("V")))
		more = 2;
	else if (text_is(type, S("D")) && (!field(j, &value) || !text_uint(value, &more) || more > 1000))
		return wrong(j, "has a funds type D without the number of its parts", e);
	if (text_is(type, S("D")))
		more *= 2;
	for (uint64_t i = 0; i < more; i++) {
		field(j, &value);
		buf_print(b, "%s%.*s", i > 0 ? "," : "", STR(value));
	}
	branch_text(to, "funds", buf_str(b));
	return true;
}

/* ── the account's own record ── */

static void keep_summary(struct account *x, Str type, struct decimal d, Str said)
{
	if (text_is(type, S("010"))) {
		x->opening = d;
		x->has_opening = true;
		branch_text(&x->tree, "opening_ledger", said);
	} else if (text_is(type, S("015"))) {
		x->closing = d;
		x->has_closing = true;
		branch_text(&x->tree, "closing_ledger", said);
	} else if (text_is(type, S("100"))) {
		x->credits = d;
		x->has_totals = true;
	} else if (text_is(type, S("400"))) {
		x->debits = d;
		x->has_totals = true;
	}
}

/* type, amount, number of items, funds type; the amount may be left out. */
static bool summary(struct account *x, struct joined *j, Str type, struct err *e)
{
	struct branch to = branch_add(&x->summaries, NULL, TREE_OBJECT, j->first.line);
	Str written, said = {0}, items;
	struct decimal d;

	field(j, &written);
	if (written.len > 0 && !amount(x, written, &d, &said))
		return wrong(j, arena_print(x->a, "has no amount of type %.*s: %s", STR(type), text_quoted(x->a, written)), e);
	field(j, &items);
	branch_text(&to, "type", type);
	branch_text(&to, "amount", said);
	branch_text(&to, "amount_text", written);
	branch_text(&to, "item_count", items);
	if (written.len > 0) {
		x->total = decimal_add(x->a, x->total, d);
		keep_summary(x, type, d, said);
	}
	return funds(x, j, &to, e);
}

static bool currency(struct account *x, const struct joined *j, Str own, struct err *e)
{
	const struct currency *c;

	x->currency = own.len > 0 ? own : x->header->currency.len > 0 ? x->header->currency : S("USD");
	c = currency_listed(x->currency);
	if (!c || c->exponent < 0)
		return wrong(j, arena_print(x->a, "is in a currency that is none: %s", text_quoted(x->a, x->currency)), e);
	x->exponent = c->exponent;
	branch_text(&x->tree, "currency", x->currency);
	return true;
}

/* The headers' trees stand in each account, each as a node of its own. */
static void headers(struct account *x)
{
	struct branch file = branch_add(&x->tree, "file", TREE_OBJECT, x->header->file.node->line);
	struct branch group = branch_add(&x->tree, "group", TREE_OBJECT, x->header->group.node->line);

	file.node->children = x->header->file.node->children;
	group.node->children = x->header->group.node->children;
}

static bool account_record(struct account *x, struct joined *j, struct err *e)
{
	Str own, type;

	field(j, &x->number);
	field(j, &own);
	if (x->number.len == 0)
		return wrong(j, "names no account", e);
	branch_text(&x->tree, "account", x->number);
	if (!currency(x, j, own, e))
		return false;
	headers(x);
	x->summaries = branch_add(&x->tree, "summaries", TREE_ARRAY, j->first.line);
	x->entries = branch_add(&x->tree, "entries", TREE_ARRAY, j->first.line);
	while (field(j, &type))
		if (type.len > 0 && !summary(x, j, type, e))
			return false;
	return true;
}

/* ── details ── */

static char mark_of(uint64_t type)
{
	if ((type >= 100 && type <= 399) || (type >= 920 && type <= 959))
		return 'C';
	return (type >= 400 && type <= 699) || type >= 960 ? 'D' : '\0';
}

static bool entry_amount(struct account *x, struct joined *j, struct branch *to, Str type, struct err *e)
{
	uint64_t number = 0;
	struct decimal d = {0};
	Str written, said = {0};
	char mark;

	field(j, &written);
	if (type.len != 3 || !text_uint(type, &number))
		return wrong(j, arena_print(x->a, "has a type that is none: %s", text_quoted(x->a, type)), e);
	if (written.len > 0 && (!amount(x, written, &d, &said) || d.negative))
		return wrong(j, arena_print(x->a, "has an amount that is none: %s", text_quoted(x->a, written)), e);
	mark = mark_of(number);
	x->total = decimal_add(x->a, x->total, d);
	if (mark == '\0' && !decimal_is_zero(d) && (number < 700 || number > 799))
		return wrong(j, arena_print(x->a, "of type %.*s is neither credit nor debit", STR(type)), e);
	if (mark == 'D')
		d = decimal_negate(d);
	if (mark != '\0') {
		x->booked = decimal_add(x->a, x->booked, d);
		branch_text(to, "mark", text(mark == 'D' ? "D" : "C"));
	}
	if (mark == 'D' && !decimal_is_zero(d))
		said = text(arena_print(x->a, "-%.*s", STR(said)));
	branch_text(to, "amount", said);
	branch_text(to, "amount_text", written);
	return true;
}

static bool detail(struct account *x, struct joined *j, struct err *e)
{
	struct branch to = branch_add(&x->entries, NULL, TREE_OBJECT, j->first.line);
	Str type, reference;

	x->entry_count++;
	field(j, &type);
	branch_text(&to, "type", type);
	if (!entry_amount(x, j, &to, type, e) || !funds(x, j, &to, e))
		return false;
	field(j, &reference);
	branch_text(&to, "bank_reference", reference);
	field(j, &reference);
	branch_text(&to, "customer_reference", reference);
	branch_text(&to, "text", left(x->a, j));
	return true;
}

/* ── what must hold of the whole ── */

static Str control_name(const struct account *x, const char *what)
{
	return text(arena_print(x->a, "the %s of %.*s", what, STR(x->number)));
}

static bool ledgers(struct account *x, uint64_t line, struct err *e)
{
	struct decimal changes = x->booked;

	if (!x->has_opening || !x->has_closing || (x->entry_count == 0 && !x->has_totals))
		return true;
	if (x->entry_count == 0)
		changes = decimal_subtract(x->a, x->credits, x->debits);
	return claims_hold(x->claims, line, control_name(x, "closing ledger"), decimal_shift(x->closing, -x->exponent),
		decimal_shift(decimal_add(x->a, x->opening, changes), -x->exponent), e);
}

static bool trailer(struct account *x, struct joined *j, struct bai2_account *sums, struct err *e)
{
	struct decimal total, records;
	Str first, second;

	field(j, &first);
	field(j, &second);
	if (!decimal_parse(x->a, first, &total) || !decimal_parse(x->a, second, &records))
		return wrong(j, "has no number where its totals stand", e);
	branch_text(&x->tree, "control_total", first);
	branch_text(&x->tree, "record_count", second);
	sums->total = x->total;
	return claims_hold(x->claims, j->first.line, control_name(x, "control total"), total, x->total, e)
	    && claims_hold(x->claims, j->first.line, control_name(x, "number of records"), records,
		decimal_of(x->a, sums->records), e)
	    && ledgers(x, x->line, e);
}

static bool take(struct account *x, struct joined *j, struct bai2_account *sums, struct err *e)
{
	j->at = 0;
	j->rest = j->first.fields;
	if (j->first.code == 3)
		return account_record(x, j, e);
	return j->first.code == 16 ? detail(x, j, e) : trailer(x, j, sums, e);
}

bool bai2_account_read(struct arena *a, Str text, uint64_t line, const struct bai2_header *header,
	struct claims *claims, const struct tree **tree, struct bai2_account *sums, struct err *e)
{
	struct account x = {.a = a, .claims = claims, .header = header, .line = line};
	struct joined j = {0};
	struct bai2_record r;
	Str *parts = NULL;
	size_t i = 0;
	bool cut;

	x.tree = branch_new(a, TREE_OBJECT, line);
	do {
		if (!bai2_record(text, true, &i, &line, &r, &cut, e))
			return false;
		sums->records += r.code != 0;
		if (r.code == 88) {
			parts = arena_grow(a, parts, j.count, sizeof *parts);
			parts[j.count++] = r.fields;
			j.parts = parts;
			continue;
		}
		if (j.first.code != 0 && !take(&x, &j, sums, e))
			return false;
		j = (struct joined){.first = r};
		parts = NULL;
	} while (r.code != 0);
	*tree = x.tree.node;
	return true;
}
