#include "cluster.h"
#include "tap.h"

#include "base/file.h"
#include "report/cause.h"
#include "report/report.h"
#include "report/shown.h"
#include "report/writers.h"

#include <sys/resource.h>

/*
 * The night of tests/report/night.sql, reported: JSON and CSV against what stands in
 * tests/report/expect (ACCEPT=1 writes it again), the same bytes twice, spreadsheets kept from running cells, locales,
 * personal values, and a very long list.
 */

enum { FILE_LIMIT = 256 << 20, ORDER_FIELDS = 6, LONG = 20000 };

/* ── a project in hand ─────────────────────────────────────────────────────────────────────────────────────────── */

struct fixture {
	struct field order_fields[ORDER_FIELDS], stock_fields[3], payout_fields[3];
	int order_key[2], stock_key[2], payout_key[1];
	struct entity entity_list[3];
	struct entities entities;
	struct account accounts[6];
	const struct account *of_side[6];
	struct side order_sides[2], stock_sides[2];
	struct comparison order_compare[3], stock_compare[1];
	struct sentence say[2];
	struct rule rules[5];
	const struct rule *list[5];
	struct company company_list[2];
	struct companies companies;
	struct system system_list[4];
	struct systems systems;
	struct settings settings;
	struct report_options options;
};

static void entities_fill(struct fixture *f)
{
	static const struct field order[ORDER_FIELDS] = {
		{.name = {"shop", 4}, .title = {"shop", 4}, .currency = -1},
		{.name = {"order_no", 8}, .title = {"order", 5}, .currency = -1},
		{.name = {"total", 5}, .type = TYPE_MONEY, .currency = 3, .title = {"total", 5}},
		{.name = {"currency", 8}, .type = TYPE_CURRENCY, .currency = -1},
		{.name = {"status", 6}, .currency = -1, .title = {"status", 6}},
		{.name = {"email", 5}, .currency = -1, .personal = true, .title = {"e-mail", 6}},
	};
	static const struct field stock[3] = {
		{.name = {"place", 5}, .currency = -1}, {.name = {"sku", 3}, .currency = -1},
		{.name = {"quantity", 8}, .type = TYPE_INTEGER, .currency = -1},
	};
	static const struct field payout[3] = {
		{.name = {"payout_id", 9}, .title = {"payout", 6}, .currency = -1},
		{.name = {"amount", 6}, .type = TYPE_MONEY, .currency = 2},
			{.name = {"currency", 8}, .type = TYPE_CURRENCY, .currency = -1},
	};

	memcpy(f->order_fields, order, sizeof order);
	memcpy(f->stock_fields, stock, sizeof stock);
	memcpy(f->payout_fields, payout, sizeof payout);
	f->order_key[1] = f->stock_key[1] = 1;
	f->entity_list[0] = (struct entity){.name = S("order"), .title = S("orders"), .key = f->order_key, .key_count = 2,
		.fields = f->order_fields, .field_count = ORDER_FIELDS};
	f->entity_list[1] = (struct entity){.name = S("stock"), .title = S("stock"), .key = f->stock_key, .key_count = 2,
		.fields = f->stock_fields, .field_count = 3};
	f->entity_list[2] = (struct entity){.name = S("payout"), .title = S("payouts"), .key = f->payout_key,
		.key_count = 1,
		.fields = f->payout_fields, .field_count = 3};
	f->entities = (struct entities){f->entity_list, 3};
}

static void accounts_fill(struct fixture *f)
{
	static const char *const names[6][2] = {{"shop_de.orders", "shop_de"}, {"erp.orders", "erp"},
		{"gateway.payouts", "gateway"},
		{"gateway.balance", "gateway"}, {"wms.stock", "wms"}, {"shop_de.stock", "shop_de"}};
	static const int entity[6] = {0, 0, 2, 2, 1, 1};

	for (size_t i = 0; i < 6; i++) {
		f->accounts[i] = (struct account){.extract = text(names[i][0]), .system = text(names[i][1]),
			.entity = &f->entity_list[entity[i]]};
		f->of_side[i] = &f->accounts[i];
	}
	f->accounts[1].tie = S("Posted Sales Invoices");
}

