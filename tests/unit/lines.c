/* The lines of a match rule's lists: how many can be paired at once, and that what is read is what was counted. */
#include "cluster.h"
#include "reconcile/lines.h"
#include "tap.h"

enum { KEY, AMOUNT, FIELDS };

static const int payment_key[] = {KEY};
static struct field payment_fields[FIELDS] = {
	[KEY] = {.name = {"number", 6}, .type = TYPE_TEXT, .currency = -1},
	[AMOUNT] = {.name = {"amount", 6}, .type = TYPE_MONEY, .currency = -1},
};
static const struct entity payment = {.name = {"payment", 7}, .key = payment_key, .key_count = 1,
	.fields = payment_fields, .field_count = FIELDS};
static const struct account account = {.entity = &payment};
static const struct account *const accounts[] = {&account};
static struct side sides[2] = {
	{.name = {"payouts", 7}, .accounts = accounts, .account_count = 1},
	{.name = {"bank", 4}, .accounts = accounts, .account_count = 1},
};
static const struct match_list lists[2] = {{.amount = AMOUNT, .at = -1, .group = -1},
	{.amount = AMOUNT, .at = -1, .group = -1}};
static const struct rule rule = {.name = {"payouts", 7}, .kind = RULE_MATCH, .entity = &payment, .sides = sides,
	.side_count = 2, .lists = lists};

static const char nothing_stands[] = "select null::numeric as first, null::numeric as second where false";

/* A list with so many rows, as SQL says; each is another payment of a cent. */
static void list_make(struct pg *pg, struct arena *a, const char *list, const char *rows)
{
	test_run(pg, arena_print(a, "create or replace temporary view %s as select "
		"md5(n::text)::uuid as key_hash, array[n::text] as key, 'g'::\"char\" as state, 0.01 as value, "
		"'EUR'::text as currency, n::text as f_number, 0.01 as f_amount from (%s) r (n)", list, rows));
}

static bool are_read(struct arena *a, struct pg *pg, struct err *e)
{
	struct lines l = {.a = a, .pg = pg, .rule = &rule};

	*e = (struct err){0};
	return lines_read(&l, text(nothing_stands), e);
}

static void too_many(struct arena *a, struct pg *pg)
{
	struct err e;

	list_make(pg, a, "side_0_payouts",
		"select x + 2001 * y from generate_series(1, 2001) x, generate_series(0, 1999) y");
	list_make(pg, a, "side_1_bank", "select 1");
	ok(!are_read(a, pg, &e), "more lines than can be paired at once are not read");
	is_int(e.kind, ERR_SOURCE, "which is no fault of the program");
	is_str(text(e.message), S("rule payouts: its lists have 4002001 rows, and 4000000 at most can be paired at once; "
		"say with `where` which of them"), "and says what can be done");
}

static void more_than_counted(struct arena *a, struct pg *pg)
{
	struct err e;

	list_make(pg, a, "side_0_payouts", "select generate_series(1, 3)");
	list_make(pg, a, "side_1_bank", "select generate_series(1, 2)");
	ok(are_read(a, pg, &e), "what is read is what was counted");
	test_run(pg, "create temporary sequence seen");
	list_make(pg, a, "side_1_bank", "select generate_series(1, nextval('seen'))");
	ok(!are_read(a, pg, &e), "a row that comes between counting and reading has no place");
	is_int(e.kind, ERR_INTERNAL, "which is said to be a fault of the program");
}

int main(void)
{
	struct arena *root = arena_new(NULL), *a = arena_new(root);
	struct pg *pg = test_session(a, test_database_empty(a));

	too_many(a, pg);
	more_than_counted(a, pg);
	arena_end(root);
	free(root);
	return done();
}
