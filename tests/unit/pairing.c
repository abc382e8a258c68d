/* Pairing two lists without a shared key: each stage on lines written by hand, and worlds whose answer is known. */
#include "reconcile/references.h"
#include "reconcile/suggest.h"

#include "chance.h"

static struct arena *a;

/* ── references ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_the_one(uint64_t token, const void *subject)
{
	return token == *(const uint64_t *)subject;
}

static void count_it(uint64_t token, void *into)
{
	(void)token;
	++*(int *)into;
}

static bool stands_in(const char *reference, const char *in)
{
	uint64_t token = reference_token(reference_plain(a, text(reference)));
	int found = 0;

	references_in(text(in), is_the_one, &token, count_it, &found);
	return found > 0;
}

static void references(void)
{
	is_str(reference_plain(a, S("st-00a1 b2")), S("ST00A1B2"), "letters and digits in upper case");
	is_str(reference_plain(a, S("0000812/77")), S("81277"), "without leading zeros");
	is_str(reference_plain(a, S("REFUND")), S(""), "without a digit it names nothing");
	is_str(reference_plain(a, S("A12")), S(""), "three characters name nothing");
	ok(stands_in("po_1Nk3jq2eZvKYlo2C", "STRIPE PO1NK3JQ2EZVKYLO2C"), "in a bank's text");
	ok(stands_in("ST-A1B2C3D4E5F6", "STRIPE TECHNOLOGY ST-A1B2 C3D4E5F6 DUBLIN"), "cut apart by a blank");
	ok(stands_in("1000042", "SVWZ+RECHNUNG 0001000042 VOM 3.3."), "with zeros before it");
	ok(stands_in("90123", "ADYEN BV TX90123XT BATCH"), "between TX and XT");
	ok(stands_in("90123", "x tx 90123 xt y"), "the same, apart");
	ok(!stands_in("90123", "ADYEN BV TX901234XT"), "not within another number");
	ok(!stands_in("100004", "RECHNUNG 1000042"), "not as the head of another number");
	ok(stands_in("A1B2", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA A1B2"),
		"behind a word that is too long for a reference");
	ok(reference_likeness(S("PO12345678"), S("PO12345678")) > 0.99, "equal");
	ok(reference_likeness(S("PO12345678"), S("PO1234")) > 0.85, "cut off");
	ok(reference_likeness(S("PO12345678"), S("PO12945678")) > 0.85, "a digit is wrong");
	ok(reference_likeness(S("PO12345678"), S("PO12345681")) < 0.7, "a number given out a little later");
	ok(reference_likeness(S("PO12345678"), S("XX99994444")) < 0.3, "another one");
	ok(reference_likeness(S("A1"), S("A1")) <= 0, "what names nothing is like nothing");
	ok(reference_in(S("RE20260002"), S("RE20260")) > 0.85, "a text ends in its head");
	ok(reference_in(S("RE20260002"), S("RE2026 THANKS")) > 0.85, "a word behind it does not go on with it");
	ok(reference_in(S("RE20260002"), S("RE2026 0002")) > 0.99, "cut apart");
	ok(reference_in(S("RE20260002"), S("RE2026 4711")) < 0.7, "another one that is cut apart");
	ok(reference_in(S("RE20260002"), S("RE2026 4711, RE2026 0002")) > 0.99, "beside another one");
	ok(reference_in(S("RE20260002"), S("INVOICE 4711")) < 0, "nothing of its kind");
}

/* ── lines written by hand ─────────────────────────────────────────────────────────────────────────────────────── */

/* id is that of the fact; a line's own reference and text may be NULL. */
struct told {
	int64_t amount;
	date day;
	const char *reference, *text;
	uint32_t currency;
	uint64_t group;
};

static struct pairing_line line_of(struct told t)
{
	struct pairing_line line = {.amount = t.amount, .currency = t.currency, .day = t.day, .text = text(t.text),
		.group = t.group};
	Str plain = t.reference ? reference_plain(a, text(t.reference)) : (Str){0};

	if (plain.len > 0) {
		Str *one = arena_new_of(a, Str);

		*one = plain;
		line.references = one;
		line.reference_count = 1;
	}
	return line;
}

