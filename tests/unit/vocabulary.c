#include "config/crosswalk.h"
#include "config/settings.h"

#include "parsed.h"

static const struct node *tree(struct arena *a, const char *source)
{
	return parsed(a, "v.toml", source);
}

static struct zone *utc(struct arena *a)
{
	struct zone *z = NULL;
	struct err e = {0};

	ok(zone_open(a, S("UTC"), &z, &e), "UTC");
	return z;
}

static date day_of(const char *s)
{
	date d = 0;

	ok(date_parse(text(s), &d), "%s is a day", s);
	return d;
}

struct all {
	struct calendars calendars;
	struct companies companies;
	struct systems systems;
	struct crosswalks crosswalks;
};

static bool read_all(struct arena *a, const char *source, struct all *all, struct mistakes *m)
{
	const struct node *root = tree(a, source);
	struct zone *zone = utc(a);
	bool good = calendars_read(a, root, &all->calendars, m);
	const struct system_more none = {0};

	good = companies_read(a, root, &all->calendars, zone, &all->companies, m) && good;
	good = systems_read(a, root, &all->companies, zone, &none, &all->systems, m) && good;
	return crosswalks_read(a, root, &all->systems, &all->crosswalks, m) && good;
}

static const char source[] =
	"[calendar.de]\n"
	"closed = [\"sat\", \"sun\"]\n"
	"holidays = [2026-04-06, \"2026-04-03\", 2026-04-03]\n"
	"[company.DE01]\n"
	"title = \"Nordlicht\"\n"
	"currency = \"eur\"\n"
	"timezone = \"Europe/Berlin\"\n"
	"calendar = \"de\"\n"
	"[company.PL01]\n"
	"[system.shop]\n"
	"title = \"Webshop\"\n"
	"company = \"DE01\"\n"
	"channel = \"web\"\n"
	"owner = \"e-commerce\"\n"
	"exponents = { ISK = 2, UGX = 2, dem = 2 }\n"
	"currencies = { LEU = \"RON\", \"\u20AC\" = \"eur\", mark = \"DEM\" }\n"
	"[system.erp]\n"
	"timezone = \"Europe/Warsaw\"\n"
	"[crosswalk.status]\n"
	"PAID = \"paid\"\n"
	"OPEN = \"open\"\n"
	"\"\" = \"none\"\n"
	"[crosswalk.status.erp]\n"
	"OPEN = \"new\"\n"
	"X1 = \"shipped\"\n"
	"[crosswalk.factor]\n"
	"CASE = 12\n"
	"HALF = 0.50\n";

static bool means(const struct system *s, Str written, const char *code)
{
	const struct currency *c = system_currency(s, written);

	return c && strcmp(c->code, code) == 0;
}

static void companies_and_systems(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct all all;
	const struct system *shop, *erp;

	ok(read_all(a, source, &all, m), "a whole vocabulary");
	is_str(mistakes_text(a, m), S(""), "without a mistake");
	is_int((int64_t)all.calendars.at[0].holiday_count, 2, "a holiday said twice is one");
	ok(!calendar_is_open(&all.calendars.at[0], day_of("2026-04-04")), "closed on Saturday");
	is_z(date_text(a, calendar_open_from(&all.calendars.at[0], day_of("2026-04-03"))), "2026-04-07", "Easter");
	is_str(all.companies.at[0].title, S("Nordlicht"), "title of a company");
	is_str(all.companies.at[0].currency, S("EUR"), "currency in capitals");
	is_z(zone_name(all.companies.at[0].zone), "Europe/Berlin", "zone");
	ok(all.companies.at[0].calendar == &all.calendars.at[0], "calendar");
	is_str(all.companies.at[1].title, S("PL01"), "title by default");
	is_z(zone_name(all.companies.at[1].zone), "UTC", "zone by default");
	ok(!all.companies.at[1].calendar, "no calendar");
	shop = system_find(&all.systems, S("shop"));
	erp = system_find(&all.systems, S("erp"));
	ok(shop->company == &all.companies.at[0], "a system's company");
	is_str(shop->channel, S("web"), "channel");
	is_str(shop->owner, S("e-commerce"), "owner");
	is_z(zone_name(shop->zone), "Europe/Berlin", "the company's zone");
	ok(!erp->company, "of two companies none is assumed");
	is_z(zone_name(erp->zone), "Europe/Warsaw", "a zone of its own");
	is_str(erp->title, S("erp"), "title by default");
	is_int(system_exponent(shop, currency_find(S("ISK"))), 2, "an exponent of its own");
	is_int(system_exponent(erp, currency_find(S("ISK"))), 0, "another has the standard's");
	is_int(system_exponent(shop, currency_find(S("KWD"))), 3, "three digits");
	is_int(system_exponent(shop, currency_find(S("XAU"))), -1, "gold has no minor unit");
	ok(means(shop, S("RON"), "RON") && means(shop, S("leu"), "RON") && means(shop, S("\u20AC"), "EUR"),
		"a currency under its code, and as the system writes it");
	ok(means(shop, S("DEM"), "DEM") && means(shop, S("MARK"), "DEM"), "a withdrawn one whose digits it declares");
	ok(!system_currency(erp, S("LEU")) && !system_currency(erp, S("DEM")), "not in another system");
	ok(!system_currency(shop, S("ITL")) && !system_currency(shop, S("XXX")), "no other, and what is none");
}

