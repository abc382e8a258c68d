/* What a snapshot speaks for: parts, a range, the children of the parents that were read, one of several extracts. */
#include "stage_kit.h"

static struct arena *memory;

#define GOOD(p, n, a) {.state = ROW_GOOD, .place = p, .number = n, .amount = a, .status = "open"}
#define AT(p, n, a, v) {.state = ROW_GOOD, .place = p, .number = n, .amount = a, .status = "open", .version = v}
#define ITEMS(...) .items = (const struct item[]){__VA_ARGS__}, \
	.count = sizeof((const struct item[]){__VA_ARGS__}) / sizeof(struct item)

static const struct intake all = {.mode = MODE_FULL, .version_field = -1};

static date day(int n)
{
	date d;

	date_of(2026, 3, 28, &d);
	return d + n;
}

static const struct dataset *prepare(struct kit *k, const char *system, const struct entity *n, const char *extract)
{
	const struct dataset *d;
	struct err e = {0};

	kit_must(dataset_prepare(memory, k->pg, text(system), n, text(extract), &d, &e), &e);
	return d;
}

static void parts(struct kit *k, const struct dataset *d)
{
	static const struct intake by_place = {.mode = MODE_FULL, .scope = SCOPE_PART, .scope_field = PLACE,
		.version_field = -1,
		.at_least = 1, .max_delete = {.given = true, .amount = {.scale = 0}}};
	static const char *const both[] = {"BER", "HAM", NULL}, *const one[] = {"BER", NULL};
	struct delta n;

	kit_night(k, memory, (struct night_input){.dataset = d, .intake = &by_place, .content = "p1", .day = day(0),
		.parts = both, ITEMS(GOOD("BER", 1, "1"), GOOD("HAM", 2, "2"), GOOD("HAM", 3, "3"))});
	n = kit_night(k, memory, (struct night_input){.dataset = d, .intake = &by_place, .content = "p2", .day = day(1),
		.parts = one, ITEMS(GOOD("BER", 1, "7"))});
	ok(n.state == SNAPSHOT_LIVE && n.deleted == 0 && n.updated == 1,
		"a missing part: its rows are untouched, no guard");
	is_str(kit_live(k, memory), S("BER|1|7.00|open|g HAM|2|2.00|open|g HAM|3|3.00|open|g"), "a missing part: rows");
	is_str(kit_ask(k, memory, "select scope::text from ops.snapshot where snapshot_id = %lld",
		(long long)n.snapshot_id),
	       S("{\"kind\": \"part\", \"field\": \"place\", \"parts\": [\"BER\"], \"missing\": []}"),
	       "its scope is recorded");
	n = kit_night(k, memory, (struct night_input){.dataset = d, .intake = &by_place, .content = "p3", .day = day(2),
		.parts = both, ITEMS(GOOD("BER", 1, "7"), GOOD("HAM", 2, "2"))});
	is_z(n.note, "would delete 1 of 3 rows (33.3 %), more than max_delete = 0", "with it, the guard speaks");
}

static void range(struct kit *k, const struct dataset *d)
{
	static const struct intake window = {.mode = MODE_FULL, .scope = SCOPE_RANGE, .scope_field = SEEN_AT,
		.version_field = -1, .empty_is_fine = true};
	struct delta n;

	kit_night(k, memory, (struct night_input){.dataset = d, .intake = &all, .content = "w1", .day = day(3),
		ITEMS(AT("BER", 1, "1", 10), AT("BER", 2, "2", 20), AT("BER", 3, "3", 30), GOOD("BER", 4, "4"))});
	n = kit_night(k, memory, (struct night_input){.dataset = d, .intake = &window, .content = "w2", .day = day(4),
		ITEMS(AT("BER", 5, "5", 15), AT("BER", 6, "6", 30))});
	ok(n.deleted == 2 && n.inserted == 2, "a range: what lies in the window and is lacking goes");
	is_str(kit_live(k, memory), S("BER|1|1.00|open|g BER|4|4.00|open|g BER|5|5.00|open|g BER|6|6.00|open|g"),
	       "a range: what lies outside, or nowhere, stays");
	n = kit_night(k, memory, (struct night_input){.dataset = d, .intake = &window, .content = "w3", .day = day(5)});
	ok(n.state == SNAPSHOT_LIVE && n.deleted == 0, "an empty window speaks for nothing");
}