static void rules_fill(struct fixture *f)
{
	f->order_sides[0] = (struct side){.name = S("shop"), .accounts = &f->of_side[0], .account_count = 1};
	f->order_sides[1] = (struct side){.name = S("erp"), .accounts = &f->of_side[1], .account_count = 1};
	f->stock_sides[0] = (struct side){.name = S("warehouse"), .accounts = &f->of_side[4], .account_count = 1};
	f->stock_sides[1] = (struct side){.name = S("shop"), .accounts = &f->of_side[5], .account_count = 1};
	f->order_compare[0] = (struct comparison){.field = 2, .since = -1};
	f->order_compare[1] = (struct comparison){.field = 4, .truth = 1, .since = -1};
	f->order_compare[2] = (struct comparison){.field = 5, .truth = -1, .since = -1};
	f->stock_compare[0] = (struct comparison){.field = 2, .since = -1};
	f->say[0] = (struct sentence){S("missing"),
		S("{side} does not know order {shop}/{order_no} over {value} {currency}.")};
	f->rules[0] = (struct rule){.id = S("R-ORD"), .name = S("orders"), .title = S("Orders"), .owner = S("finance"),
		.entity = &f->entity_list[0], .sides = f->order_sides, .side_count = 2, .compare = f->order_compare,
		.compare_count = 3, .value = 2, .at = -1, .say = f->say, .say_count = 1};
	f->rules[1] = (struct rule){.id = S("R-SUM"), .name = S("payout_sums"),
		.title = S("Payouts and what they consist of"),
		.owner = S("treasury"), .kind = RULE_SUM, .value = -1, .at = -1,
		.whole = {.title = S("Payout"), .side = {.name = S("whole"), .accounts = &f->of_side[2], .account_count = 1}}};
	f->rules[2] = (struct rule){.id = S("R-STK"), .name = S("stock"), .title = S("Stock"), .owner = S("logistics"),
		.entity = &f->entity_list[1], .sides = f->stock_sides, .side_count = 2, .compare = f->stock_compare,
		.compare_count = 1, .value = 2, .at = -1, .unit = S("pcs")};
	f->rules[3] = (struct rule){.id = S("R-REF"), .name = S("refunds"), .title = S("Refunds"), .owner = S("finance")};
	f->rules[4] = (struct rule){.id = S("R-BANK"), .name = S("bank"), .title = S("Payouts and bank")};
	for (size_t i = 0; i < 5; i++)
		f->list[i] = &f->rules[i];
}

static struct fixture *fixture(struct arena *a, const char *locale)
{
	struct fixture *f = arena_new_of(a, struct fixture);
	struct err e = {0};

	entities_fill(f);
	accounts_fill(f);
	rules_fill(f);
	f->company_list[0] = (struct company){.name = S("DE01"), .title = S("Nordlicht Handel GmbH")};
	f->company_list[1] = (struct company){.name = S("PL01"), .title = S("Nordlicht Polska sp. z o.o.")};
	f->companies = (struct companies){f->company_list, 2};
	f->system_list[0] = (struct system){.name = S("shop_de"), .title = S("Webshop Germany")};
	f->system_list[1] = (struct system){.name = S("erp"), .title = S("ERP")};
	f->system_list[2] = (struct system){.name = S("wms"), .title = S("Warehouse")};
	f->system_list[3] = (struct system){.name = S("gateway"), .title = S("Payment gateway")};
	f->systems = (struct systems){f->system_list, 4};
	f->settings = (struct settings){.embedded = true, .locale = locale_find(text(locale)), .csv_separator = ';',
		.csv_decimal = ','};
	test_must(zone_open(a, S("Europe/Berlin"), &f->settings.zone, &e), &e);
	f->options = (struct report_options){.run_id = 4, .project = S("Nordlicht"), .job = S("Nightly reconciliation"),
		.settings = &f->settings, .engine = "0.1.0", .rules = f->list, .rule_count = 5, .companies = &f->companies,
		.systems = &f->systems, .entities = &f->entities, .html = true, .csv = true, .xlsx = true, .json = true,
		.embedded = true};
	return f;
}