static struct pairing_list list_of(const struct told *told, size_t count)
{
	struct pairing_list list = {arena_array(a, count, struct pairing_line), count};

	for (size_t i = 0; i < count; i++)
		list.lines[i] = line_of(told[i]);
	return list;
}

/* Lines with a reference, with a text, with neither, of a group, in a currency. */
#define NAMED(amount, day, reference) {amount, day, reference, NULL, 0, 0}
#define TOLD(amount, day, text) {amount, day, NULL, text, 0, 0}
#define PLAIN(amount, day) {amount, day, NULL, NULL, 0, 0}
#define OF_GROUP(amount, day, group) {amount, day, NULL, NULL, 0, group}
#define IN(amount, day, reference, currency) {amount, day, reference, NULL, currency, 0}

#define LIST(...) list_of((struct told[]){__VA_ARGS__}, sizeof((struct told[]){__VA_ARGS__}) / sizeof(struct told))

static struct pairing paired(struct pairing_list first, struct pairing_list second)
{
	struct pairing p = {.lists = {first, second}, .window = {.from = 0, .to = 7}};

	pair_lines(a, &p);
	return p;
}

/* Whether the two lines, and no others, are one match of the stage. */
static bool are_one(const struct pairing *p, size_t first, size_t second, enum pairing_stage stage)
{
	uint32_t match = p->lists[0].lines[first].match;

	return match > 0 && match == p->lists[1].lines[second].match && p->matches[match - 1].stage == stage
	    && p->matches[match - 1].lines[0] == 1 && p->matches[match - 1].lines[1] == 1;
}

static bool are_alone(const struct pairing *p)
{
	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < p->lists[side].count; i++)
			if (p->lists[side].lines[i].match)
				return false;
	return true;
}

static void by_reference(void)
{
	struct pairing p = paired(LIST(NAMED(1000, 5, "po_1001"), NAMED(1000, 5, "po_1002")),
		LIST(NAMED(1000, 6, "PO1002"), NAMED(1000, 6, "po 1001")));

	ok(are_one(&p, 0, 1, STAGE_REFERENCE) && are_one(&p, 1, 0, STAGE_REFERENCE),
		"equal payouts of one day by reference");
	is_int(p.matches[0].alternatives, 2, "the other line of each side might have been it");
	p = paired(LIST(NAMED(1000, 5, "po_1001")), LIST(NAMED(1000, 90, "po_1001")));
	ok(are_one(&p, 0, 0, STAGE_REFERENCE), "a reference holds beyond the window");
	p = paired(LIST(NAMED(700, 5, "batch 77"), NAMED(300, 5, "batch 77")), LIST(NAMED(1000, 6, "BATCH77")));
	ok(p.match_count == 1 && p.matches[0].lines[0] == 2, "many to one");
	p = paired(LIST(NAMED(1000, 5, "batch 77")), LIST(NAMED(700, 6, "BATCH77"), NAMED(300, 7, "BATCH77")));
	ok(p.match_count == 1 && p.matches[0].lines[1] == 2, "one to many");
	p = paired(LIST(NAMED(700, 5, "po_1001"), NAMED(300, 5, "po_1001")),
		LIST(NAMED(700, 6, "po_1001"), NAMED(300, 6, "po_1001"), NAMED(55, 6, "po_1001")));
	ok(are_one(&p, 0, 0, STAGE_REFERENCE) && are_one(&p, 1, 1, STAGE_REFERENCE) && !p.lists[1].lines[2].match,
		"pairs inside of what does not add up; what is over stays");
	p = paired(LIST(NAMED(700, 5, "po_1001"), NAMED(700, 5, "po_1001")), LIST(NAMED(700, 6, "po_1001")));
	ok(are_alone(&p), "which of two equal lines it was is not guessed");
	p = paired(LIST(IN(1000, 5, "po_1001", 1)), LIST(IN(1000, 6, "po_1001", 2)));
	ok(are_alone(&p), "currency is a gate");
	p = paired(LIST(NAMED(INT64_MAX, 5, "po_1001"), NAMED(INT64_MAX, 5, "po_1001")),
		LIST(NAMED(INT64_MAX - 1, 5, "po_1001"), NAMED(INT64_MAX - 1, 5, "po_1001")));
	ok(are_alone(&p), "sums that are too long are no sums");
	p = paired(LIST(NAMED(1000, 5, "po_1001")), LIST(NAMED(990, 6, "po_1001")));
	ok(are_one(&p, 0, 0, STAGE_DIFFERENT), "a payout that arrives short");
	p = paired(LIST(NAMED(1000, 5, "po_1001"), PLAIN(1000, 5)),
		LIST(NAMED(990, 6, "po_1001"), PLAIN(1000, 6)));
	ok(are_one(&p, 0, 0, STAGE_DIFFERENT) && are_one(&p, 1, 1, STAGE_AMOUNT),
		"what arrives short does not take another's amount");
	p = paired(LIST(NAMED(0, 5, "po_1001")), LIST(NAMED(1000, 6, "po_1001"), NAMED(-1000, 9, "po_1001")));
	ok(p.match_count == 1 && p.matches[0].lines[1] == 2, "a payout that failed, with what came and went back");
}

