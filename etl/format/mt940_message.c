#include "format/mt940.h"

/* The parts of a message come in this order. */
enum stage { IN_HEAD, IN_ENTRIES, IN_CLOSE };

struct field {
	Str tag, value;              /* the value's lines as they stand there */
	uint64_t line;
};

struct balance {
	struct decimal amount;
	uint64_t line;
	bool is_there, is_page;
};

struct sum {
	struct decimal amount;
	int64_t count;
};

struct message {
	struct arena *file, *a;
	Str text;                    /* all of it */
	uint64_t line;
	struct claims *claims;
	struct mt940_page **pages;

	enum stage stage;
	struct branch statement, entries, entry, others, forward, floor;
	bool in_entry;
	size_t entry_at;             /* in the text */
	Str account, number, currency, page_account;
	struct balance opening, closing;
	struct sum debits, credits;
	bool expected;               /* an entry is only expected: sums may or may not hold it */
	bool has_sums;
};

static bool wrong(const struct field *f, struct err *e, const char *fact)
{
	return err_set(e, ERR_FORMAT, "line %ju: :%.*s: %s", (uintmax_t)f->line, STR(f->tag), fact);
}

static bool unlike(const struct message *m, const struct field *f, const char *what, struct err *e)
{
	return wrong(f, e, arena_print(m->a, "%s is no %s", text_quoted(m->a, f->value), what));
}

/* ── parts of fields: each takes what it is from the front ── */

static bool take(Str *s, size_t count, Str *taken)
{
	*taken = text_head(*s, count);
	*s = text_from(*s, count);
	return taken->len == count;
}

static bool take_digits(Str *s, size_t count, Str *taken)
{
	return take(s, count, taken) && text_digits(*taken) == count;
}

/* Two digits of a year from 80 on are of the last century. */
static bool take_date(const struct message *m, Str *s, Str *date)
{
	Str d;

	if (!take_digits(s, 6, &d))
		return false;
	*date = text(arena_print(m->a, "%s%.2s-%.2s-%.2s", d.at[0] >= '8' ? "19" : "20", d.at, d.at + 2, d.at + 4));
	return true;
}

static bool take_currency(Str *s, Str *currency)
{
	if (!take(s, 3, currency))
		return false;
	for (size_t i = 0; i < 3; i++)
		if (currency->at[i] < 'A' || currency->at[i] > 'Z')
			return false;
	return true;
}

/* Digits with one comma, behind which there may be none.  The text has its point and no zeros before it. */
static bool take_amount(const struct message *m, Str *s, bool negative, Str *said, struct decimal *amount)
{
	size_t whole = text_digits(*s), zeros = 0, rest;
	const char *sign = negative ? "-" : "";
	Str from = *s;

	if (whole == 0 || whole == s->len || s->at[whole] != ',')
		return false;
	rest = text_digits(text_from(*s, whole + 1));
	while (zeros + 1 < whole && s->at[zeros] == '0')
		zeros++;
	*said = text(arena_print(m->a, "%s%.*s%s%.*s", sign, (int)(whole - zeros), from.at + zeros, rest > 0 ? "." : "",
		(int)rest, from.at + whole + 1));
	*s = text_from(*s, whole + 1 + rest);
	return decimal_parse(m->a, *said, amount);
}

/* ── balances, sums ── */

/* All amounts of a message are of one currency. */
static bool same_currency(struct message *m, const struct field *f, Str currency, struct err *e)
{
	if (m->currency.len > 0 && !text_is(m->currency, currency))
		return wrong(f, e, arena_print(m->a, "is in %.*s, what stands before it in %.*s", STR(currency),
			STR(m->currency)));
	if (m->currency.len == 0)
		branch_text(&m->statement, "currency", currency);
	m->currency = currency;
	return true;
}

/* 1!a6!n3!a15d */
static bool balance(struct message *m, const struct field *f, struct branch *to, struct balance *b, struct err *e)
{
	Str rest = text_trim(f->value), mark, date, currency, amount;

	if (!take(&rest, 1, &mark) || (*mark.at != 'C' && *mark.at != 'D') || !take_date(m, &rest, &date)
	    || !take_currency(&rest, &currency) || !take_amount(m, &rest, *mark.at == 'D', &amount, &b->amount)
	    || rest.len > 0)
		return unlike(m, f, "balance, such as C260331EUR1200,50", e);
	b->is_there = true;
	b->is_page = text_ends(f->tag, S("M"));
	b->line = f->line;
	branch_text(to, "kind", text_from(f->tag, 2));
	branch_text(to, "mark", mark);
	branch_text(to, "date", date);
	branch_text(to, "currency", currency);
	branch_text(to, "amount", amount);
	return same_currency(m, f, currency, e);
}