static struct pg *night(struct arena *a)
{
	const char *conninfo = test_database(a);
	struct err e = {0};
	struct pg *pg;
	Str sql;

	test_must(pg_open(a, conninfo, &pg, &e) && file_read(a, "tests/report/night.sql", FILE_LIMIT, &sql, &e)
		  && pg_script(pg, text_z(a, sql), &e), &e);
	return pg;
}

static const char *folder(struct arena *a, const char *name)
{
	const char *base = getenv("REPORT_FOLDER");

	return arena_print(a, "%s/%s", base ? base : arena_print(a, "build/report-%d", (int)getpid()), name);
}

static Str content(struct arena *a, const char *of, const char *name)
{
	struct err e = {0};
	Str s = {0};

	test_must(file_read(a, path_join(a, of, name), FILE_LIMIT, &s, &e), &e);
	return s;
}

static bool holds(Str s, const char *part)
{
	return text_find(s, text(part)) < s.len;
}

static int64_t lines(Str s)
{
	int64_t count = 0;

	for (const char *p = s.at, *end = s.at + s.len; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		count++;
	return count;
}

/* ── tests ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void is_golden(struct arena *a, Str got, const char *name)
{
	const char *path = arena_print(a, "tests/report/expect/%s", name);
	struct err e = {0};
	Str want = {0};

	if (getenv("ACCEPT"))
		test_must(file_write(path, got, &e), &e);
	test_must(file_read(a, path, FILE_LIMIT, &want, &e), &e);
	ok(text_is(got, want), "%s is what %s says", name, path);
}

static void test_golden(struct arena *a, struct pg *pg)
{
	struct fixture *f = fixture(a, "en-GB");
	const char *to = folder(a, "en"), *index = NULL;
	struct err e = {0};
	struct buf *json = buf_new(a, FILE_LIMIT);
	Str page;

	f->options.folder = to;
	ok(report_write(a, pg, &f->options, &index, &e), "a report is written: %s", e.message);
	is_z(index, path_join(a, to, "index.html"), "and its index is where it says");
	is_golden(a, content(a, to, "report.json"), "report.json");
	is_golden(a, content(a, to, "r-ord.csv"), "r-ord.csv");
	is_golden(a, content(a, to, "r-sum.csv"), "r-sum.csv");
	ok(report_json(a, pg, &f->options, json, &e), "the same JSON comes without files: %s", e.message);
	is_str(buf_str(json), content(a, to, "report.json"), "and has the same bytes");
	page = content(a, to, "r-ord.html");
	ok(holds(page, "ERP does not know order de/1001 over 1,249.90 EUR."), "the page has the rule's own sentence");
	ok(holds(page, "&lt;b&gt;1090&lt;/b&gt; &amp; &quot;co&quot;") && !holds(page, "<b>1090"),
		"what sources say is escaped");
	ok(holds(page, "for</span> <strong>Tue 31 March 2026</strong>") && holds(page, "(run Wed 1 April 04:30)"),
		"the dates are said");
	ok(holds(content(a, to, "index.html"), "cannot separate people"), "an embedded database is said to be one");
	ok(holds(content(a, to, "index.html"), "Not due"), "a rule without an answer is not due");
}

/* One word for one thing, and people's words for systems and sides. */
static void test_words(struct arena *a)
{
	Str sum = content(a, folder(a, "en"), "r-sum.html"), stock = content(a, folder(a, "en"), "r-stk.html");
	Str order = content(a, folder(a, "en"), "r-ord.html"), index = content(a, folder(a, "en"), "index.html");

	ok(!holds(sum, "whole (leading)") && holds(sum, ">Payout</th>"), "a sum has its own titles");
	ok(holds(sum, "Not explained, as listed below"), "and leads to the list");
	ok(holds(order, "on one side only"), "what was not compared is said");
	ok(holds(order, "Its total stands in the system: Posted Sales Invoices"), "where a total stands is said beside it");
	ok(holds(order, "<h2>Not explained</h2>") && !holds(order, "Open now"), "what is not explained is called so");
	ok(holds(stock, "Warehouse, stock: without HAM") && !holds(stock, "wms.stock: without"),
		"a list that lacks a part is named by its title");
	ok(!holds(order, " facts<") && !holds(index, " facts<"), "what waits is a difference, too");
	ok(holds(index, "1 of 4 rules agrees; 3 have differences that nobody has explained, 2 of them compared only in "
		"part."), "each rule is counted once");
	ok(holds(order, "Total: ERP differs from Webshop Germany by exactly the shipping"), "a group says what it is of");
	ok(holds(index, ">28</text>") && holds(index, ">31</text>"), "the nights have their days");
}

/* Every signature of sql/reconcile/cause_fill.sql. */
static void test_causes(struct arena *a)
{
	static const struct { int rule; const char *signature, *said; } all[] = {
		{0, "alike|total|erp|tax|EUR", "total: ERP differs from Webshop Germany by exactly the tax"},
		{0, "amount|different|total|erp|-4.99|EUR", "total: ERP differs from Webshop Germany by the same amount"},
		{0, "amount|different|status|shop|1|", "status: Webshop Germany differs from ERP by the same amount"},
		{1, "amount|residual||parts|-0.35|EUR", "parts and Payout differ by the same amount"},
		{0, "spelling|erp", "Keys are spelled differently in ERP and Webshop Germany"},
		{0, "ratio|different|total|erp|0.8403", "total: ERP has 0.8403 times what Webshop Germany has"},
		{1, "ratio|residual||parts|0.5000", "parts come to 0.5000 times Payout"},
		{0, "day|missing||erp|web|2026-03-30", "Missing in ERP: web, Mon 30 March 2026"},
		{0, "day|unexpected||erp|a|b|2026-03-30", "Only in ERP: a|b, Mon 30 March 2026"},
		{0, "day|twice||shop|2026-03-30", "Twice in Webshop Germany: Mon 30 March 2026"},
		{0, "day|twice||shop|soon", "as stored"},
		{0, "channel|currency||erp|web", "In another currency in ERP: web"},
		{0, "company|different|total|erp|DE01", "total: ERP differs from Webshop Germany: DE01"},
		{3, "company|different|total|erp|DE01", "total: erp differs: DE01"},
		{0, "channel|lacking|total|erp|web", "ERP without total: web"},
		{0, "rounding|rounding|total|erp||EUR", "total: ERP differs from Webshop Germany by rounding"},
		{0, "company|different|email|erp|DE01", "e-mail: ERP differs: DE01"},
		{0, "ratio|different|email|erp|2.0000", "e-mail: ERP has 2.0000 times what the leading side has"},
		{0, "weather|rain", "as stored"}, {0, "", "as stored"},
	};
	struct fixture *f = fixture(a, "en-GB");
	struct report report = {.options = &f->options, .locale = f->settings.locale, .zone = f->settings.zone};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct rule_report r = {.rule = &f->rules[all[i].rule]};

		is_str(cause_title(a, &report, &r, text(all[i].signature), S("as stored")), text(all[i].said), "%s",
			all[i].signature);
	}
}