static void is_pair(const struct crosswalk *c, const char *from, const char *want)
{
	Str to = {0};
	bool known = c && crosswalk_get(c, text(from), &to);

	is_z(known ? to.at : NULL, want, "crosswalk of \"%s\"", from);
}

static void crosswalks(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct all all, other;
	const struct crosswalk *any, *erp;

	ok(read_all(a, source, &all, m), "crosswalks");
	any = crosswalk_find(&all.crosswalks, S("status"), S("shop"));
	erp = crosswalk_find(&all.crosswalks, S("status"), S("erp"));
	ok(!crosswalk_find(&all.crosswalks, S("stats"), S("erp")), "there is no other");
	ok(any && erp && any != erp, "one for all, one for the ERP");
	is_pair(any, "PAID", "paid");
	is_pair(any, "OPEN", "open");
	is_pair(any, "", "none");
	is_pair(any, "X1", NULL);
	is_pair(any, "paid", NULL);
	is_pair(erp, "OPEN", "new");
	is_pair(erp, "X1", "shipped");
	is_pair(erp, "PAID", "paid");
	is_int((int64_t)erp->count, 4, "the ERP's own before those for all");
	is_pair(crosswalk_find(&all.crosswalks, S("factor"), S("erp")), "CASE", "12");
	is_pair(crosswalk_find(&all.crosswalks, S("factor"), S("erp")), "HALF", "0.50");
	ok(!digest_is(any->digest, erp->digest), "other content, another digest");
	ok(read_all(a, "[system.erp]\n[crosswalk.status.erp]\nX1 = \"shipped\"\nOPEN = \"new\"\n[crosswalk.status]\n"
		"\"\" = \"none\"\nOPEN = \"open\"\nPAID = \"paid\"\n", &other, m), "the same in another order");
	ok(digest_is(erp->digest, crosswalk_find(&other.crosswalks, S("status"), S("erp"))->digest), "has the same digest");
	ok(digest_is(any->digest, other.crosswalks.at[0].digest), "also the one for all");
	ok(read_all(a, "[crosswalk.x]\nab = \"c\"\n[crosswalk.y]\na = \"bc\"\n", &other, m), "cut elsewhere");
	ok(!digest_is(other.crosswalks.at[0].digest, other.crosswalks.at[1].digest), "is another digest");
}

static void inline_crosswalk(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct crosswalk c;

	ok(crosswalk_read(a, node_get(tree(a, "c = { b = \"B\", a = \"A\" }\n"), "c"), &c, m), "inside of a map");
	is_pair(&c, "a", "A");
	is_pair(&c, "b", "B");
	ok(!crosswalk_read(a, node_get(tree(a, "c = { a = true, b = { c = 1 } }\n"), "c"), &c, m), "pairs of texts only");
	is_str(mistakes_text(a, m), S("v.toml:1:7: \"a\" must be a text or a number, not a boolean\n"
		"v.toml:1:17: \"b\" must be a text or a number, not a table\n"), "says so");
}