static void by_group_and_text(void)
{
	struct pairing p = paired(LIST(OF_GROUP(700, 5, 8), OF_GROUP(300, 5, 8)),
		LIST(OF_GROUP(400, 5, 8), OF_GROUP(600, 5, 8)));

	ok(p.match_count == 1 && p.matches[0].stage == STAGE_GROUP && p.matches[0].lines[0] == 2
		&& p.matches[0].lines[1] == 2, "declared groups of both sides");
	p = paired(LIST(NAMED(1000, 5, "po_1001"), NAMED(1000, 5, "po_1002")),
		LIST(TOLD(1000, 6, "STRIPE PO 1002 X"), TOLD(1000, 6, "STRIPE PO 1001 X")));
	ok(are_one(&p, 0, 1, STAGE_TEXT) && are_one(&p, 1, 0, STAGE_TEXT), "a reference in the other's text");
	p = paired(LIST(NAMED(700, 5, "RE 4711"), NAMED(300, 5, "RE 4712")), LIST(TOLD(1000, 6, "RE4711, RE4712")));
	ok(p.match_count == 1 && p.matches[0].lines[0] == 2, "two invoices paid at once");
	p = paired(LIST(NAMED(1000, 5, "po_1001")), LIST(TOLD(990, 6, "STRIPE PO1001")));
	ok(are_alone(&p), "a reference in text takes no other amount");
	p = paired(LIST(NAMED(700, 5, "RE 4711"), NAMED(300, 5, "RE 4712")),
		LIST(TOLD(700, 6, "RE4711 RE4712"), TOLD(55, 6, "RE4712")));
	ok(are_one(&p, 0, 0, STAGE_TEXT) && !p.lists[0].lines[1].match, "a pair inside of what does not add up");
	p = paired(LIST({700, 5, NULL, NULL, 0, 8}, {300, 6, NULL, NULL, 1, 8}), LIST(PLAIN(700, 8), PLAIN(1000, 8)));
	ok(are_one(&p, 0, 0, STAGE_AMOUNT) && !p.lists[0].lines[1].match, "a group has no sum of two currencies");
	p = paired(LIST(OF_GROUP(700, 5, 8), OF_GROUP(300, 6, 8), OF_GROUP(50, 6, 9)),
		LIST(PLAIN(1000, 8), PLAIN(50, 9)));
	ok(p.match_count == 2 && p.lists[0].lines[0].match == p.lists[1].lines[0].match
		&& p.lists[0].lines[1].match == p.lists[1].lines[0].match, "a group is one where only its amount tells");
}