static bool named_balance(struct message *m, const struct field *f, const char *name, struct balance *b, struct err *e)
{
	struct branch to = branch_add(&m->statement, name, TREE_OBJECT, f->line);

	if (b->is_there)
		return wrong(f, e, "stands there a second time");
	return balance(m, f, &to, b, e);
}

static bool forward(struct message *m, const struct field *f, struct err *e)
{
	struct balance b = {0};
	struct branch to;

	if (!m->forward.node)
		m->forward = branch_add(&m->statement, "forward_balances", TREE_ARRAY, f->line);
	to = branch_add(&m->forward, NULL, TREE_OBJECT, f->line);
	return balance(m, f, &to, &b, e);
}

static Str control_name(const struct message *m, const char *what)
{
	return text(arena_print(m->a, "the %s of %.*s%s%.*s", what, STR(m->account), m->number.len > 0 ? ", number " : "",
		STR(m->number)));
}

/* 5n3!a15d */
static bool sum(struct message *m, const struct field *f, bool debit, struct err *e)
{
	struct branch to = branch_add(&m->statement, debit ? "debit_entries" : "credit_entries", TREE_OBJECT, f->line);
	const struct sum *found = debit ? &m->debits : &m->credits;
	Str rest = text_trim(f->value), count = text_head(rest, text_digits(rest)), currency, amount;
	struct decimal stated, stated_count;

	rest = text_from(rest, count.len);
	if (count.len == 0 || count.len > 9 || !decimal_parse(m->a, count, &stated_count) || !take_currency(&rest,
		&currency)
	    || !take_amount(m, &rest, debit, &amount, &stated) || rest.len > 0)
		return unlike(m, f, "sum of entries, such as 12EUR1200,50", e);
	branch_text(&to, "count", count);
	branch_text(&to, "currency", currency);
	branch_text(&to, "amount", amount);
	m->has_sums = true;
	m->stage = IN_CLOSE;
	if (!same_currency(m, f, currency, e))
		return false;
	if (m->expected)
		return true;
	return claims_hold(m->claims, f->line, control_name(m, debit ? "number of debits" : "number of credits"),
			stated_count, decimal_of(m->a, found->count), e)
	    && claims_hold(m->claims, f->line, control_name(m, debit ? "sum of debits" : "sum of credits"), stated,
		found->amount, e);
}

/* ── entries ── */

/* The year that brings month and day nearest to the value date. */
static Str entry_date(const struct message *m, Str value_date, Str month_day)
{
	int year = (value_date.at[0] - '0') * 1000 + (value_date.at[1] - '0') * 100 + (value_date.at[2] - '0') * 10
		+ value_date.at[3] - '0';
	int of_value = (value_date.at[5] - '0') * 10 + value_date.at[6] - '0';
	int of_entry = (month_day.at[0] - '0') * 10 + month_day.at[1] - '0';

	year += of_value - of_entry > 6 ? 1 : of_entry - of_value > 6 ? -1 : 0;
	return text(arena_print(m->a, "%04d-%.2s-%.2s", year, month_day.at, month_day.at + 2));
}

static bool take_dates(struct message *m, Str *rest)
{
	Str value_date, month_day;

	if (!take_date(m, rest, &value_date))
		return false;
	branch_text(&m->entry, "value_date", value_date);
	if (text_begins(*rest, S("    ")))
		*rest = text_from(*rest, 4);
	else if (text_digits(*rest) >= 4 && take_digits(rest, 4, &month_day))
		branch_text(&m->entry, "entry_date", entry_date(m, value_date, month_day));
	return true;
}

/* C, D; RC, RD reverse one; EC, ED expect one. */
static bool take_mark(struct message *m, Str *rest, bool *debit)
{
	Str mark = text_head(*rest, 1);

	if (mark.len == 1 && (*mark.at == 'R' || *mark.at == 'E'))
		mark = text_head(*rest, 2);
	*rest = text_from(*rest, mark.len);
	if (mark.len == 0 || (mark.at[mark.len - 1] != 'C' && mark.at[mark.len - 1] != 'D'))
		return false;
	*debit = (mark.at[mark.len - 1] == 'D') != (*mark.at == 'R');
	m->expected = m->expected || *mark.at == 'E';
	branch_text(&m->entry, "mark", mark);
	return true;
}