static void bad(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct all all;

	ok(!read_all(a,
		"[calendar.de]\n"
		"closed = [\"sat\", \"sunday\"]\n"
		"holidays = [\"2026-02-29\", 5]\n"
		"[calendar.never]\n"
		"closed = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\n"
		"[company.DE01]\n"
		"currency = \"EURO\"\n"
		"timezone = \"Europe/Berlinn\"\n"
		"calendar = \"dee\"\n"
		"[system.Shop]\n"
		"company = \"DE02\"\n"
		"exponents = { ISK = -1, ABX = 2 }\n"
		"currencies = { RON = \"EUR\", LEU = 2, x = \"RNO\", y = \"DEM\", z = \"EUR\", Z = \"USD\" }\n"
		"tilte = \"x\"\n"
		"[crosswalk.status.shp]\n"
		"a = \"b\"\n"
		"[crosswalk.other]\n"
		"a = [1]\n", &all, m), "many mistakes");
	is_str(mistakes_text(a, m), S(
		"v.toml:2:18: \"closed\" is \"sunday\", must be one of mon, tue, wed, thu, fri, sat, sun\n"
		"v.toml:3:13: \"holidays\" is \"2026-02-29\", must be a date such as 2026-03-31\n"
		"v.toml:3:27: \"holidays\" must be a date such as 2026-03-31, not an integer\n"
		"v.toml:5:1: a calendar must have an open day\n"
		"v.toml:7:1: there is no currency \"EURO\" in ISO 4217\n"
		"v.toml:8:1: there is no time zone \"Europe/Berlinn\"; write a name such as \"Europe/Berlin\"\n"
		"v.toml:9:1: there is no [calendar.dee]; did you mean \"de\"?\n"
		"v.toml:10:9: \"Shop\" cannot be a name here; use lower-case letters, digits and _, a letter first, at most "
		"24\n"
		"v.toml:11:1: there is no [company.DE02]; did you mean \"DE01\"?\n"
		"v.toml:12:15: the exponent of ISK must be an integer from 0 to 6\n"
		"v.toml:12:25: there is no currency \"ABX\" in ISO 4217\n"
		"v.toml:13:16: \"RON\" is a currency itself\n"
		"v.toml:13:29: \"LEU\" must be a currency of ISO 4217, such as \"RON\", not an integer\n"
		"v.toml:13:38: there is no currency \"RNO\" in ISO 4217\n"
		"v.toml:13:49: there is no currency \"DEM\" in ISO 4217\n"
		"v.toml:13:71: \"Z\" stands here already, in other case\n"
		"v.toml:14:1: unknown key \"tilte\"; did you mean \"title\"?\n"
		"v.toml:15:19: there is no [system.shp]; did you mean \"Shop\"?\n"
		"v.toml:18:1: \"a\" must be a text or a number, not a list\n"), "all at once");
}

static void settings(struct arena *a)
{
	struct mistakes *m = mistakes_new(a);
	struct settings s;

	ok(settings_read(a, tree(a, ""), &s, m), "no settings at all");
	ok(s.embedded, "an embedded cluster");
	is_str(s.landings, S("var/landings"), "landings");
	is_z(s.locale->name, "en-GB", "locale");
	is_int(s.csv_separator, ',', "a comma between");
	is_int(s.memory, INT64_C(256) << 20, "memory");
	is_z(zone_name(s.zone), "UTC", "zone");
	ok(settings_read(a, tree(a, "[counterfoil]\ndatabase = \"postgresql://h/d\"\nlocale = \"pl-PL\"\nmemory = \"2GB\"\n"
		"timezone = \"Europe/Warsaw\"\ninclude = [\"x\"]\n"), &s, m), "settings");
	ok(!s.embedded, "a server");
	is_int(s.csv_separator, ';', "a semicolon where the decimal mark is a comma");
	is_int(s.csv_decimal, ',', "as it is in Poland");
	is_int(s.memory, INT64_C(2) << 30, "two gigabytes");
	ok(settings_read(a, tree(a, "[counterfoil]\nlocale = \"de-DE\"\ncsv_decimal = \".\"\ncsv_separator = \"\\t\"\n"),
		&s, m),
		"CSV as wanted");
	is_int(s.csv_separator, '\t', "a tab");
	is_int(s.csv_decimal, '.', "and a point");
	is_str(mistakes_text(a, m), S(""), "all without a mistake");
	ok(!settings_read(a, tree(a, "[counterfoil]\ndatabase = \"embeded\"\nlocale = \"de_DE\"\nmemory = \"lots\"\n"
		"csv_separator = \",\"\ncsv_decimal = \",\"\ntimezone = \"Mars\"\n"), &s, m), "mistakes");
	is_str(mistakes_text(a, m), S(
		"v.toml:2:1: \"database\" is neither \"embedded\" nor a connection such as \"postgresql://host/name\"\n"
		"v.toml:3:1: locale \"de_DE\" is not known; write one such as \"de-DE\"; did you mean \"de-DE\"?\n"
		"v.toml:4:1: \"memory\" is \"lots\", must be from \"64MB\" to \"1024GB\"\n"
		"v.toml:5:1: \"csv_separator\" and the decimal mark are both \",\"\n"
		"v.toml:7:1: there is no time zone \"Mars\"; write a name such as \"Europe/Berlin\"\n"), "all at once");
}

static void reference(struct arena *a)
{
	struct buf *b = buf_new(a, 100000);

	settings_describe(b);
	calendars_describe(b);
	companies_describe(b);
	systems_describe(b, NULL, 0);
	ok(text_find(buf_str(b), S("| `locale` | text | `en-GB` |")) < b->len, "settings");
	ok(text_find(buf_str(b), S("## [company.NAME]")) < b->len, "companies");
	ok(text_find(buf_str(b), S("list of `mon`, `tue`")) < b->len, "calendars");
	ok(text_find(buf_str(b), S("| `exponents` | table |")) < b->len, "systems");
}

int main(void)
{
	static struct arena *a;

	a = arena_new(NULL);
	companies_and_systems(a);
	crosswalks(a);
	inline_crosswalk(a);
	bad(a);
	settings(a);
	reference(a);
	arena_end(a);
	return done();
}
