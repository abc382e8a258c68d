#include "format/camt.h"

struct sum {
	struct decimal amount;
	int64_t count;
};

struct statement {
	struct arena *a;
	const struct tree *element;
	uint64_t line;
	struct claims *claims;
	Str currency;                /* of all its amounts */
	struct sum credits, debits;  /* of all entries, neither negative */
	struct decimal booked;
	const struct tree *opening, *closing;
};

static const char *const names[] = {"Stmt", "Rpt", "Ntfctn"};

static bool is_statement(Str name)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_is(name, text(names[i])))
			return true;
	return false;
}

bool camt_check(const struct path *rows, struct err *e)
{
	bool fits = rows->count > 3 && rows->steps[3].kind == STEP_EACH;

	for (size_t i = 0; fits && i < 3; i++)
		fits = rows->steps[i].kind == STEP_NAME;
	return (fits && is_statement(rows->steps[2].name)) || err_set(e, ERR_CONFIG, "must lead through each statement: "
		"Document.BkToCstmrStmt.Stmt[*], Document.BkToCstmrAcctRpt.Rpt[*] or Document.BkToCstmrDbtCdtNtfctn.Ntfctn[*]");
}

static const struct tree *from(const struct tree *t, const char *name)
{
	while (t && !text_is(t->name, text(name)))
		t = t->next;
	return t;
}

static const struct tree *child(const struct tree *t, const char *name)
{
	return t ? from(t->children, name) : NULL;
}

static Str text_of(const struct tree *t)
{
	return t ? text_trim(t->text) : (Str){0};
}

static uint64_t line_of(const struct statement *s, const struct tree *t)
{
	return t->line > 0 ? t->line : s->line;
}

static bool no_amount(const struct statement *s, const struct tree *of, const char *fact, struct err *e)
{
	return err_set(e, ERR_INCOMPLETE, "line %ju: %.*s: %s", (uintmax_t)line_of(s, of), STR(of->name), fact);
}

/* The Amt of an entry or balance; *debit says what its CdtDbtInd does. */
static bool amount(struct statement *s, const struct tree *of, struct decimal *d, bool *debit, struct err *e)
{
	const struct tree *amt = child(of, "Amt");
	Str mark = text_of(child(of, "CdtDbtInd"));
	Str currency = amt ? text_of(from(amt->attributes, "Ccy")) : (Str){0};

	*debit = text_is(mark, S("DBIT"));
	if (!amt || !decimal_parse(s->a, text_of(amt), d))
		return no_amount(s, of, "its amount is no number, so that the statement cannot be proven", e);
	if (!*debit && !text_is(mark, S("CRDT")))
		return no_amount(s, of, "it is neither credit nor debit, so that the statement cannot be proven", e);
	if (s->currency.len > 0 && !text_is(currency, s->currency))
		return no_amount(s, of, "its currency is not that of what stands before it", e);
	s->currency = currency;
	return true;
}

static bool is_booked(const struct tree *entry)
{
	const struct tree *status = child(entry, "Sts"), *code = child(status, "Cd");

	return text_is(text_of(code ? code : status), S("BOOK"));
}

static bool add_entry(struct statement *s, const struct tree *entry, struct err *e)
{
	struct decimal d;
	struct sum *to;
	bool debit;

	if (!amount(s, entry, &d, &debit, e))
		return false;
	to = debit ? &s->debits : &s->credits;
	to->amount = decimal_add(s->a, to->amount, d);
	to->count++;
	if (is_booked(entry))
		s->booked = decimal_add(s->a, s->booked, debit ? decimal_negate(d) : d);
	return true;
}

static bool add_entries(struct statement *s, struct err *e)
{
	for (const struct tree *t = child(s->element, "Ntry"); t; t = from(t->next, "Ntry"))
		if (!add_entry(s, t, e))
			return false;
	return true;
}

static Str code_of(const struct tree *balance)
{
	return text_of(child(child(child(balance, "Tp"), "CdOrPrtry"), "Cd"));
}

/* The first, or the last, balance of a kind. */
static const struct tree *balance(const struct statement *s, const char *code, bool last)
{
	const struct tree *found = NULL;

	for (const struct tree *t = child(s->element, "Bal"); t && (last || !found); t = from(t->next, "Bal"))
		if (text_is(code_of(t), text(code)))
			found = t;
	return found;
}

/* The middle page of several has an intermediate balance at both ends. */
static void find_balances(struct statement *s)
{
	const struct tree *middle = balance(s, "ITBD", false);

	s->opening = balance(s, "OPBD", false);
	s->closing = balance(s, "CLBD", true);
	if (!s->opening)
		s->opening = balance(s, "PRCD", false);
	if (!s->closing && (s->opening || balance(s, "ITBD", true) != middle))
		s->closing = balance(s, "ITBD", true);
	if (!s->opening && s->closing != middle)
		s->opening = middle;
}

static Str control_name(const struct statement *s, const char *what)
{
	return text(arena_print(s->a, "the %s of %.*s", what, STR(text_of(child(s->element, "Id")))));
}

static bool hold_balances(struct statement *s, struct err *e)
{
	struct decimal opening = {0}, closing = {0};
	bool debit;

	find_balances(s);
	if (!s->opening || !s->closing)
		return true;
	if (!amount(s, s->opening, &opening, &debit, e))
		return false;
	opening = debit ? decimal_negate(opening) : opening;
	if (!amount(s, s->closing, &closing, &debit, e))
		return false;
	closing = debit ? decimal_negate(closing) : closing;
	return claims_hold(s->claims, line_of(s, s->closing), control_name(s, "closing balance"), closing,
		decimal_add(s->a, opening, s->booked), e);
}

/* Zero if it is not stated. */
static bool stated(struct statement *s, const struct tree *t, const char *what, struct decimal found, struct err *e)
{
	struct decimal d;

	if (!t)
		return true;
	if (!decimal_parse(s->a, text_of(t), &d))
		return no_amount(s, t, "what it states is no number", e);
	return claims_hold(s->claims, line_of(s, t), control_name(s, what), d, found, e);
}

static bool hold_summary(struct statement *s, const char *name, const char *number, const char *sum,
	const struct sum *found, struct err *e)
{
	const struct tree *total = child(child(s->element, "TxsSummry"), name);

	return stated(s, child(total, "NbOfNtries"), number, decimal_of(s->a, found->count), e)
	    && stated(s, child(total, "Sum"), sum, found->amount, e);
}

bool camt_hold(struct arena *a, const struct tree *element, uint64_t line, struct claims *claims, struct err *e)
{
	struct statement s = {.a = a, .element = element, .line = line, .claims = claims};
	struct sum all;

	if (!is_statement(element->name))
		return true;
	if (!add_entries(&s, e))
		return false;
	all = (struct sum){decimal_add(a, s.credits.amount, s.debits.amount), s.credits.count + s.debits.count};
	return hold_summary(&s, "TtlNtries", "number of entries", "sum of entries", &all, e)
	    && hold_summary(&s, "TtlCdtNtries", "number of credits", "sum of credits", &s.credits, e)
	    && hold_summary(&s, "TtlDbtNtries", "number of debits", "sum of debits", &s.debits, e)
	    && (!text_is(element->name, S("Stmt")) || hold_balances(&s, e));
}