/* Lines of orders: the parent's key is the child's place. */
static struct entity *lines(struct entity *orders)
{
	static const int to_parent[] = {PLACE, NUMBER}, key[] = {PLACE, NUMBER, STATUS};
	struct entity *n = kit_entity(memory, false);

	n->name = S("line");
	n->key = key;
	n->key_count = 3;
	n->parents = arena_new_of(memory, struct parent);
	n->parents[0] = (struct parent){S("item"), orders, to_parent};
	n->parent_count = 1;
	return n;
}

#define LINE(n, line, a) {.state = ROW_GOOD, .place = "BER", .number = n, .amount = a, .status = line}

/* memory: of the indexes; where it is short, children are told their parents part by part. */
static void parents(struct kit *k, struct entity *orders, const char *system, int64_t memory_each)
{
	static const struct intake news = {.mode = MODE_INCREMENTAL, .version_field = -1};
	static const struct intake children = {.mode = MODE_FULL, .scope = SCOPE_PARENT, .scope_field = 0,
		.version_field = -1};
	const struct dataset *parent = prepare(k, system, orders, arena_print(memory, "%s.items", system));
	const struct dataset *child = prepare(k, system, lines(orders), arena_print(memory, "%s.lines", system));
	struct night_input up = {.dataset = parent, .intake = &news, .content = "o1", .day = day(0), .whole = true,
		.memory = memory_each,
		ITEMS(GOOD("BER", 1, "1"), GOOD("BER", 2, "2"))};
	struct night_input down = {.dataset = child, .intake = &children, .content = "o1", .day = day(0),
		.memory = memory_each,
		ITEMS(LINE(1, "a", "1"), LINE(1, "b", "1"), LINE(2, "a", "1"))};
	struct stage *stage, *lower;
	struct delta d;
	struct err e = {0};

	kit_must(pg_begin(k->pg, READ_COMMITTED, &e) && kit_stage(k, memory, &up, &stage, &d, &e), &e);
	down.parent = stage;
	kit_must(kit_stage(k, memory, &down, &lower, &d, &e) && pg_commit(k->pg, &e), &e);
	ok(d.inserted == 3, "lines come with their orders, in one transaction");
	is_str(kit_ask(k, memory, "select count(*) from stage.%s_line l join stage.%s_item i on "
		"i.key_hash = l.item_hash", system, system),
	       S("3"), "a line's parent hash is its order's key hash");

	up = (struct night_input){.dataset = parent, .intake = &news, .content = "o2", .day = day(1), .whole = true,
		.memory = memory_each,
		ITEMS(GOOD("BER", 1, "1"))};
	down = (struct night_input){.dataset = child, .intake = &children, .content = "o2", .day = day(1),
		.memory = memory_each,
		ITEMS(LINE(1, "b", "1"))};
	kit_must(pg_begin(k->pg, READ_COMMITTED, &e) && kit_stage(k, memory, &up, &stage, &d, &e), &e);
	down.parent = stage;
	kit_must(kit_stage(k, memory, &down, &lower, &d, &e) && pg_commit(k->pg, &e), &e);
	ok(d.deleted == 1 && d.unchanged == 1, "lines of an order that was read go, lines of one that was not stay");
	down.content = "o3";
	down.parent = NULL;
	down.landing = NULL;
	down.day = day(2);
	down.count = 0;
	down.intake = &(const struct intake){.mode = MODE_FULL, .scope = SCOPE_PARENT, .version_field = -1,
		.empty_is_fine = true};
	d = kit_night(k, memory, down);
	ok(d.deleted == 0, "without its parent a snapshot deletes nothing");
}