static void by_amount(void)
{
	static const bool weekend[8] = {[6] = true, [7] = true};
	static const date holiday[] = {11};      /* 1970-01-12, a Monday; 1970-01-08 was a Thursday */
	struct calendar bank = {.name = S("bank"), .holidays = holiday, .holiday_count = 1};
	struct pairing p = paired(LIST(PLAIN(1000, 5)), LIST(PLAIN(1000, 12)));

	memcpy(bank.closed, weekend, sizeof weekend);
	ok(are_one(&p, 0, 0, STAGE_AMOUNT), "amount, currency and window");
	is_int(p.matches[0].alternatives, 0, "nothing else was in the window");
	p = paired(LIST(PLAIN(1000, 5)), LIST(PLAIN(1000, 4)));
	ok(are_alone(&p), "the window points one way");
	p = paired(LIST(PLAIN(1000, 5)), LIST(PLAIN(1000, 6), PLAIN(1000, 7)));
	ok(are_alone(&p), "two candidates are none");
	p = paired(LIST(PLAIN(1000, 5), PLAIN(1000, 9)), LIST(PLAIN(1000, 10)));
	ok(are_alone(&p), "nor is one that is another's, too");
	p = paired(LIST(NAMED(1000, 5, "po_100123")), LIST(NAMED(1000, 6, "xx_998877")));
	ok(are_alone(&p), "references that say otherwise outweigh the amount");
	p = paired(LIST(NAMED(1000, 5, "po_100123")), LIST(NAMED(1000, 6, "po_10012")));
	ok(are_one(&p, 0, 0, STAGE_AMOUNT), "one that is damaged does not");
	p = paired(LIST(NAMED(1000, 5, "PO-1001")), LIST(NAMED(1000, 6, "PO-1002")));
	ok(are_alone(&p), "the number given out next is no damaged one");
	p = paired(LIST(NAMED(1000, 5, "PO-1001")), LIST(TOLD(1000, 6, "PAYMENTS LTD PO-1002 SEPA")));
	ok(are_alone(&p), "nor is it in a text");
	p = paired(LIST({600, 5, NULL, NULL, 0, 7}, {400, 5, "po_100123", NULL, 0, 7}), LIST(NAMED(1000, 6, "xx_998877")));
	ok(are_alone(&p), "those of any line of a group");
	p = paired(LIST({600, 5, "po_447755", NULL, 0, 7}, {400, 5, "po_100123", NULL, 0, 7}),
		LIST(NAMED(1000, 6, "po_10012")));
	ok(p.match_count == 1, "of which one is enough that does not");
	p = paired(LIST(NAMED(1000, 5, "100123")), LIST(TOLD(1000, 6, "INVOICE 998877")));
	ok(are_alone(&p), "also where the other stands in the text");
	p = paired(LIST(NAMED(1000, 5, "100123")), LIST(TOLD(1000, 6, "INVOICE A98877")));
	ok(are_one(&p, 0, 0, STAGE_AMOUNT), "but not what is of another kind");
	p = paired(LIST(PLAIN(0, 5)), LIST(PLAIN(0, 6)));
	ok(are_alone(&p), "nothing is not paired with nothing");
	p = paired(LIST(PLAIN(1000, DATE_NONE)), LIST(PLAIN(1000, 6)));
	ok(are_alone(&p), "without a day there is no window");
	p = (struct pairing){.lists = {LIST(PLAIN(1000, 7)), LIST(PLAIN(1000, 12))},
		.window = {.from = 0, .to = 2, .business = true, .calendar = &bank}};
	pair_lines(a, &p);
	ok(are_one(&p, 0, 0, STAGE_AMOUNT), "Thursday to Tuesday is two business days where Monday is a holiday");
	p = (struct pairing){.lists = {LIST(PLAIN(1000, 7)), LIST(PLAIN(1000, 13))},
		.window = {.from = 0, .to = 2, .business = true, .calendar = &bank}};
	pair_lines(a, &p);
	ok(are_alone(&p), "and Wednesday is a third");
	p = (struct pairing){.lists = {LIST(PLAIN(1000, 8), PLAIN(500, 8)), LIST(PLAIN(1000, 8), PLAIN(500, 12))},
		.window = {.from = 1, .to = 3, .business = true, .calendar = &bank}};
	pair_lines(a, &p);
	ok(are_one(&p, 1, 1, STAGE_AMOUNT) && !p.lists[0].lines[0].match, "the window may begin on a later business day");
}

