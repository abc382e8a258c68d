/* Nights one by one: each thing that a snapshot can hold, against what staging is to make of it. */
#include "stage_kit.h"

static struct arena *memory;

static const struct intake full = {.mode = MODE_FULL, .scope = SCOPE_ALL, .version_field = -1};

#define GOOD(p, n, a) {.state = ROW_GOOD, .place = p, .number = n, .amount = a, .status = "open"}
#define REJECT(p, n) {.state = ROW_REJECTED, .place = p, .number = n, .status = "open"}
#define FILTERED(p, n, a) {.state = ROW_FILTERED, .place = p, .number = n, .amount = a, .status = "test"}
#define KEYLESS {.state = ROW_REJECTED, .keyless = true, .status = "open"}
#define NEWER(p, n, a, v) {.state = ROW_GOOD, .place = p, .number = n, .amount = a, .status = "open", .version = v}
#define ITEMS(...) .items = (const struct item[]){__VA_ARGS__}, \
	.count = sizeof((const struct item[]){__VA_ARGS__}) / sizeof(struct item)

static date day(int n)
{
	date d;

	date_of(2026, 3, 28, &d);
	return d + n;
}

static const struct dataset *prepare(struct kit *k, const struct entity *n)
{
	const struct dataset *d;
	struct err e = {0};

	kit_must(dataset_prepare(memory, k->pg, S("wms"), n, S("wms.items"), &d, &e), &e);
	return d;
}

static void is_counts(const struct delta *d, struct counts c, const char *name)
{
	ok(memcmp(&d->counts, &c, sizeof c) == 0, "%s: counts", name);
	if (memcmp(&d->counts, &c, sizeof c) != 0)
		printf("#   read %lld staged %lld rejected %lld filtered %lld repeated %lld duplicate %lld stale "
			"%lld keyless %lld\n",
		       (long long)d->counts.read, (long long)d->counts.staged, (long long)d->counts.rejected,
		       (long long)d->counts.filtered, (long long)d->counts.repeated, (long long)d->counts.duplicate,
		       (long long)d->counts.stale, (long long)d->counts.keyless);
}

static void is_delta(const struct delta *d, enum snapshot_state state, int64_t inserted, int64_t updated,
	int64_t deleted,
		     int64_t unchanged, int64_t unconfirmed, const char *name)
{
	bool same = d->state == state && d->inserted == inserted && d->updated == updated && d->deleted == deleted
		 && d->unchanged == unchanged && d->unconfirmed == unconfirmed;

	ok(same, "%s: delta", name);
	if (!same)
		printf("#   state %d inserted %lld updated %lld deleted %lld unchanged %lld unconfirmed %lld note %s\n",
		       (int)d->state, (long long)d->inserted, (long long)d->updated, (long long)d->deleted,
		       (long long)d->unchanged, (long long)d->unconfirmed, d->note ? d->note : "-");
}