static void test_personal(struct arena *a, struct pg *pg)
{
	static const char *const files[] = {"index.html", "r-ord.html", "r-ord.csv", "report.json"};
	struct fixture *f = fixture(a, "en-GB");
	struct err e = {0};
	const char *index;

	for (size_t i = 0; i < 4; i++)
		ok(!holds(content(a, folder(a, "en"), files[i]), "example.org"), "%s has no personal value", files[i]);
	f->options.rules = NULL;
	f->options.rule_count = 0;
	f->options.folder = folder(a, "unknown");
	ok(report_write(a, pg, &f->options, &index, &e), "a rule that is no longer configured is reported: %s", e.message);
	ok(!holds(content(a, f->options.folder, "report.json"), "example.org"),
		"and masked by what entities say of its fields");
	f->options.entities = NULL;
	f->options.folder = folder(a, "nothing");
	ok(report_write(a, pg, &f->options, &index, &e), "nothing is configured any more: %s", e.message);
	ok(!holds(content(a, f->options.folder, "report.json"), "12,345.6.7"),
		"then every value of a reject counts as personal");
}

static void test_again(struct arena *a, struct pg *pg)
{
	static const char *const files[] = {"index.html", "r-ord.html", "r-sum.html", "r-stk.html", "r-ref.html",
		"r-ord.csv", "report.xlsx", "report.json"};
	struct fixture *f = fixture(a, "en-GB");
	struct err e = {0};
	const char *index;

	/* What happens later changes nothing in the report of this night. */
	test_must(pg_run(pg, "update recon.rule_run set state = 'retracted' where run_id in (2, 3, 4)", NO_PARAMS, NULL,
		&e), &e);
	test_must(pg_run(pg, "update ops.snapshot set state = 'rolled back', note = 'x' where run_id = 4", NO_PARAMS, NULL,
		&e), &e);
	f->options.folder = folder(a, "again");
	ok(report_write(a, pg, &f->options, &index, &e), "the run is reported again: %s", e.message);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		ok(text_is(content(a, folder(a, "en"), files[i]), content(a, folder(a, "again"), files[i])),
			"%s has the same bytes",
		   files[i]);
	ok(report_write(a, pg, &f->options, &index, &e), "writing it into the same folder changes nothing: %s", e.message);
	f->options.run_id = 3;
	ok(!report_write(a, pg, &f->options, &index, &e) && e.kind == ERR_USAGE, "another report is not written over: %s",
		e.message);
	is_str(content(a, folder(a, "again"), "report.json"), content(a, folder(a, "en"), "report.json"),
		"and what was there stays");
	err_clear(&e);
	f->options.run_id = 99;
	ok(!report_write(a, pg, &f->options, &index, &e) && e.kind == ERR_USAGE, "a run that does not exist is said so: %s",
		e.message);
}