static void two_extracts(struct kit *k, const struct entity *n)
{
	const struct dataset *open = prepare(k, "erp", n, "erp.open"), *posted;
	struct delta d;

	posted = prepare(k, "erp", n, "erp.posted");
	open = prepare(k, "erp", n, "erp.open");
	ok(open->source == 1 && posted->source == 2 && open->sources == 2, "each extract has its number");
	kit_night(k, memory, (struct night_input){.dataset = open, .intake = &all, .content = "e1", .day = day(0),
		.swap_from = 1, ITEMS(GOOD("BER", 1, "1"), GOOD("BER", 2, "2"))});
	kit_night(k, memory, (struct night_input){.dataset = posted, .intake = &all, .content = "e2", .day = day(0),
		.swap_from = 1, ITEMS(GOOD("BER", 1, "1"), GOOD("BER", 9, "9"))});
	d = kit_night(k, memory, (struct night_input){.dataset = open, .intake = &all, .content = "e3", .day = day(1),
		.swap_from = 1, ITEMS(GOOD("BER", 2, "3"))});
	ok(d.deleted == 1 && d.updated == 1, "an extract speaks of its own rows");
	is_str(kit_ask(k, memory, "select string_agg(concat_ws('|', source, number, amount), ' ' order by source, number) "
		       "from stage.erp_item"), S("1|2|3.00 2|1|1.00 2|9|9.00"), "and leaves the other's alone");
	is_str(kit_ask(k, memory, "select count(distinct key_hash) from (select key_hash from stage.erp_item where "
		"number = 1 "
		       "union all select key_hash from stage.web_item where number = 1) x"), S("1"),
	       "the same key has the same hash in another system's dataset");
}

/* Views over the live table are a promise to users: it is not swapped away under them. */
static void views(struct kit *k, const struct dataset *d)
{
	struct delta n;

	kit_run(k, "create view stage.my_view as select place, amount from stage.wms_item");
	n = kit_night(k, memory, (struct night_input){.dataset = d, .intake = &all, .content = "x1", .day = day(8),
		.swap_from = 1, ITEMS(GOOD("BER", 1, "8"), GOOD("BER", 77, "9"))});
	ok(n.state == SNAPSHOT_LIVE, "staged in place under a view");
	is_str(kit_ask(k, memory, "select string_agg(amount::text, ' ' order by amount) from stage.my_view"),
	       S("8.00 9.00"), "the view sees the new rows");
}

static void collisions(struct kit *k, const struct dataset *d)
{
	struct night_input in = {.dataset = d, .intake = &all, .content = "c1", .day = day(9), ITEMS(GOOD("BER", 1, "9"),
		GOOD("BER", 77, "9"))};
	struct stage *stage;
	struct delta n;
	struct err e = {0};
	Str before;

	kit_run(k, "update stage.wms_item set number = 78 where number = 1");
	before = kit_dump(k, memory);
	ok(pg_begin(k->pg, READ_COMMITTED, &e) && !kit_stage(k, memory, &in, &stage, &n, &e) && e.kind == ERR_INTERNAL,
	   "a row under another key's hash is an error: %s", e.message);
	pg_rollback(k->pg);
	is_str(kit_dump(k, memory), before, "and never an update");
}