static bool take_money(struct message *m, Str *rest, bool debit)
{
	struct sum *to = debit ? &m->debits : &m->credits;
	Str funds = {0}, amount, before;
	struct decimal d;

	if (rest->len > 0 && !byte_is_digit(rest->at[0]))
		take(rest, 1, &funds);
	before = *rest;
	if (!take_amount(m, rest, debit, &amount, &d))
		return false;
	branch_text(&m->entry, "funds_code", text_trim(funds));
	branch_text(&m->entry, "amount", amount);
	branch_text(&m->entry, "amount_text", text_head(before, before.len - rest->len));
	to->amount = decimal_add(m->a, to->amount, d);
	to->count++;
	return true;
}

/* The transaction's type and references stand on the first line, the supplement on the others. */
static bool references(struct message *m, Str rest)
{
	Str first, supplement, type;
	size_t slashes;

	text_cut(rest, '\n', &first, &supplement);
	if (!take(&first, 4, &type) || *type.at < 'A' || *type.at > 'Z')
		return false;
	slashes = text_find(first, S("//"));
	branch_text(&m->entry, "transaction_type", text_trim(type));
	branch_text(&m->entry, "reference", text_trim(text_head(first, slashes)));
	branch_text(&m->entry, "bank_reference", text_trim(text_from(first, slashes + 2)));
	branch_text(&m->entry, "supplement", text_trim(supplement));
	return true;
}

static bool entry(struct message *m, const struct field *f, struct err *e)
{
	Str rest = f->value;
	bool debit;

	if (m->stage == IN_CLOSE)
		return wrong(f, e, "stands behind the end of the entries");
	if (!m->entries.node)
		m->entries = branch_add(&m->statement, "entries", TREE_ARRAY, f->line);
	m->stage = IN_ENTRIES;
	m->in_entry = true;
	m->entry_at = (size_t)(f->tag.at - m->text.at) - 1;
	m->others.node = NULL;
	m->entry = branch_add(&m->entries, NULL, TREE_OBJECT, f->line);
	if (!take_dates(m, &rest) || !take_mark(m, &rest, &debit) || !take_money(m, &rest, debit) || !references(m, rest))
		return unlike(m, f, "statement line, such as 2603310331CR1200,50NTRFREF//BANKREF", e);
	return true;
}

/* ── all fields ── */

static Str joined(const struct message *m, Str lines)
{
	char *to = arena_raw(m->a, lines.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < lines.len; i++)
		if (lines.at[i] != '\r')
			to[n++] = lines.at[i];
	return text_trim((Str){to, n});
}

/* A second :86: of an entry goes on with the first. */
static bool information(struct message *m, const struct field *f, struct err *e)
{
	struct branch *to = m->in_entry ? &m->entry : &m->statement;
	struct tree *last = to->last;

	if (!m->in_entry && m->stage != IN_CLOSE)
		return wrong(f, e, "stands before any entry");
	if (last && text_is(last->name, S("information"))) {
		Str more = joined(m, f->value);

		last->text = text(arena_print(m->a, "%.*s\n%.*s", WHOLE(last->text), WHOLE(more)));
		return true;
	}
	branch_text(to, "information", joined(m, f->value));
	return true;
}

static bool other(struct message *m, const struct field *f, struct err *e)
{
	struct branch to;

	(void)e;
	if (!m->others.node)
		m->others = branch_add(m->in_entry ? &m->entry : &m->statement, "others", TREE_ARRAY, f->line);
	to = branch_add(&m->others, NULL, TREE_OBJECT, f->line);
	branch_text(&to, "tag", f->tag);
	branch_text(&to, "text", joined(m, f->value));
	return true;
}

/* What ends an entry, and with it all of them. */
static void close_entry(struct message *m, size_t end)
{
	const struct tree *t;
	Str said = {0};

	if (!m->in_entry)
		return;
	for (t = m->entry.node->children; t; t = t->next)
		if (text_is(t->name, S("information")))
			said = t->text;
	mt940_details(&m->entry, said);
	branch_text(&m->entry, "text", text_trim((Str){m->text.at + m->entry_at, end - m->entry_at}));
	m->in_entry = false;
	m->others.node = NULL;
}

