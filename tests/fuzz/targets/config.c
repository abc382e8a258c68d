/*
 * A whole configuration, and a right one with a piece of it replaced: either it has mistakes, each with its place in
 * one line of text, or it is a project; and a comment behind it changes nothing.
 */
#include "fuzz.h"

#include "run/project.h"

#include <sys/stat.h>
#include <unistd.h>

static const char right[] =
	"[counterfoil]\ndatabase = \"embedded\"\ntimezone = \"Europe/Berlin\"\nstart = 2026-03-30\n"
	"include = [\"none/*.toml\"]\n"
	"[company.DE01]\ntitle = \"N\"\ncurrency = \"EUR\"\ntimezone = \"Europe/Berlin\"\ncalendar = \"de\"\n"
	"[calendar.de]\nclosed = [\"sat\", \"sun\"]\nholidays = [2026-01-01]\n"
	"[entity.order]\nkey = [\"shop\", \"no\"]\n[entity.order.field]\nshop = { type = \"text\" }\n"
	"no = { type = \"text\" }\nat = { type = \"timestamp\", truth = \"shop\" }\n"
	"currency = { type = \"currency\", truth = \"shop\" }\ntotal = { type = \"money\", truth = \"shop\" }\n"
	"status = { type = \"text\", truth = \"shop\", values = [\"open\", \"paid\"] }\n"
	"[entity.charge]\nkey = [\"id\"]\nparent = { order = [\"shop\", \"no\"] }\n[entity.charge.field]\n"
	"id = { type = \"text\" }\nshop = { type = \"text\" }\nno = { type = \"text\" }\n"
	"currency = { type = \"currency\" }\namount = { type = \"money\", truth = \"pay\" }\n"
	"[crosswalk.states]\nOPEN = \"open\"\nPAID = \"paid\"\n[crosswalk.units]\ncase = 12\n"
	"[kind.csv.extract.orders]\nentity = \"order\"\nas_of = \"name\"\ncomplete = \"structure\"\n"
	"source = { kind = \"file\", path = \"{business_date}/s.csv\" }\nformat = { kind = \"csv\", delimiter = \";\" }\n"
	"guard = { max_delete = \"5%\", at_least = 50, on_empty = \"fail\" }\nreject_limit = \"50%\"\n"
	"due = { days = 1, at = \"02:00\", timezone = \"UTC\", calendar = \"de\" }\nscope = { range = \"at\" }\n"
	"version = \"at\"\nnature = \"state\"\n"
	"[kind.csv.extract.orders.map]\nshop = { const = \"s\" }\nno = { get = \"no\", do = [\"trim\", \"shift:2\"] }\n"
	"at = { get = \"placed\", format = [\"iso\", \"%d.%m.%Y\"], zone = \"Europe/Berlin\" }\n"
	"currency = { const = \"EUR\" }\ntotal = { get = \"t\", unit = \"major\", sign = \"after\" }\n"
	"status = { get = \"st\", crosswalk = \"states\", else = \"reject\" }\n"
	"where = [{ field = \"no\", value = \"1\" }]\n"
	"[system.shop]\nlike = \"csv\"\ncompany = \"DE01\"\nowner = \"x\"\n"
	"[system.erp]\nlike = \"csv\"\ncompany = \"DE01\"\n[system.pay]\ncompany = \"DE01\"\n"
	"[extract.pay.charges]\nentity = \"charge\"\nas_of = \"max:id\"\ncomplete = \"count:n\"\n"
	"source = { kind = \"file\", path = \"p_{part}.xml\", parts = [\"A\", \"B\"] }\n"
	"format = { kind = \"xml\", rows = \"o.r[*]\" }\n[extract.pay.charges.map]\nid = \"@id\"\nshop = \"^.s\"\n"
	"no = { template = \"{a}-{b}\" }\ncurrency = \"c\"\namount = { get = \"m\", unit = \"minor\" }\n"
	"[flow.f]\nfrom = \"shop\"\nto = \"erp\"\ncarries = \"order\"\nlag = \"24h\"\n"
	"[reconcile.orders]\nid = \"R-O\"\nkind = \"keyed\"\nentity = \"order\"\nsince = \"2026-01-01\"\n"
	"sides = { shop = [\"shop.orders\"], erp = [\"erp.orders\"] }\ntruth = \"shop\"\n"
	"expect = { erp = { where = [{ field = \"status\", is = \"<>\", value = \"open\" }], flow = \"f\" } }\n"
	"compare = { total = { tolerance = \"0.01\" }, status = { within = \"4h\" } }\nvalue = \"total\"\nat = \"at\"\n"
	"say = { missing = \"{side} lacks {no} {value}\" }\npolicy = { max_open = 3 }\n"
	"[reconcile.paid]\nid = \"R-P\"\nkind = \"sum\"\nwhole = { extracts = [\"shop.orders\"], amount = \"total\" }\n"
	"parts = [{ extracts = [\"pay.charges\"], parent = \"order\", amount = \"amount\", sign = \"-\" }]\n"
	"[job.nightly]\nat = \"04:30\"\nextract = [\"*\"]\nreconcile = [\"*\"]\nreport = [\"json\"]\n";