static void nights(struct kit *k, const struct dataset *d, int64_t swap_from)
{
	struct arena *a = memory;
	struct delta n;

	n = kit_night(k, a, (struct night_input){.dataset = d, .intake = &full, .content = "1", .day = day(0),
		.swap_from = swap_from, ITEMS(GOOD("BER", 1, "1.50"), GOOD("BER", 2, "2.00"), GOOD("HAM", 3, "3.00"))});
	is_delta(&n, SNAPSHOT_LIVE, 3, 0, 0, 0, 0, "first");
	is_str(kit_live(k, a), S("BER|1|1.50|open|g BER|2|2.00|open|g HAM|3|3.00|open|g"), "first: rows");

	n = kit_night(k, a, (struct night_input){.dataset = d, .intake = &full, .content = "2", .day = day(1),
		.swap_from = swap_from, ITEMS(GOOD("BER", 1, "1.5"), REJECT("BER", 2), GOOD("HAM", 4, "4.00"),
		GOOD("HAM", 4, "4.0"), GOOD("HAM", 5, "5"), GOOD("HAM", 5, "6"), FILTERED("HAM", 6, "6"))});
	is_delta(&n, SNAPSHOT_LIVE, 3, 1, 1, 1, 0, "second");
	is_counts(&n, (struct counts){7, 3, 1, 1, 1, 1, 0, 0}, "second");
	is_str(kit_live(k, a), S("BER|1|1.50|open|g BER|2|open|r HAM|4|4.00|open|g HAM|5|5.00|open|t HAM|6|6.00|test|f"),
	       "second: rows");
	is_str(kit_ask(k, a, "select string_agg(concat_ws('|', number, amount), ' ') from stage.wms_item_duplicate"),
	       S("5|6.00"), "the second record of a key stands in the duplicates");
	is_str(kit_ask(k, a, "select concat_ws('|', reject_no, member, record, line, key, key_plain, faults, text) "
		"from ops.reject"),
	       S("1|items.csv|2|3|{BER,2}|{BER,2}|[{\"field\": \"amount\", \"value\": \"1,2,3\", \"reason\": \"is not a "
	       "number\"}]|BER;2;x"),
	       "the reject is kept whole");
	is_str(kit_ask(k, a, "select totals::text from ops.snapshot where snapshot_no = 2"),
	       S("[{\"sum\": \"10\", \"count\": 3, \"field\": \"number\", \"currency\": \"\"}, "
		 "{\"sum\": \"10.5\", \"count\": 3, \"field\": \"amount\", \"currency\": \"EUR\"}]"),
	       "control totals of what was staged");

	n = kit_night(k, a, (struct night_input){.dataset = d, .intake = &full, .content = "3", .day = day(2),
		.swap_from = swap_from, ITEMS(GOOD("BER", 1, "1.5"), GOOD("HAM", 5, "5"), GOOD("HAM", 5, "6"), KEYLESS)});
	is_delta(&n, SNAPSHOT_LIVE, 0, 0, 0, 2, 3, "third");
	is_counts(&n, (struct counts){4, 2, 1, 0, 0, 1, 0, 1}, "third");
	is_str(kit_live(k, a), S("BER|1|1.50|open|g BER|2|open|u HAM|4|4.00|open|u HAM|5|5.00|open|t HAM|6|6.00|test|u"),
	       "third: lacking beside a keyless record is unconfirmed");

	n = kit_night(k, a, (struct night_input){.dataset = d, .intake = &full, .content = "3b", .day = day(2),
		.swap_from = swap_from, ITEMS(GOOD("BER", 1, "1.5"), GOOD("HAM", 5, "5"), GOOD("HAM", 5, "6"), KEYLESS)});
	is_delta(&n, SNAPSHOT_LIVE, 0, 0, 0, 2, 3, "the date again: it waits one night, not one run");

	n = kit_night(k, a, (struct night_input){.dataset = d, .intake = &full, .content = "4", .day = day(3),
		.swap_from = swap_from, ITEMS(GOOD("BER", 1, "1.5"), GOOD("HAM", 4, "4"), KEYLESS)});
	is_delta(&n, SNAPSHOT_LIVE, 0, 1, 2, 1, 1, "fourth");
	is_z(n.note, "2 rows that were lacking on two dates, beside records without a readable key, are deleted",
	     "fourth: the warning");
	is_str(kit_live(k, a), S("BER|1|1.50|open|g HAM|4|4.00|open|g HAM|5|5.00|open|u"), "fourth: rows");
}

static void past(struct kit *k, const char *name)
{
	static const char *const want[] = {
		"BER|1|1.50|open|g BER|2|2.00|open|g HAM|3|3.00|open|g",
		"BER|1|1.50|open|g BER|2|open|r HAM|4|4.00|open|g HAM|5|5.00|open|t HAM|6|6.00|test|f",
		"BER|1|1.50|open|g BER|2|open|u HAM|4|4.00|open|u HAM|5|5.00|open|t HAM|6|6.00|test|u",
		"BER|1|1.50|open|g BER|2|open|u HAM|4|4.00|open|u HAM|5|5.00|open|t HAM|6|6.00|test|u",
		"BER|1|1.50|open|g HAM|4|4.00|open|g HAM|5|5.00|open|u",
	};
	struct err e = {0};

	for (int i = 0; i < 5; i++) {
		struct rows *r;
		struct night n;

		kit_must(pg_query(k->pg, memory, "select snapshot_id from ops.snapshot where dataset = 'wms.item' and "
			"snapshot_no = $1", P(param_int(memory, i + 1)), &r, &e)
			 && night_of_snapshot(memory, k->pg, rows_int(r, 0, 0), &n, &e), &e);
		is_str(kit_rows(k, memory, arena_print(memory, "select *, null as note from (%s) x", night_sql(memory, &n))),
		       text(want[i]), "%s: night %d as it was", name, i + 1);
	}
}

