/* A dataset's tables: made, grown, refused; and the hashes of its rows. */
#include "stage_kit.h"
#include "stage/hashes.h"

static struct arena *memory;

static const struct dataset *prepare(struct kit *k, const struct entity *n, struct err *e)
{
	const struct dataset *d;

	return dataset_prepare(memory, k->pg, S("wms"), n, S("wms.items"), &d, e) ? d : NULL;
}

static Str columns(struct kit *k, const char *table)
{
	return kit_ask(k, memory, "select string_agg(attname || ' ' || format_type(atttypid, null), ', ' order by attnum) "
		       "from pg_attribute where attrelid = 'stage.%s'::regclass and attnum > 0", table);
}

static void made(struct kit *k)
{
	struct err e = {0};
	const struct dataset *d = prepare(k, kit_entity(memory, false), &e);

	ok(d && d->source == 1 && d->numbers[0] == 1 && d->numbers[STATUS] == 6, "made: %s", e.message);
	is_str(columns(k, "wms_item"), S("key_hash uuid, row_hash uuid, place_offset bigint, landing integer, record "
		"integer, "
		"place_length integer, seen_from integer, part smallint, source smallint, state \"char\", company text, "
		"channel text, place text, number numeric, seen_at timestamp with time zone, amount numeric, "
		"currency character, status text"), "the columns of a live table");
	is_str(kit_ask(k, memory, "select string_agg(indexdef, ' ') from pg_indexes where tablename = 'wms_item'"),
	       S("CREATE UNIQUE INDEX wms_item_key ON stage.wms_item USING btree (key_hash, source)"), "it has one index");
	is_str(kit_ask(k, memory, "select string_agg(attname, ' ' order by attnum) from pg_attribute where attrelid = "
		       "'stage.wms_item'::regclass and attnum > 12 and not has_column_privilege('counterfoil_auditor', "
		       "attrelid, attnum, 'select')"), S("status"), "an auditor reads all but personal fields");
	ok(prepare(k, kit_entity(memory, false), &e), "again: nothing to do");
}

static void grown(struct kit *k)
{
	struct err e = {0};
	struct entity *n = kit_entity(memory, true);
	const struct dataset *d = prepare(k, n, &e);

	ok(d && d->numbers[NOTE] == 7, "a field is gained: %s", e.message);
	is_str(kit_ask(k, memory, "select count(*) from pg_attribute where attname = 'note' and "
		"attrelid::regclass::text like "
		       "'stage.wms_item%%'"), S("4"), "by all its tables");
	n->fields[NOTE].name = S("remark");
	d = prepare(k, n, &e);
	ok(d && d->numbers[NOTE] == 8, "a number is not used twice");
	ok(prepare(k, kit_entity(memory, false), &e), "a field that was dropped is no mistake");
}

static Str hidden(struct kit *k)
{
	return kit_ask(k, memory, "select string_agg(c.relname || '.' || attname, ' ' order by c.relname, attnum) "
		       "from pg_attribute join pg_class c on c.oid = attrelid where c.relnamespace = 'stage'::regnamespace "
		       "and c.relname like 'wms_item%%' and c.relkind = 'r' and attname in ('status', 'place', 'currency') "
		       "and not has_column_privilege('counterfoil_auditor', c.oid, attnum, 'select')");
}