static bool opening(struct message *m, const struct field *f, struct err *e)
{
	if (m->stage != IN_HEAD)
		return wrong(f, e, "stands behind the entries");
	return named_balance(m, f, "opening_balance", &m->opening, e);
}

static bool closing(struct message *m, const struct field *f, struct err *e)
{
	if (!m->opening.is_there)
		return wrong(f, e, "closes, but there is no opening balance");
	m->stage = IN_CLOSE;
	return named_balance(m, f, "closing_balance", &m->closing, e);
}

static bool behind(struct message *m, const struct field *f, struct err *e)
{
	struct balance available = {0};

	if (!m->closing.is_there)
		return wrong(f, e, "stands before the closing balance");
	return text_is(f->tag, S("65")) ? forward(m, f, e) : named_balance(m, f, "available_balance", &available, e);
}

static bool head(struct message *m, const struct field *f, const char *name, Str *keep, struct err *e)
{
	if (m->stage != IN_HEAD || m->opening.is_there)
		return wrong(f, e, "stands behind the head of the message");
	if (keep && keep->at)
		return wrong(f, e, "stands there a second time");
	if (keep)
		*keep = text_trim(f->value);
	branch_text(&m->statement, name, text_trim(f->value));
	return true;
}

/* 5n[/5n] */
static bool number(struct message *m, const struct field *f, struct err *e)
{
	Str of, page;

	if (m->stage != IN_HEAD || m->opening.is_there || m->number.at)
		return wrong(f, e, "stands behind the head of the message, or a second time");
	m->number = text_trim(f->value);
	text_cut(m->number, '/', &of, &page);
	branch_text(&m->statement, "statement_number", of);
	branch_text(&m->statement, "sequence_number", page);
	return true;
}

static bool floor_limit(struct message *m, const struct field *f, struct err *e)
{
	(void)e;
	if (!m->floor.node)
		m->floor = branch_add(&m->statement, "floor_limits", TREE_ARRAY, f->line);
	branch_text(&m->floor, NULL, text_trim(f->value));
	return true;
}

static bool reference(struct message *m, const struct field *f, struct err *e)
{
	return head(m, f, "reference", NULL, e);
}

static bool related(struct message *m, const struct field *f, struct err *e)
{
	return head(m, f, "related_reference", NULL, e);
}

static bool account(struct message *m, const struct field *f, struct err *e)
{
	return head(m, f, "account", &m->account, e);
}

static bool date_time(struct message *m, const struct field *f, struct err *e)
{
	return head(m, f, "date_time", NULL, e);
}

static bool debits(struct message *m, const struct field *f, struct err *e)
{
	return sum(m, f, true, e);
}

static bool credits(struct message *m, const struct field *f, struct err *e)
{
	return sum(m, f, false, e);
}

/* The fields of both messages; all others are kept as the bank's own. */
static const struct {
	const char *tag;
	bool (*take)(struct message *m, const struct field *f, struct err *e);
	bool of_lines;               /* it may go on in further lines */
} fields[] = {
	{"20", reference, false}, {"21", related, false}, {"25", account, false}, {"25P", account, false},
	{"28", number, false}, {"28C", number, false}, {"13", date_time, false}, {"13D", date_time, false},
	{"34F", floor_limit, false}, {"60F", opening, false}, {"60M", opening, false}, {"61", entry, true},
	{"86", information, true}, {"62F", closing, false}, {"62M", closing, false}, {"64", behind, false},
	{"65", behind, false}, {"90D", debits, false}, {"90C", credits, false}, {"NS", other, true},
};

static bool take_field(struct message *m, const struct field *f, struct err *e)
{
	Str more = text_from(f->value, text_find_byte(f->value, '\n'));
	size_t i = 0;

	while (i < sizeof fields / sizeof *fields && !text_is(f->tag, text(fields[i].tag)))
		i++;
	if (i == sizeof fields / sizeof *fields)
		return other(m, f, e);
	if (!fields[i].of_lines && text_trim(more).len > 0)
		return wrong(f, e, "goes on in a second line");
	if (fields[i].take != information && fields[i].take != other)
		close_entry(m, (size_t)(f->tag.at - m->text.at) - 1);
	return fields[i].take(m, f, e);
}