static void same_again(struct kit *k, const struct dataset *d)
{
	struct night_input in = {.dataset = d, .intake = &full, .content = "s1", .day = day(4),
		ITEMS(GOOD("BER", 1, "1"), REJECT("BER", 2), GOOD("BER", 3, "3"))};
	struct delta first = kit_night(k, memory, in), n;
	Str before = kit_dump(k, memory);

	n = kit_night(k, memory, in);
	ok(n.state == SNAPSHOT_SKIPPED && n.snapshot_id == first.snapshot_id, "the same date and bytes: skipped");
	in.day = day(5);
	n = kit_night(k, memory, in);
	is_delta(&n, SNAPSHOT_LIVE, 0, 0, 0, 3, 0, "a later date with the same bytes");
	is_counts(&n, (struct counts){3, 2, 1, 0, 0, 0, 0, 0}, "a later date with the same bytes");
	is_int(n.snapshot_no, first.snapshot_no + 1, "it has a snapshot of its own");
	is_str(kit_dump(k, memory), before, "and no row is touched");
	is_str(kit_ask(k, memory, "select count(*) from ops.reject where snapshot_id = %lld", (long long)n.snapshot_id),
	       S("1"), "its rejects stand with it");
	in.map = "mended";
	in.items = (const struct item[]){GOOD("BER", 1, "1"), GOOD("BER", 2, "2"), GOOD("BER", 3, "3")};
	in.landing = kit_landing(k, memory, "s1", day(5), NULL, &in.landing_id);
	kit_run(k, "update ops.reject set resolved_by = null");
	in.landing_id = (int32_t)strtol(kit_ask(k, memory, "select landing_id from ops.snapshot where snapshot_id = %lld",
						(long long)n.snapshot_id).at, NULL, 10);
	n = kit_night(k, memory, in);
	ok(n.cause == CAUSE_MAP, "a mended map is the cause");
	is_delta(&n, SNAPSHOT_LIVE, 0, 1, 0, 2, 0, "mended");
	is_str(kit_ask(k, memory, "select string_agg((resolved_by = %lld)::text, ' ') from ops.reject r join "
		"ops.snapshot s "
		       "using (snapshot_id) where landing_id = %d", (long long)n.snapshot_id, in.landing_id), S("true"),
	       "its reject is resolved");
}

static void guards(struct kit *k, const struct dataset *d)
{
	struct intake guarded = {.mode = MODE_FULL, .version_field = -1, .at_least = 3,
		.max_delete = {.given = true, .percent = true, .amount = kit_decimal(memory, "30")},
		.max_change = {.given = true, .percent = true, .amount = kit_decimal(memory, "50")},
		.reject_limit = {.given = true, .amount = kit_decimal(memory, "1")}};
	struct night_input in = {.dataset = d, .intake = &guarded, .content = "g1", .day = day(6), .map = "mended",
		ITEMS(GOOD("BER", 1, "1"), GOOD("BER", 2, "2"))};
	Str before = kit_dump(k, memory);
	struct delta n = kit_night(k, memory, in);

	is_delta(&n, SNAPSHOT_HELD, 0, 0, 1, 2, 0, "held");
	is_z(n.note, "would delete 1 of 3 rows (33.3 %), more than max_delete = 30 %", "held: why");
	is_str(kit_dump(k, memory), before, "held: nothing is staged");
	in.release = "the shop closed Berlin";
	n = kit_night(k, memory, in);
	is_delta(&n, SNAPSHOT_LIVE, 0, 0, 1, 2, 0, "released");
	in = (struct night_input){.dataset = d, .intake = &guarded, .content = "g2", .day = day(7), .map = "mended"};
	n = kit_night(k, memory, in);
	is_delta(&n, SNAPSHOT_HELD, 0, 0, 2, 0, 0, "an empty list is held");
	before = kit_dump(k, memory);
	in = (struct night_input){.dataset = d, .intake = &guarded, .content = "g3", .day = day(7), .map = "mended",
		ITEMS(REJECT("BER", 1), REJECT("BER", 2), GOOD("BER", 9, "1"), GOOD("BER", 9, "2"))};
	n = kit_night(k, memory, in);
	is_delta(&n, SNAPSHOT_REFUSED, 1, 2, 0, 0, 0, "refused");
	is_z(n.note, "could not read 2 of 4 records (50.0 %), more than reject_limit = 1; most often amount: is not a "
		"number, such as \"1,2,3\" (2); see counterfoil rejects --run 1", "refused: why");
	is_str(kit_dump(k, memory), before, "refused: nothing is staged, no duplicate either");
	is_str(kit_ask(k, memory, "select count(*) from ops.reject where snapshot_id = %lld", (long long)n.snapshot_id),
	       S("2"), "refused: its rejects are kept");
	guarded.load_over_limit = true;
	n = kit_night(k, memory, in);
	ok(n.state == SNAPSHOT_LIVE && n.over_rejects, "loaded over the limit, and it says so");
}