/* Of a field that has become personal an auditor loses what was granted before, in all tables. */
static void classed(struct kit *k)
{
	struct err e = {0};
	struct entity *n = kit_entity(memory, false);

	test_run(k->pg, "create table stage.wms_item_h3 (like stage.wms_item_history)");
	test_run(k->pg, "alter table stage.wms_item_h3 inherit stage.wms_item_history");
	test_run(k->pg, "grant select (place, currency, seen_until) on stage.wms_item_h3 to counterfoil_auditor");
	is_str(hidden(k), S("wms_item.status wms_item_aside.status wms_item_duplicate.status wms_item_h3.status "
		"wms_item_history.status"), "at first one field is personal");
	n->fields[STATUS].personal = false;
	n->fields[CURRENCY].personal = true;
	ok(prepare(k, n, &e), "another is, instead: %s", e.message);
	is_str(hidden(k), S("wms_item.currency wms_item_aside.currency wms_item_duplicate.currency wms_item_h3.currency "
		"wms_item_history.currency"), "and an auditor reads the one and not the other, in parts of history too");
	is_str(kit_ask(k, memory, "select has_column_privilege('counterfoil_auditor', 'stage.wms_item_h3', 'seen_until', "
		       "'select')::text"), S("true"), "all else stays readable");
	test_run(k->pg, "drop table stage.wms_item_h3");
	ok(prepare(k, kit_entity(memory, false), &e), "back again: %s", e.message);
}

static void refused(struct kit *k)
{
	struct entity *n = kit_entity(memory, true);
	struct err e = {0};

	n->fields[NOTE].type = TYPE_INTEGER;
	ok(!prepare(k, n, &e) && e.kind == ERR_CONFIG, "another type: %s", e.message);
	err_clear(&e);
	n = kit_entity(memory, true);
	n->fields[NOTE].name = S("seen_from");
	ok(!prepare(k, n, &e) && e.kind == ERR_CONFIG, "a name that every table has: %s", e.message);
	err_clear(&e);
	n = kit_entity(memory, false);
	n->name = S("item_of_a_name_that_is_a_little_longer_than_postgres_takes");
	ok(!prepare(k, n, &e) && e.kind == ERR_CONFIG && strstr(e.message, "would have names of more than 63 bytes"),
		"a name too long: %s", e.message);
	err_clear(&e);
	n = kit_entity(memory, false);
	n->name = S("other");
	ok(!prepare(k, n, &e) && e.kind == ERR_CONFIG, "an extract that feeds another dataset: %s", e.message);
	is_str(kit_ask(k, memory, "select count(*) from ops.dataset"), S("1"), "what was refused leaves nothing");
}

static struct row with(const char *place, const char *amount, const char *status)
{
	struct item i = {.state = ROW_GOOD, .place = place, .number = 7, .amount = amount, .status = status};

	return kit_row(memory, &i, 0);
}

#define FIFTY "10000000000000000000000000000000000000000000000000"
#define FAR FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY

static void hashes(struct kit *k)
{
	struct err e = {0};
	struct hashes *h = hashes_new(memory, prepare(k, kit_entity(memory, false), &e));
	struct hashes *grown = hashes_new(memory, prepare(k, kit_entity(memory, true), &e));
	struct row a = with("BER", "1.50", "open"), b = with("BER", "1.5", "open"), c = with("BER", "1.5", "");
	struct row none = with("BER", "1.5", NULL), far = with("BER", FAR, "open");
	struct hash good = hash_row(h, &a), rejected;

	ok(hash_is(hash_row(h, &b), good), "1.50 and 1.5 are the same row");
	ok(hash_is(hash_key(h, &a), hash_key(h, &c)), "a key is its fields alone");
	ok(!hash_is(hash_row(h, &c), hash_row(h, &none)), "'' and NULL are not");
	ok(hash_is(hash_row(grown, &a), good), "a field that is added and empty changes nothing");
	ok(!hash_is(hash_row(h, &far), good), "a long number is a number");
	a.state = ROW_REJECTED;
	rejected = hash_row(h, &a);
	ok(!hash_is(rejected, good) && hash_is(hash_in_state(rejected, ROW_REJECTED, ROW_GOOD), good),
	   "a state is a change that can be taken back");
	a.state = ROW_GOOD;
	a.company = S("PL01");
	ok(!hash_is(hash_row(h, &a), good), "so is the company");
}

int main(void)
{
	struct kit k;

	memory = arena_new(NULL);
	k = kit_open(memory);
	made(&k);
	grown(&k);
	classed(&k);
	refused(&k);
	hashes(&k);
	arena_end(memory);
	return done();
}