/* The field that begins at i: its value goes to the next line that begins one. */
static size_t next_field(const struct message *m, size_t i, uint64_t *line, struct field *f)
{
	size_t tag = 0, at = i, next;
	bool whole;

	mt940_is_field(text_from(m->text, i), &tag);
	*f = (struct field){.tag = {m->text.at + i + 1, tag}, .line = *line};
	do {
		line_at(m->text, at, &next, &whole);
		at = next;
		++*line;
	} while (at < m->text.len && !mt940_is_field(text_from(m->text, at), &tag));
	f->value = text_from(text_head(m->text, at), i + f->tag.len + 2);
	while (f->value.len > 0 && (f->value.at[f->value.len - 1] == '\n' || f->value.at[f->value.len - 1] == '\r'))
		f->value.len--;
	return at;
}

/* ── what must hold of the whole ── */

static struct decimal total(const struct message *m)
{
	return decimal_add(m->a, m->opening.amount, decimal_add(m->a, m->debits.amount, m->credits.amount));
}

static struct mt940_page *page_of(const struct message *m)
{
	struct mt940_page *p = *m->pages;

	while (p && !text_is(p->account, m->page_account))
		p = p->next;
	return p;
}

static void keep_page(struct message *m, struct mt940_page *page)
{
	if (!page) {
		page = arena_new_of(m->file, struct mt940_page);
		page->account = text_copy(m->file, m->page_account);
		page->kept = arena_new(m->file);
		page->next = *m->pages;
		*m->pages = page;
	}
	arena_end(page->kept);
	page->balance = decimal_add(page->kept, m->closing.amount, (struct decimal){0});
	page->line = m->closing.line;
	page->is_open = true;
}

static bool pages(struct message *m, struct err *e)
{
	struct mt940_page *before = page_of(m);
	bool has = before && before->is_open;

	if (has && !m->opening.is_page)
		return err_set(e, ERR_INCOMPLETE, "line %ju: a new statement of %.*s, whose last page ends with an "
			"intermediate "
			"balance in line %ju", (uintmax_t)m->opening.line, STR(m->account), (uintmax_t)before->line);
	if (!has && m->opening.is_page)
		return err_set(e, ERR_INCOMPLETE, "line %ju: a page of %.*s begins with an intermediate balance, and the file "
			"lacks the page before it", (uintmax_t)m->opening.line, STR(m->account));
	if (has && !claims_hold(m->claims, m->opening.line, control_name(m, "opening balance of a page"), m->opening.amount,
		before->balance, e))
		return false;
	if (has)
		before->is_open = false;
	if (m->closing.is_page)
		keep_page(m, before);
	return true;
}

static bool is_whole(struct message *m, struct err *e)
{
	if (m->opening.is_there && !m->closing.is_there)
		return err_set(e, ERR_INCOMPLETE, "line %ju: the message that begins here has no closing balance",
			(uintmax_t)m->line);
	if (!m->opening.is_there && !m->has_sums)
		return err_set(e, ERR_INCOMPLETE, "line %ju: the message that begins here has neither balances nor sums, so "
			"nothing says that it is whole", (uintmax_t)m->line);
	if (m->account.len == 0)
		return err_set(e, ERR_FORMAT, "line %ju: the message that begins here names no account (:25:)",
			(uintmax_t)m->line);
	if (!m->opening.is_there)
		return true;
	m->page_account = text(arena_print(m->a, "%.*s %.*s", STR(m->account), STR(m->currency)));
	return claims_hold(m->claims, m->closing.line, control_name(m, "closing balance"), m->closing.amount, total(m), e)
	    && pages(m, e);
}

bool mt940_read(struct arena *file, struct arena *a, const struct mt940_message *message, struct claims *claims,
	struct mt940_page **pages_open, const struct tree **tree, struct err *e)
{
	struct message m = {.file = file, .a = a, .text = message->text, .line = message->line, .claims = claims,
		.pages = pages_open};
	uint64_t line = message->line;
	struct field f;

	m.statement = branch_new(a, TREE_OBJECT, message->line);
	for (size_t i = 0; i < m.text.len;) {
		i = next_field(&m, i, &line, &f);
		if (!take_field(&m, &f, e))
			return false;
	}
	close_entry(&m, m.text.len);
	*tree = m.statement.node;
	return is_whole(&m, e);
}