/* Two rule runs, the second of which rests on the snapshot. */
static void rule_run(struct kit *k, int64_t snapshot_id)
{
	kit_run(k, "insert into recon.rule (rule_id, digest, name, kind, text, recorded_at) "
		"values ('R', '', 'r', 'keyed', '', now())");
	kit_run(k, "insert into recon.rule_run (run_id, rule_id, digest, business_date, verdict, state, compared, agreed, "
		"too_young, opening, decided_at) select run_id, 'R', '', '2026-03-30', 'agreed', 'current', 0, 0, 0, 0, now() "
		"from ops.run, generate_series(1, 2)");
	kit_run(k, arena_print(memory, "insert into recon.input (rule_run_id, side, extract, snapshot_id, status, proven) "
			       "select max(rule_run_id), 'a', 'wms.items', %lld, 'fresh', true from recon.rule_run",
			       (long long)snapshot_id));
}

static void roll_back(struct kit *k, const struct dataset *d, int64_t swap_from)
{
	struct night_input in = {.dataset = d, .intake = &full, .content = "r1", .day = day(8), .swap_from = swap_from,
		ITEMS(GOOD("BER", 1, "1"), GOOD("BER", 2, "2"), GOOD("BER", 3, "3"))};
	struct rolled_back done;
	struct err e = {0};
	struct delta first = kit_night(k, memory, in), n;
	Str before = kit_dump(k, memory);
	struct night night;

	in.content = "r2";
	in.day = day(9);
	in.items = (const struct item[]){GOOD("BER", 1, "7"), GOOD("BER", 4, "2"), GOOD("BER", 4, "3")};
	n = kit_night(k, memory, in);
	is_delta(&n, SNAPSHOT_LIVE, 1, 1, 2, 0, 0, "to be rolled back");
	ok(!snapshot_rollback(memory, k->pg, first.snapshot_id, "no", &done, &e) && e.kind == ERR_USAGE,
	   "not the newest: %s", e.message);
	err_clear(&e);
	rule_run(k, n.snapshot_id);
	kit_must(snapshot_rollback(memory, k->pg, n.snapshot_id, "wrong company", &done, &e), &e);
	is_str(kit_ask(k, memory, "select string_agg(state, ' ' order by rule_run_id) from recon.rule_run"),
	       S("current retracted"), "rolled back: what was found on it is retracted");
	kit_run(k, "delete from recon.input");
	ok(done.restored == 3 && done.removed == 2 && done.retracted == 1, "rolled back: versions");
	is_str(kit_dump(k, memory), before, "rolled back: the tables are those of the night before");
	ok(!night_of_snapshot(memory, k->pg, n.snapshot_id, &night, &e) && e.kind == ERR_USAGE, "its night is gone: %s",
	   e.message);
	err_clear(&e);
	is_str(kit_ask(k, memory, "select concat_ws('|', state, note) from ops.snapshot where snapshot_id = %lld",
		       (long long)n.snapshot_id), S("rolled back|rolled back: wrong company"), "its record says so");
	ok(!snapshot_rollback(memory, k->pg, n.snapshot_id, "twice", &done, &e) && e.kind == ERR_USAGE
		&& strstr(e.message, "only a live one can be rolled back"), "it cannot be taken back twice: %s", e.message);
	err_clear(&e);
	ok(!night_of_snapshot(memory, k->pg, 1 << 30, &night, &e) && e.kind == ERR_USAGE, "a snapshot never made: %s",
		e.message);
	err_clear(&e);
	n = kit_night(k, memory, in);
	is_delta(&n, SNAPSHOT_LIVE, 1, 1, 2, 0, 0, "and it can come again");
}

