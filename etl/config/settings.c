#include "config/settings.h"

#include "config/company.h"
#include "config/keys.h"
#include "config/tree.h"

struct settings_text {
	Str title, database, landings, reports, locale, csv_separator, csv_decimal, timezone, memory;
	struct texts include;
	struct day start;
};

static const struct key_name separators[] = {{",", 0}, {";", 0}, {"\t", 0}, {"|", 0}, {NULL, 0}};
static const struct key_name marks[] = {{".", 0}, {",", 0}, {NULL, 0}};

static const struct key keys[] = {
	KEY(struct settings_text, title, .doc = "the name of the business, on reports", .def = ""),
	KEY(struct settings_text, database, .doc = "embedded: a private cluster under var/; else a libpq connection",
		.def = "embedded"),
	KEY(struct settings_text, landings, .doc = "the folder of the bytes as received", .def = "var/landings"),
	KEY(struct settings_text, reports, .doc = "the folder of the reports", .def = "var/reports"),
	KEY(struct settings_text, include, .doc = "the other files of the project, relative to its folder",
		.def = TREE_INCLUDE),
	KEY(struct settings_text, locale, .doc = "how reports and the terminal write numbers and dates, such as de-DE",
		.def = "en-GB"),
	KEY(struct settings_text, csv_separator, .doc = "between the fields of CSV reports; default: a semicolon where "
		"the locale has a decimal comma", .names = separators),
	KEY(struct settings_text, csv_decimal, .doc = "the decimal mark of CSV reports; default: the locale's",
		.names = marks),
	KEY(struct settings_text, timezone, .doc = "of jobs, and of the days of companies and systems, that name none",
		.def = "UTC"),
	KEY(struct settings_text, start, .doc = "the first business date: nothing is expected of any day before it"),
	KEY(struct settings_text, memory, .doc = "what a run may use for its indexes and batches, in MB or GB",
		.def = "256MB"),
};

static bool read_locale(struct arena *a, Str name, const struct node *n, struct settings *out, struct mistakes *m)
{
	struct texts names = {0};

	out->locale = locale_find(name);
	if (out->locale)
		return true;
	for (size_t i = 0; i < locale_count; i++)
		texts_add(a, &names, text(locales[i].name));
	out->locale = locale_find(S("en-GB"));
	return mistake(m, n, "locale %s is not known; write one such as \"de-DE\"%s", text_quoted(a, name),
		did_you_mean(a, name, &names));
}

static bool read_memory(struct arena *a, Str s, const struct node *n, struct settings *out, struct mistakes *m)
{
	enum { LEAST_MB = 64, MOST_MB = 1 << 20 };
	bool giga = text_ends(s, S("GB"));
	uint64_t megabytes = 0;
	bool good = (giga || text_ends(s, S("MB"))) && text_uint(text_trim(text_head(s, s.len - 2)), &megabytes)
	    && megabytes <= MOST_MB;

	if (giga)
		megabytes *= 1024;
	if (!good || megabytes < LEAST_MB || megabytes > MOST_MB)
		return mistake(m, n, "\"memory\" is %s, must be from \"64MB\" to \"1024GB\"", text_quoted(a, s));
	out->memory = (int64_t)megabytes << 20;
	return true;
}

static bool read_csv(const struct settings_text *t, const struct node *n, struct settings *out, struct mistakes *m)
{
	out->csv_decimal = t->csv_decimal.at ? t->csv_decimal.at[0] : out->locale->decimal;
	if (t->csv_separator.at)
		out->csv_separator = t->csv_separator.at[0];
	else
		out->csv_separator = out->csv_decimal == ',' ? ';' : ',';
	return out->csv_separator != out->csv_decimal
	    || mistake(m, n, "\"csv_separator\" and the decimal mark are both \"%c\"", out->csv_decimal);
}

bool settings_read(struct arena *a, const struct node *root, struct settings *out, struct mistakes *m)
{
	const struct node *own = node_get(root, "counterfoil"), *zone = node_child(own, S("timezone"));
	struct settings_text t = {0};
	struct zone *named;
	bool good;

	*out = (struct settings){.locale = locale_find(S("en-GB")), .csv_separator = ',', .csv_decimal = '.'};
	out->zone = zone_named(a, S("UTC"), own, m);
	if (own && !key_table(own, "counterfoil", m))
		return false;
	good = keys_read(a, own, keys, KEY_COUNT(keys), &t, m);
	out->title = t.title;
	out->database = t.database;
	out->embedded = text_is(t.database, S("embedded"));
	out->landings = t.landings;
	out->reports = t.reports;
	out->start = t.start;
	if (t.locale.at)
		good = read_locale(a, t.locale, node_child(own, S("locale")), out, m) && good;
	good = read_csv(&t, node_child(own, S("csv_separator")), out, m) && good;
	if (t.memory.at)
		good = read_memory(a, t.memory, node_child(own, S("memory")), out, m) && good;
	named = t.timezone.at ? zone_named(a, t.timezone, zone, m) : NULL;
	out->zone = named ? named : out->zone;
	if (t.database.at && !out->embedded && !text_begins(t.database, S("postgres"))
	    && text_find_byte(t.database, '=') == t.database.len)
		good = mistake(m, node_child(own, S("database")), "\"database\" is neither \"embedded\" nor a connection "
			"such as \"postgresql://host/name\"");
	return named && good;
}

void settings_describe(struct buf *b)
{
	keys_describe(b, "counterfoil", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
}