static void standing(void)
{
	struct pairing p = {.lists = {LIST(PLAIN(1000, 5), PLAIN(1000, 6)), LIST(PLAIN(1000, 7))},
		.window = {.from = 0, .to = 7}};
	struct suggestion *list;

	p.lists[0].lines[0].match = p.lists[1].lines[0].match = match_new(a, &p, STAGE_AMOUNT);
	p.matches[0].standing = true;
	pair_lines(a, &p);
	ok(are_one(&p, 0, 0, STAGE_AMOUNT) && p.match_count == 1, "what stands is not paired again");
	ok(p.lists[0].lines[1].contested && !p.lists[0].lines[0].contested, "a newcomer contests it");
	is_int((int64_t)suggest(a, &p, &list), 0, "and is offered nothing that is taken");
	p = paired(LIST(NAMED(1000, 5, "po_1001")), LIST(PLAIN(1000, 6), PLAIN(1000, 5), TOLD(900, 5, "po_1001")));
	is_int((int64_t)suggest(a, &p, &list), 3, "each candidate once");
	is_int(list[0].second, 2, "the reference outweighs the amount");
	is_int(list[1].second, 1, "the usual day comes before a later one");
	ok(list[0].score > list[1].score, "in order");
	p = paired(LIST(NAMED(100, 5, "po_1001")), LIST(NAMED(-100, 5, "po_1001"), NAMED(-50, 5, "po_1001")));
	is_int((int64_t)suggest(a, &p, &list), 2, "what names it is offered, whatever its sign");
	ok(list[0].score < 0.8, "but not as if it were likely");
	p = paired(LIST(TOLD(10, 5, "RE4711"), NAMED(30, 5, "RE4711")),
		LIST(TOLD(20, 5, "RE4711"), NAMED(50, 5, "RE4711"), NAMED(60, 5, "RE4711")));
	is_int((int64_t)suggest(a, &p, &list), 5, "two texts that name the same are no reason");
}

/* ── worlds ────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct noise {
	const char *name;
	bool referenced, in_text;
	int damaged;                     /* of a hundred references */
	bool priced;                     /* amounts are x.99 of few prices */
	int astray;                      /* of a hundred: counterparts that never came, and as many lines of nobody */
	bool running;                    /* references are numbers that are given out one after the other */
};

/* fact[side][line]: which fact a line tells; strangers have one of their own. */
struct world {
	struct pairing p;
	uint32_t *fact[2];
};