static char folder[] = "/tmp/counterfoil-config-XXXXXX";

static void finish(void)
{
	char path[64];

	snprintf(path, sizeof path, "%s/jobs.toml", folder);
	unlink(path);
	rmdir(folder);
}

static void begin(void)
{
	must(mkdtemp(folder) != NULL, "a folder of its own");
	atexit(finish);
}

static void write_jobs(Str s)
{
	static bool begun;
	char path[64];
	FILE *file;

	if (!begun)
		begin();
	begun = true;
	snprintf(path, sizeof path, "%s/jobs.toml", folder);
	file = fopen(path, "wb");
	must(file && fwrite(s.at, 1, s.len, file) == s.len && fclose(file) == 0, "jobs.toml is written");
}

/* Whether it is a project; what is wrong with it, and its digest. */
static bool opened(struct arena *a, Str s, Str *wrong, struct digest *d)
{
	struct mistakes *m = mistakes_new(a);
	struct project *p;
	bool good;

	write_jobs(s);
	good = project_open(a, folder, S(""), &p, m);
	must(good == (mistakes_count(m) == 0), "there is a mistake, or a project: %zu", mistakes_count(m));
	*wrong = mistakes_text(a, m);
	*d = p->digest;
	return good;
}

static void said(struct arena *a, Str s, Str wrong)
{
	int lines = 1, line, column;
	Str one;

	for (size_t i = 0; i < s.len; i++)
		lines += s.at[i] == '\n';
	while (wrong.len > 0) {
		text_cut(wrong, '\n', &one, &wrong);
		must(text_is_utf8(one, NULL), "a mistake is text: %.*s", STR(one));
		for (size_t i = 0; i < one.len; i++)
			must((unsigned char)one.at[i] >= 0x20 && one.at[i] != 0x7F, "a mistake is one line: %.*s", STR(one));
		if (sscanf(text_z(a, one), "jobs.toml:%d:%d: ", &line, &column) == 2)
			must(line >= 1 && line <= lines && column >= 1, "%d lines: %.*s", lines, STR(one));
	}
}

static Str with_a_piece(struct arena *a, Str in)
{
	struct buf *b = buf_new(a, 1 << 20);
	Str all = text(right);
	size_t at = take_number(&in) % all.len, length = take(&in) % 32;

	buf_add(b, text_head(all, at));
	buf_add(b, in);
	buf_add(b, text_from(all, at + length));
	return buf_str(b);
}

static void target(struct arena *a, Str in)
{
	bool whole = take(&in) & 1, good;
	Str s = whole ? in : with_a_piece(a, in), wrong, again;
	struct digest first, second;

	/* A CR alone is wrong, and before a line's end it is right. */
	if (text_ends(s, S("\r")))
		return;
	good = opened(a, s, &wrong, &first);
	said(a, s, wrong);
	must(in.len > 0 || whole || good || s.len != strlen(right), "the right one is right: %.*s", STR(wrong));
	must(opened(a, text(arena_print(a, "%.*s\n# x\n", WHOLE(s))), &again, &second) == good || memchr(s.at, 0, s.len),
		"a comment changes nothing");
	if (good)
		must(memcmp(&first, &second, sizeof first) == 0, "a comment is not in the digest");
}