static void test_locale(struct arena *a, struct pg *pg)
{
	struct fixture *f = fixture(a, "de-DE");
	struct err e = {0};
	const char *index;
	Str page;

	f->options.folder = folder(a, "de");
	ok(report_write(a, pg, &f->options, &index, &e), "a report for Germany is written: %s", e.message);
	page = content(a, f->options.folder, "r-ord.html");
	ok(holds(page, "1.249,90") && holds(page, "31.03.2026") && !holds(page, "1,249.90"), "with its marks and dates");
	page = content(a, f->options.folder, "r-sum.html");
	ok(holds(page, "120.000</") && holds(page, "8.412,65"), "and as many digits as each currency has");
}

static void is_shown(struct arena *a, const char *locale, const char *amount, const char *currency, const char *want)
{
	struct decimal d;

	ok(decimal_parse(a, text(amount), &d), "%s is an amount", amount);
	is_str(shown_amount(a, locale_find(text(locale)), d, text(currency)), text(want), "%s %s for %s", amount, currency,
		locale);
}

static void test_shown(struct arena *a)
{
	date d;

	is_shown(a, "en-GB", "1234567.5", "EUR", "1,234,567.50");
	is_shown(a, "en-GB", "-0.35", "EUR", "\xE2\x88\x92" "0.35");
	is_shown(a, "de-CH", "1234.5", "CHF", "1\xE2\x80\x99" "234.50");
	is_shown(a, "fr-FR", "1234.567", "TND", "1\xE2\x80\xAF" "234,567");
	is_shown(a, "ja-JP", "120000", "JPY", "120,000");
	is_shown(a, "en-GB", "12.345", "EUR", "12.345");
	is_shown(a, "en-GB", "7", "", "7");
	date_parse(S("2026-03-05"), &d);
	is_str(shown_date(a, locale_find(S("en-US")), d), S("3/5/2026"), "dates of the United States");
	is_str(shown_date(a, locale_find(S("de-DE")), d), S("05.03.2026"), "dates of Germany");
	is_str(shown_date(a, locale_find(S("sv-SE")), d), S("2026-03-05"), "dates of Sweden");
	is_str(long_date(a, d), S("Thu 5 March 2026"), "a date in a sentence");
}

static void is_cell(struct arena *a, const char *from, const char *want)
{
	struct buf *b = buf_new(a, 1000);

	csv_cell(b, text(from), ';');
	is_str(buf_str(b), text(want), "cell %s", text_quoted(a, text(from)));
}