static void aside(struct kit *k, const struct dataset *d)
{
	struct night_input in = {.dataset = d, .intake = &full, .content = "a1", .day = day(3),
		ITEMS(GOOD("BER", 1, "7"), GOOD("BER", 8, "2"), GOOD("BER", 8, "3"))};
	Str before = kit_ask(k, memory, "select string_agg(l::text, ' ' order by key_hash) from stage.wms_item l");
	struct delta n = kit_night(k, memory, in);
	struct err e = {0};
	struct night night;

	is_delta(&n, SNAPSHOT_ASIDE, 2, 0, 0, 0, 0, "an earlier date");
	is_str(kit_ask(k, memory, "select string_agg(l::text, ' ' order by key_hash) from stage.wms_item l"), before,
	       "an earlier date touches nothing");
	kit_must(night_of_snapshot(memory, k->pg, n.snapshot_id, &night, &e), &e);
	is_str(kit_rows(k, memory, arena_print(memory, "select *, null as note from (%s) x", night_sql(memory, &night))),
	       S("BER|1|7.00|open|g BER|8|2.00|open|t"), "and can be read");
	n = kit_night(k, memory, in);
	ok(n.state == SNAPSHOT_SKIPPED, "once is enough");
}

static void versions(struct kit *k, const struct dataset *d)
{
	struct intake by_version = {.mode = MODE_INCREMENTAL, .version_field = SEEN_AT};
	struct night_input in = {.dataset = d, .intake = &by_version, .content = "v1", .day = day(10),
		ITEMS(NEWER("VER", 1, "1", 10), NEWER("VER", 2, "1", 10), NEWER("VER", 2, "2", 20), NEWER("VER", 2, "1", 10),
		      NEWER("VER", 3, "5", 5), NEWER("VER", 3, "6", 5))};
	struct delta n = kit_night(k, memory, in);

	is_counts(&n, (struct counts){6, 3, 0, 0, 0, 1, 2, 0}, "versions in one file");
	in = (struct night_input){.dataset = d, .intake = &by_version, .content = "v2", .day = day(11),
		ITEMS(NEWER("VER", 1, "9", 9), NEWER("VER", 2, "3", 30))};
	n = kit_night(k, memory, in);
	is_delta(&n, SNAPSHOT_LIVE, 0, 1, 0, 1, 0, "an older version");
	is_counts(&n, (struct counts){2, 1, 0, 0, 0, 0, 1, 0}, "an older version");
	is_str(kit_rows(k, memory, "select *, null as note from stage.wms_item where place = 'VER'"),
	       S("VER|1|1.00|open|g VER|2|3.00|open|g VER|3|5.00|open|t"),
	       "an older version is not applied; nothing else is deleted");
	in = (struct night_input){.dataset = d, .intake = &by_version, .content = "v0", .day = day(2),
		ITEMS(NEWER("VER", 1, "8", 8), NEWER("VER", 2, "4", 40))};
	n = kit_night(k, memory, in);
	is_delta(&n, SNAPSHOT_LIVE, 0, 1, 0, 1, 0, "an earlier date, whose records say what is newer");
}

/* What only changes are sent of has no earlier state of its own, and a dataset stands in the registers. */
static void not_staged(struct kit *k, const struct dataset *d)
{
	static const struct intake some = {.mode = MODE_INCREMENTAL, .version_field = -1};
	struct night_input in = {.dataset = d, .intake = &some, .content = "e1", .day = day(1), ITEMS(GOOD("BER", 1, "1"))};
	struct dataset unknown = *d;
	struct stage *stage;
	struct err e = {0};
	struct delta n;

	ok(pg_begin(k->pg, READ_COMMITTED, &e) && !kit_stage(k, memory, &in, &stage, &n, &e) && e.kind == ERR_NOT_RUN
		&& strstr(e.message, "needs `version`"), "an earlier date of changes alone: %s", e.message);
	pg_rollback(k->pg);
	err_clear(&e);
	unknown.name = S("wms.nothing");
	in.dataset = &unknown;
	ok(pg_begin(k->pg, READ_COMMITTED, &e) && !kit_stage(k, memory, &in, &stage, &n, &e) && e.kind == ERR_INTERNAL,
		"a dataset that nobody prepared: %s", e.message);
	pg_rollback(k->pg);
}