/* Nearly all rows change, one is new and one is gone: keys are compared as a whole, without a join. */
static void collisions_of_most(struct kit *k, const struct entity *n)
{
	const struct dataset *d = prepare(k, "most", n, "most.items");
	struct night_input first = {.dataset = d, .intake = &all, .content = "m1", .day = day(1), .swap_from = 1,
		ITEMS(GOOD("BER", 1, "1"), GOOD("BER", 2, "2"), GOOD("BER", 3, "3"), GOOD("BER", 4, "4"),
		      GOOD("BER", 5, "5"), GOOD("BER", 6, "6"), GOOD("BER", 7, "7"), GOOD("BER", 8, "8"))};
	struct night_input second = {.dataset = d, .intake = &all, .content = "m2", .day = day(2), .swap_from = 1,
		ITEMS(GOOD("BER", 1, "11"), GOOD("BER", 2, "12"), GOOD("BER", 3, "13"), GOOD("BER", 4, "14"),
		      GOOD("BER", 5, "15"), GOOD("BER", 6, "16"), GOOD("BER", 7, "17"), GOOD("BER", 9, "9"))};
	struct night_input third = second;
	struct stage *stage;
	struct delta n3, n2;
	struct err e = {0};
	Str before;

	kit_night(k, memory, first);
	n2 = kit_night(k, memory, second);
	ok(n2.updated == 7 && n2.inserted == 1 && n2.deleted == 1, "seven changed, one new, one gone");
	is_str(kit_ask(k, memory, "select string_agg(concat_ws(':', number, amount), ' ' order by number) "
		       "from stage.most_item"),
	       S("1:11.00 2:12.00 3:13.00 4:14.00 5:15.00 6:16.00 7:17.00 9:9.00"), "as the source has them");
	kit_run(k, "update stage.most_item set number = 78 where number = 3");
	before = kit_dump(k, memory);
	third = first;
	third.content = "m3";
	third.day = day(3);
	ok(pg_begin(k->pg, READ_COMMITTED, &e) && !kit_stage(k, memory, &third, &stage, &n3, &e)
		&& e.kind == ERR_INTERNAL, "one row under another key's hash among them is an error: %s", e.message);
	pg_rollback(k->pg);
	is_str(kit_dump(k, memory), before, "and nothing has changed");
}

/* The database goes away in the middle of a load. */
static void cut_off(struct kit *k, const struct dataset *d)
{
	struct night_input in = {.dataset = d, .intake = &all, .content = "k1", .day = day(10), ITEMS(GOOD("BER", 5, "9"))};
	struct stage_input input = kit_input(k, memory, &in);
	struct arena *other = arena_new(memory);
	struct row row = kit_row(memory, in.items, 0);
	struct kit second = *k;
	struct stage *stage;
	struct err e = {0};
	struct delta n;
	Str before = kit_dump(k, memory), pid = kit_ask(k, memory, "select pg_backend_pid()");

	kit_must(pg_open(other, k->conninfo, &second.pg, &e), &e);
	kit_must(pg_begin(k->pg, READ_COMMITTED, &e) && stage_open(memory, k->pg, &input, &stage, &e)
		 && stage_batch(stage, &(struct mapped){&row, 1}, &e), &e);
	kit_ask(&second, other, "select pg_terminate_backend(%.*s, 10000)", STR(pid));
	ok(!stage_finish(stage, &n, &e), "the session is gone: %s", e.message);
	err_clear(&e);
	kit_must(pg_open(memory, k->conninfo, &k->pg, &e), &e);
	is_str(kit_dump(k, memory), before, "and left nothing");
	is_str(kit_ask(k, memory, "select count(*) from pg_class where relname = 'wms_item_next'"), S("0"),
		"not even a table");
	arena_end(other);
}

int main(void)
{
	struct kit k;
	struct entity *items;
	const struct dataset *d;

	memory = arena_new(NULL);
	k = kit_open(memory);
	items = kit_entity(memory, false);
	d = prepare(&k, "wms", items, "wms.items");
	parts(&k, d);
	range(&k, d);
	parents(&k, items, "web", 0);
	parents(&k, items, "shop", 1);
	two_extracts(&k, items);
	views(&k, d);
	collisions(&k, d);
	collisions_of_most(&k, items);
	cut_off(&k, d);
	arena_end(memory);
	return done();
}