static void test_cells(struct arena *a)
{
	is_cell(a, "plain", "plain");
	is_cell(a, "a;b", "\"a;b\"");
	is_cell(a, "a,b", "a,b");
	is_cell(a, "say \"x\"", "\"say \"\"x\"\"\"");
	is_cell(a, "=1+1", "'=1+1");
	is_cell(a, "+49 30", "'+49 30");
	is_cell(a, "-cmd", "'-cmd");
	is_cell(a, "@SUM(A1)", "'@SUM(A1)");
	is_cell(a, "\t=1", "'\t=1");
	is_cell(a, "\r=1", "\"'\r=1\"");
	is_cell(a, "\xEF\xBC\x9D" "1", "'\xEF\xBC\x9D" "1");
	is_cell(a, "-12,50", "-12,50");
	is_cell(a, "-12.50", "-12.50");
	is_cell(a, "-", "'-");
	is_cell(a, "-1-1", "'-1-1");
	is_cell(a, "", "");
}

/* Memory that the sanitizer holds back would hide what the program holds. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=4";
}

static int64_t peak(void)
{
	struct rusage use;

	getrusage(RUSAGE_SELF, &use);
	return use.ru_maxrss;
}

/* Twenty thousand of them: the page has the largest and says where the rest is, the lists are written as
 * they come. */
static void test_long(struct arena *a, struct pg *pg)
{
	enum { MOST_PAGE = 3 << 20, MOST_GROWTH_KB = 8 << 10 };
	struct fixture *f = fixture(a, "en-GB");
	struct err e = {0};
	int64_t before;
	const char *index;
	Str page;

	test_must(pg_run(pg,
		"with d as (insert into recon.discrepancy select recon.identity('R-REF', array['de', g::text], 'missing', "
		"'erp', 'EUR'), "
		"recon.case_identity('R-REF', array['de', g::text]), 'R-REF', array['de', g::text], array['shop', 'order_no'], "
		"gen_random_uuid(), "
		"'missing', '', 'erp', 'EUR' from generate_series(1, 20000) g returning discrepancy_id, key) "
		"insert into recon.observation (rule_run_id, discrepancy_id, status, event, amount, value, truth_side, "
		"truth_value, company, "
		"opened_on, first_on, case_opened_on, kind, group_no) select r.rule_run_id, d.discrepancy_id, 'open', "
		"'opened', -(d.key[2]::numeric), "
		"d.key[2]::numeric, 'shop', d.key[2], 'DE01', '2026-03-31', '2026-03-31', '2026-03-31', 'missing', 1 "
		"from d, recon.rule_run r where r.rule_id = 'R-REF' and r.run_id = 4", NO_PARAMS, NULL, &e), &e);
	/* As the database does by itself before long. */
	test_must(pg_run(pg, "analyze recon.discrepancy, recon.observation", NO_PARAMS, NULL, &e), &e);
	f->options.folder = folder(a, "long");
	before = peak();
	ok(report_write(a, pg, &f->options, &index, &e), "a report of %d discrepancies is written: %s", LONG, e.message);
	ok(peak() - before < MOST_GROWTH_KB, "in bounded memory: %lld kB more", (long long)(peak() - before));
	page = content(a, f->options.folder, "r-ref.html");
	ok(page.len < MOST_PAGE, "its page is small: %zu bytes", page.len);
	ok(holds(page, "The largest 500 of 20,000 are shown") && holds(page, "href=\"r-ref.csv\""),
		"and says where the rest is");
	ok(holds(page, "20,000.00") && !holds(page, "19,500.00"), "it shows the largest");
	is_int(lines(content(a, f->options.folder, "r-ref.csv")), LONG + 1, "the CSV has all of them");
	ok(lines(content(a, f->options.folder, "report.json")) > LONG, "and the JSON too");
}

int main(void)
{
	struct arena *root = arena_new(NULL);
	struct pg *pg;

	test_shown(root);
	test_cells(root);
	test_causes(root);
	pg = night(root);
	test_golden(root, pg);
	test_words(root);
	test_personal(root, pg);
	test_locale(root, pg);
	test_again(root, pg);
	/* Whoever only wants the pages (tests/report/pages) need not wait for the long list. */
	if (!getenv("REPORT_FOLDER"))
		test_long(root, pg);
	arena_end(root);
	free(root);
	return done();
}