/* Whatever a reader hands on: what Postgres does not take as text is shown as such, and a warning is no reject. */
static void unclean(struct kit *k, const struct dataset *d)
{
	struct fault faults[] = {{S("amount"), {"a\0\xFF" "b", 4}, "is not a number", false},
		{S("status"), S(""), "odd", true}};
	struct night_input in = {.dataset = d, .intake = &full, .content = "u1", .day = day(40), ITEMS(REJECT("BER", 1))};
	struct stage_input input = kit_input(k, memory, &in);
	struct row row = kit_row(memory, in.items, 0);
	struct stage *stage;
	struct err e = {0};
	struct delta n;
	bool again;

	row.faults = faults;
	row.fault_count = 2;
	kit_must(pg_begin(k->pg, READ_COMMITTED, &e) && stage_open(memory, k->pg, &input, &stage, &e)
		&& stage_batch(stage, &(struct mapped){&row, 1}, &e) && stage_again(stage, &again, &e)
		&& stage_finish(stage, &n, &e) && pg_commit(k->pg, &e), &e);
	is_str(kit_ask(k, memory, "select string_agg(f ->> 'value', ' ') from ops.reject, jsonb_array_elements(faults) f "
		"where snapshot_id = %lld", (long long)n.snapshot_id), S("a\xEF\xBF\xBD\xEF\xBF\xBD" "b"), "as text");
}

/* Numbers of four digits and more are written for people. */
static void thousands(struct kit *k, const struct dataset *d)
{
	enum { MANY = 1300 };
	static const struct intake guarded = {.mode = MODE_FULL, .version_field = -1, .at_least = 3, .empty_is_fine = true,
		.max_delete = {.given = true, .percent = true, .amount = {.scale = 0}}};
	static char long_name[2000];
	struct item *items = arena_array(memory, MANY, struct item);
	struct night_input in = {.dataset = d, .intake = &guarded, .content = "t1", .day = day(30), .items = items,
		.count = MANY, .release = "all of it", .swap_from = 1};
	struct delta n;

	for (int i = 0; i < MANY; i++)
		items[i] = (struct item)GOOD("BER", i, "1");
	kit_night(k, memory, in);
	in = (struct night_input){.dataset = d, .intake = &guarded, .content = "t2", .day = day(31), .items = items,
		.count = 1};
	n = kit_night(k, memory, in);
	ok(n.state == SNAPSHOT_HELD && strstr(n.note, "would delete 1 299 of 1 300 rows"), "held: %s", n.note);
	memset(long_name, 'x', sizeof long_name - 1);
	for (int i = 0; i < MANY; i++)
		items[i] = (struct item)REJECT(long_name, i);
	in = (struct night_input){.dataset = d, .intake = &full, .content = "t3", .day = day(32), .items = items,
		.count = MANY, .batch = 100};
	n = kit_night(k, memory, in);
	is_int(n.counts.rejected, MANY, "so many rejects are written in turns");
}

/* Amounts of more digits than an integer has are added to the last cent, however many there are. */
static void long_amounts(struct kit *k, const struct dataset *d)
{
	enum { MANY = 5000 };
	struct item *items = arena_array(memory, MANY, struct item);
	struct night_input in = {.dataset = d, .intake = &full, .content = "l1", .day = day(60), .items = items,
		.count = MANY};
	struct delta n;

	for (int i = 0; i < MANY; i++)
		items[i] = (struct item)GOOD("LONG", i, i % 2 ? "-10000000000000000.25" : "30000000000000000.75");
	n = kit_night(k, memory, in);
	is_str(kit_ask(k, memory, "select t ->> 'sum' from ops.snapshot, jsonb_array_elements(totals) t "
		"where snapshot_id = %lld and t ->> 'field' = 'amount'", (long long)n.snapshot_id),
	       S("50000000000000001250"), "long amounts");
}

/* Most rows go, and of those that stay none has changed. */
static void mostly_gone(struct kit *k, const struct dataset *d, int64_t swap_from)
{
	struct night_input in = {.dataset = d, .intake = &full, .content = "m1", .day = day(61), .swap_from = swap_from,
		ITEMS(GOOD("GO", 1, "1"), GOOD("GO", 2, "2"), GOOD("GO", 3, "3"))};
	struct delta n;

	kit_night(k, memory, in);
	in.content = "m2";
	in.day = day(62);
	in.items = (const struct item[]){GOOD("GO", 3, "3"), GOOD("GO", 9, "9")};
	in.count = 2;
	n = kit_night(k, memory, in);
	is_delta(&n, SNAPSHOT_LIVE, 1, 0, 2, 1, 0, "most are gone");
	is_str(kit_live(k, memory), S("GO|3|3.00|open|g GO|9|9.00|open|g"), "most are gone: rows");
	is_str(kit_ask(k, memory, "select string_agg(number::text, ' ' order by number) from stage.wms_item_history "
		"where place = 'GO' and seen_until = %d", (int)n.snapshot_no), S("1 2"), "most are gone: history");
}