static char *reference_new(const struct noise *n, uint32_t number)
{
	static const char letters[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	char *to = arena_print(a, "po_%04lld0000000000", (long long)between(1000, 9999));

	if (n->running)
		return arena_print(a, "PO-%u", 10000 + number);
	for (char *c = to + 7; *c; c++)
		*c = letters[between(0, 33)];
	return to;
}

static const char *damaged(const char *reference)
{
	size_t len = strlen(reference), at = (size_t)between(4, (int64_t)len - 1);
	char *copy = arena_print(a, "%s", reference);

	switch (between(1, 3)) {
	case 1:
		copy[at] = copy[at] == '7' ? '3' : '7';
		return copy;
	case 2:
		memmove(copy + at, copy + at + 1, len - at);
		return copy;
	default:
		copy[10] = '\0';
		return copy;
	}
}

static int64_t amount_new(const struct noise *n)
{
	return n->priced ? between(0, 29) * 1000 + 999 : between(100, 9000000);
}

static void shuffle(struct pairing_list *list, uint32_t *fact)
{
	for (size_t i = list->count; i > 1; i--) {
		size_t k = (size_t)between(0, (int64_t)i - 1);
		struct pairing_line line = list->lines[i - 1];
		uint32_t of = fact[i - 1];

		list->lines[i - 1] = list->lines[k];
		fact[i - 1] = fact[k];
		list->lines[k] = line;
		fact[k] = of;
	}
}

static void line_put(struct world *w, int side, uint32_t fact, struct told told)
{
	struct pairing_list *list = &w->p.lists[side];

	list->lines[list->count] = line_of(told);
	w->fact[side][list->count++] = fact;
}

static struct told other_side(const struct noise *n, struct told t, const char *reference)
{
	const char *shown = between(1, 100) <= n->damaged ? damaged(reference) : reference;

	t.day += (date)between(1, 5);
	t.reference = n->referenced && !n->in_text ? shown : NULL;
	t.text = n->referenced && n->in_text ? arena_print(a, "PAYMENTS LTD %s SEPA %lld", shown, (long long)between(1, 99))
	       : NULL;
	return t;
}

static struct world world_of(const struct noise *n, uint32_t facts)
{
	struct world w = {.p = {.window = {.from = 0, .to = 7}}};

	for (int side = 0; side < 2; side++) {
		w.p.lists[side].lines = arena_array(a, 2 * facts, struct pairing_line);
		w.fact[side] = arena_array(a, 2 * facts, uint32_t);
	}
	for (uint32_t i = 0; i < facts; i++) {
		const char *reference = reference_new(n, 2 * i);
		struct told t = {.amount = amount_new(n), .day = (date)between(20000, 20364),
			.currency = (uint32_t)between(0, 2), .reference = n->referenced ? reference : NULL};

		line_put(&w, 0, i, t);
		if (between(1, 100) > n->astray)
			line_put(&w, 1, i, other_side(n, t, reference));
		if (between(1, 100) <= n->astray) {
			t.amount = amount_new(n);
			line_put(&w, 1, facts + i, other_side(n, t, reference_new(n, 2 * i + 1)));
		}
	}
	shuffle(&w.p.lists[0], w.fact[0]);
	shuffle(&w.p.lists[1], w.fact[1]);
	pair_lines(a, &w.p);
	return w;
}

/* Where each fact's lines stand in each list; -1: nowhere. */
static int64_t *places(const struct world *w, int side, uint32_t facts)
{
	int64_t *at = arena_array(a, 2 * facts, int64_t);

	for (uint32_t i = 0; i < 2 * facts; i++)
		at[i] = -1;
	for (size_t i = 0; i < w->p.lists[side].count; i++)
		at[w->fact[side][i]] = (int64_t)i;
	return at;
}

/* Counted against all others, one by one: whether nothing else on either side could be the counterpart. */
static bool is_unique(const struct world *w, int64_t first, int64_t second)
{
	const struct pairing_line *one = &w->p.lists[0].lines[first], *other = &w->p.lists[1].lines[second];

	for (size_t i = 0; i < w->p.lists[1].count; i++) {
		const struct pairing_line *l = &w->p.lists[1].lines[i];

		if ((int64_t)i != second && l->currency == one->currency && l->amount == one->amount && l->day >= one->day
			&& l->day <= one->day + 7)
			return false;
	}
	for (size_t i = 0; i < w->p.lists[0].count; i++) {
		const struct pairing_line *l = &w->p.lists[0].lines[i];

		if ((int64_t)i != first && l->currency == other->currency && l->amount == other->amount && l->day <= other->day
			&& l->day >= other->day - 7)
			return false;
	}
	return true;
}

struct score {
	int64_t pairs, unique, right, right_of_unique, wrong;
};

static struct score score_of(const struct world *w, uint32_t facts)
{
	int64_t *first = places(w, 0, facts), *second = places(w, 1, facts);
	struct score s = {0};

	for (uint32_t i = 0; i < facts; i++) {
		uint32_t match = w->p.lists[0].lines[first[i]].match;
		bool right = second[i] >= 0 && match && w->p.lists[1].lines[second[i]].match == match;
		bool unique = second[i] >= 0 && is_unique(w, first[i], second[i]);

		s.pairs += second[i] >= 0;
		s.unique += unique;
		s.right += right;
		s.right_of_unique += right && unique;
		s.wrong += match && !right;
	}
	return s;
}

static bool offers_true(const struct world *w, uint32_t facts, int64_t *of, int64_t *found)
{
	int64_t *second = places(w, 1, facts);
	struct suggestion *list;
	size_t count = suggest(a, &w->p, &list);

	*of = *found = 0;
	for (size_t i = 0; i < w->p.lists[0].count; i++) {
		int64_t true_one = second[w->fact[0][i]];

		*of += true_one >= 0 && w->p.lists[0].lines[i].match == 0;
	}
	for (size_t i = 0; i < count; i++)
		*found += second[w->fact[0][list[i].first]] == (int64_t)list[i].second;
	return *found == *of;
}

static void worlds(void)
{
	enum { FACTS = 3000 };
	static const struct noise all[] = {
		{"references", .referenced = true, .astray = 5},
		{"references in text", .referenced = true, .in_text = true, .astray = 5},
		{"a tenth of the references damaged", .referenced = true, .damaged = 10, .astray = 5},
		{"a tenth damaged in text", .referenced = true, .in_text = true, .damaged = 10, .astray = 5},
		{"no references", .astray = 5},
		{"every reference damaged", .referenced = true, .damaged = 100, .astray = 20},
		{"prices, with references", .referenced = true, .in_text = true, .priced = true, .astray = 5},
		{"prices, a third of the references damaged", .referenced = true, .damaged = 33, .priced = true, .astray = 10},
		{"prices, with running numbers", .referenced = true, .priced = true, .astray = 20, .running = true},
		{"prices, with running numbers in text", .referenced = true, .in_text = true, .priced = true, .astray = 20,
			.running = true},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct world w = world_of(&all[i], FACTS);
		struct score s = score_of(&w, FACTS);

		printf("# %s: %lld pairs, %lld unique, %lld right, %lld wrong\n", all[i].name, (long long)s.pairs,
			(long long)s.unique, (long long)s.right, (long long)s.wrong);
		is_int(s.wrong, 0, "%s: not one wrong", all[i].name);
		if (all[i].referenced && all[i].damaged == 0)
			is_int(s.right, s.pairs, "%s: all", all[i].name);
		else if (all[i].referenced && all[i].damaged == 10)
			ok((double)s.right >= 0.98 * (double)s.pairs, "%s: 0.98 of all", all[i].name);
		else if (!all[i].referenced)
			ok((double)s.right_of_unique >= 0.95 * (double)s.unique, "%s: 0.95 of the unique ones", all[i].name);
	}
}

static void prices(void)
{
	enum { FACTS = 1000 };
	struct noise n = {"prices", .priced = true};
	struct world w = world_of(&n, FACTS);
	struct score s = score_of(&w, FACTS);
	int64_t of = 0, found = 0;

	is_int(s.wrong, 0, "prices without references: not one wrong");
	is_int(s.right, s.right_of_unique, "and only what is unique both ways");
	ok(offers_true(&w, FACTS, &of, &found) || (double)found >= 0.99 * (double)of,
		"the true one among the first five, %lld of %lld", (long long)found, (long long)of);
}

/* The same lines in another order: the same facts are one. */
static void orders(void)
{
	enum { FACTS = 1500 };
	struct noise n = {"orders", .referenced = true, .in_text = true, .damaged = 30, .priced = true, .astray = 10};
	struct world w = world_of(&n, FACTS);
	int64_t *first = places(&w, 0, FACTS), *second = places(&w, 1, FACTS);
	bool *before = arena_array(a, FACTS, bool);
	int64_t other = 0;

	for (uint32_t i = 0; i < FACTS; i++)
		before[i] = second[i] >= 0 && w.p.lists[0].lines[first[i]].match
		    && w.p.lists[0].lines[first[i]].match == w.p.lists[1].lines[second[i]].match;
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < w.p.lists[side].count; i++)
			w.p.lists[side].lines[i].match = 0;
		shuffle(&w.p.lists[side], w.fact[side]);
	}
	w.p.matches = NULL;
	w.p.match_count = 0;
	pair_lines(a, &w.p);
	first = places(&w, 0, FACTS);
	second = places(&w, 1, FACTS);
	for (uint32_t i = 0; i < FACTS; i++)
		other += before[i] != (second[i] >= 0 && w.p.lists[0].lines[first[i]].match
		    && w.p.lists[0].lines[first[i]].match == w.p.lists[1].lines[second[i]].match);
	is_int(other, 0, "the order of the lines changes nothing");
}

int main(void)
{
	chance_open();
	a = arena_new(NULL);
	references();
	by_reference();
	by_group_and_text();
	by_amount();
	standing();
	for (int i = 0; i < 3; i++)
		worlds();
	prices();
	orders();
	arena_end(a);
	return done();
}