static void is_cursor(struct kit *k, const struct delta *n, const char *value, const char *name)
{
	is_str(kit_ask(k, memory, "select coalesce(string_agg(concat_ws('|', value, snapshot_id), ' '), '') "
		"from ops.cursor where extract = 'wms.items'"),
	       text(n ? arena_print(memory, "%s|%lld", value, (long long)n->snapshot_id) : ""), "%s", name);
}

static void take_back(struct kit *k, const struct delta *n)
{
	struct rolled_back done;
	struct err e = {0};

	kit_must(snapshot_rollback(memory, k->pg, n->snapshot_id, "again", &done, &e), &e);
}

/* Promise 3: the cursor goes where the rows go, back as well as forth. */
static void cursors(struct kit *k, const struct dataset *d)
{
	struct intake some = {.mode = MODE_INCREMENTAL, .version_field = -1};
	struct night_input one = {.dataset = d, .intake = &some, .content = "c1", .day = day(20), .cursor = "10",
		ITEMS(GOOD("CUR", 1, "1"))};
	struct night_input two = {.dataset = d, .intake = &some, .content = "c2", .day = day(21), .cursor = "20",
		ITEMS(GOOD("CUR", 1, "2"), GOOD("CUR", 2, "2"))};
	struct delta first = kit_night(k, memory, one), second = kit_night(k, memory, two), again;
	Str rows = kit_live(k, memory);

	is_cursor(k, &second, "20", "a cursor moves with its rows");
	take_back(k, &second);
	is_cursor(k, &first, "10", "rolled back: the cursor is that of the night before");
	again = kit_night(k, memory, two);
	is_str(kit_live(k, memory), rows, "run again: the rows are as if it had never been rolled back");
	is_cursor(k, &again, "20", "and so is the cursor");
	two.content = "c3";
	two.cursor = NULL;
	second = kit_night(k, memory, two);
	take_back(k, &second);
	is_cursor(k, &again, "20", "a night that moved no cursor takes none back");
	take_back(k, &again);
	take_back(k, &first);
	is_cursor(k, NULL, "", "before the first night there was none");
}

/* What fails between the two passes over a landing for which the index has no room fails in the second. */
static void short_and_refused(struct kit *k, const struct dataset *d)
{
	struct night_input in = {.dataset = d, .intake = &full, .content = "s1", .day = day(50), .memory = 1,
		ITEMS(GOOD("SHORT", 1, "1"))};
	struct stage_input input = kit_input(k, memory, &in);
	struct row row = kit_row(memory, in.items, 0);
	Str before = kit_live(k, memory);
	struct stage *stage;
	struct err e = {0};
	bool again;

	kit_must(pg_begin(k->pg, READ_COMMITTED, &e) && stage_open(memory, k->pg, &input, &stage, &e)
		&& kit_pass(memory, &in, &row, stage, &e) && stage_again(stage, &again, &e), &e);
	ok(again && !pg_run(k->pg, "select 1 / 0", NO_PARAMS, NULL, &e), "the first pass is done: %s", e.message);
	err_clear(&e);
	ok(!kit_pass(memory, &in, &row, stage, &e) && e.kind != ERR_NONE, "the second says so: %s", e.message);
	pg_rollback(k->pg);
	is_str(kit_live(k, memory), before, "and nothing is staged");
}

static void all(int64_t swap_from, const char *name)
{
	struct kit k = kit_open(memory);
	const struct dataset *d = prepare(&k, kit_entity(memory, false));

	nights(&k, d, swap_from);
	past(&k, name);
	same_again(&k, d);
	guards(&k, d);
	roll_back(&k, d, swap_from);
	aside(&k, d);
	versions(&k, d);
	not_staged(&k, d);
	cursors(&k, d);
	thousands(&k, d);
	unclean(&k, d);
	short_and_refused(&k, d);
	long_amounts(&k, d);
	mostly_gone(&k, d, swap_from);
}

int main(void)
{
	memory = arena_new(NULL);
	all(0, "in place");
	all(1, "swapped");
	arena_end(memory);
	return done();
}
