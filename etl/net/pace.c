#include "net/pace.h"

#include "net/told.h"

enum { CALLS_MOST = 1000000, BURST_MOST = 100000, RESERVE_MOST = 100000 };

static const struct key_name kinds[] = {{"bucket", PACE_BUCKET}, {"fixed", PACE_FIXED}, {"sliding", PACE_SLIDING},
	{"concurrent", PACE_CONCURRENT}, {"cost", PACE_COST}, {"header", PACE_HEADER}, {"learn", PACE_LEARN},
	{"daily", PACE_DAILY}, {0}};

static const struct key_name scopes[] = {{"account", PACE_ACCOUNT}, {"system", PACE_SYSTEM}, {"op", PACE_OP}, {0}};

struct pace_text {
	int kind, scope, calls, burst, reserve, unit;
	struct duration per;
	Str timezone, cost, available, restore, remaining, reset, used, rate;
};

static const struct key keys[] = {
	KEY(struct pace_text, kind, .doc = "\"bucket\": one call after another at an even pace, some saved up; \"fixed\": "
		"so many in each stretch of time of the clock; \"sliding\": never more than so many within any such time; "
		"\"concurrent\": so many at once; \"cost\": by the points that its answers state; \"header\": by what its "
		"answers say is left; \"learn\": at the pace that its answers state; \"daily\": so many a day",
		.def = "bucket", .names = kinds),
	KEY(struct pace_text, scope, .doc = "for whom it holds together: all that use the account, the system, or each of "
		"its lists (op); of a limit that stands in a list it is that list", .def = "account", .names = scopes),
	KEY(struct pace_text, calls, .doc = "how many calls; of \"learn\": until an answer has stated a pace", .least = 1,
		.most = CALLS_MOST),
	KEY(struct pace_text, per, .doc = "in what time; of \"header\": how long to wait where none is left and nothing "
		"says until when", .def = "1s"),
	KEY(struct pace_text, burst, .doc = "of a bucket: how many may be saved up", .def = "1", .least = 1,
		.most = BURST_MOST),
	KEY(struct pace_text, timezone, .doc = "of \"daily\": in which its day begins", .def = "UTC"),
	KEY(struct pace_text, cost, .doc = "where an answer states what the call cost, in points: a path in its JSON, or "
		"header:NAME"),
	KEY(struct pace_text, available, .doc = "where it states how many points are left"),
	KEY(struct pace_text, restore, .doc = "where it states how many come back in a second"),
	KEY(struct pace_text, reserve, .doc = "points that are to be left over, for others", .def = "0", .least = 0,
		.most = RESERVE_MOST),
	KEY(struct pace_text, remaining, .doc = "where an answer states how many calls are left: a path, or header:NAME"),
	KEY(struct pace_text, used, .doc = "or where it states how many of how many are used, as 32/40"),
	KEY(struct pace_text, reset, .doc = "where it states when there are more"),
	KEY(struct pace_text, unit, .doc = "how that is written", .def = "s", .names = told_units),
	KEY(struct pace_text, rate, .doc = "where an answer states how many calls a second may be made"),
};

/* Of each kind the keys that it needs and those that it also knows; it knows no others. */
static const struct kind_row {
	const char *needs[3], *knows[3];
} rows[] = {
	[PACE_BUCKET] = {{"calls"}, {"per", "burst"}},
	[PACE_FIXED] = {{"calls"}, {"per"}},
	[PACE_SLIDING] = {{"calls"}, {"per"}},
	[PACE_CONCURRENT] = {{"calls"}, {NULL}},
	[PACE_COST] = {{"cost", "available", "restore"}, {"reserve"}},
	[PACE_HEADER] = {{NULL}, {"reset", "unit", "per"}},
	[PACE_LEARN] = {{"rate"}, {"calls", "per", "burst"}},
	[PACE_DAILY] = {{"calls"}, {"timezone"}},
};

static bool has_name(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count && names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool is_known(int kind, const char *key)
{
	if (kind == PACE_HEADER && (strcmp(key, "remaining") == 0 || strcmp(key, "used") == 0))
		return true;
	return has_name(rows[kind].needs, 3, key) || has_name(rows[kind].knows, 3, key);
}

/* Kind and scope, the first two, are of all. */
static bool check_keys(const struct node *n, int kind, struct mistakes *m)
{
	bool good = true;

	for (size_t i = 2; i < KEY_COUNT(keys); i++) {
		const struct node *given = node_child(n, text(keys[i].name));
		bool is_needed = has_name(rows[kind].needs, 3, keys[i].name);

		if (is_needed && !given)
			good = mistake(m, n, "\"%s\" is missing: \"%s\" needs it", keys[i].name, kinds[kind].name);
		if (given && !is_known(kind, keys[i].name))
			good = mistake(m, given, "\"%s\" is of another kind than \"%s\"", keys[i].name, kinds[kind].name);
	}
	if (kind == PACE_HEADER && !node_child(n, S("remaining")) == !node_child(n, S("used")))
		good = mistake(m, n, "\"header\" needs \"remaining\" or \"used\", one of them");
	if (kind == PACE_HEADER && node_child(n, S("unit")) && !node_child(n, S("reset")))
		good = mistake(m, node_place(n, "unit"), "\"unit\" is of \"reset\", which is missing");
	return good;
}

static bool check_times(struct arena *a, const struct node *n, const struct pace *pace, int64_t most,
	struct mistakes *m)
{
	bool is_paced = (pace->kind == PACE_BUCKET || pace->kind == PACE_LEARN) && pace->calls > 0;
	bool has_window = pace->kind == PACE_FIXED || pace->kind == PACE_SLIDING || pace->kind == PACE_HEADER;
	int64_t longest = is_paced ? pace->per.us / pace->calls : has_window ? pace->per.us : 0;

	if (pace->per.us <= 0)
		return mistake(m, node_place(n, "per"), "\"per\" must be longer than nothing");
	if (pace->per.us > 366 * DAY)
		return mistake(m, node_place(n, "per"), "\"per\" must not be longer than a year");
	if (pace->kind == PACE_CONCURRENT && pace->calls > AT_ONCE_MOST)
		return mistake(m, node_place(n, "calls"), "\"calls\" of \"concurrent\" must be at most %d", AT_ONCE_MOST);
	if (longest <= most)
		return true;
	return mistake(m, n, "a call may have to wait for %s, but the longest pause is %s; set retry = { most = \"%s\" }",
		duration_text(a, longest), duration_text(a, most), duration_text(a, longest));
}

static bool read_place(struct arena *a, const struct node *n, const char *key, Str written, struct answer_place *place,
	struct mistakes *m)
{
	struct err e = {0};

	return !written.at || answer_place_parse(a, written, place, &e) || mistake(m, node_place(n, key), "%s", e.message);
}

static bool read_places(struct arena *a, const struct node *n, const struct pace_text *t, struct pace *pace,
	struct mistakes *m)
{
	bool good = read_place(a, n, "cost", t->cost, &pace->cost, m);

	good = read_place(a, n, "available", t->available, &pace->available, m) && good;
	good = read_place(a, n, "restore", t->restore, &pace->restore, m) && good;
	good = read_place(a, n, "remaining", t->remaining, &pace->remaining, m) && good;
	good = read_place(a, n, "reset", t->reset, &pace->reset, m) && good;
	good = read_place(a, n, "used", t->used, &pace->used, m) && good;
	return read_place(a, n, "rate", t->rate, &pace->rate, m) && good;
}

static bool read_pace(struct arena *a, const struct node *n, bool of_list, int64_t most, struct pace *pace,
	struct mistakes *m)
{
	struct pace_text t = {0};
	struct err e = {0};

	if (!key_table(n, "limit", m) || !keys_read(a, n, keys, KEY_COUNT(keys), &t, m) || !check_keys(n, t.kind, m))
		return false;
	*pace = (struct pace){.kind = t.kind, .scope = of_list ? PACE_OP : t.scope, .calls = t.calls, .burst = t.burst,
		.per = t.per, .reserve = t.reserve, .unit = t.unit};
	if (of_list && node_child(n, S("scope")))
		return mistake(m, node_place(n, "scope"), "\"scope\" has no place in a list, whose limits are its own");
	if (!zone_open(a, t.timezone, &pace->zone, &e))
		return mistake(m, node_place(n, "timezone"), "%s", e.message);
	return read_places(a, n, &t, pace, m) && check_times(a, n, pace, most, m);
}

bool paces_read(struct arena *a, const struct node *list, bool of_list, int64_t most, struct paces *paces,
	struct mistakes *m)
{
	struct pace *at;
	bool good = true;

	*paces = (struct paces){0};
	if (!list)
		return true;
	if (list->kind != NODE_ARRAY)
		return mistake(m, list, "\"limit\" must be a list of tables, such as [{ calls = 20, per = \"1s\" }]");
	if (list->count > PACES_MOST)
		return mistake(m, list, "\"limit\" must have at most %d", PACES_MOST);
	at = arena_array(a, list->count + 1, struct pace);
	for (size_t i = 0; i < list->count; i++)
		good = read_pace(a, list->items[i], of_list, most, &at[i], m) && good;
	if (good)
		*paces = (struct paces){at, list->count};
	return good;
}

/* ── in words ──────────────────────────────────────────────────────────────────────────────────────────────────── */

const char *pace_name(const struct pace *pace)
{
	return kinds[pace->kind].name;
}

static const char *calls_words(struct arena *a, const struct pace *pace)
{
	return pace->calls == 1 ? "1 call" : arena_print(a, "%d calls", pace->calls);
}

static const char *per_words(struct arena *a, const struct pace *pace)
{
	if (pace->per.us % SECOND == 0)
		return duration_text(a, pace->per.us);
	return arena_print(a, "%lld ms", (long long)(pace->per.us / 1000));
}

static const char *plain_words(struct arena *a, const struct pace *pace)
{
	const char *calls = calls_words(a, pace), *per = per_words(a, pace);

	switch ((enum pace_kind)pace->kind) {
	case PACE_BUCKET:
		return arena_print(a, pace->burst > 1 ? "%s in %s, evenly, up to %d saved up" : "%s in %s, evenly", calls, per,
			pace->burst);
	case PACE_FIXED:
		return arena_print(a, "%s in each %s of the clock", calls, per);
	case PACE_SLIDING:
		return arena_print(a, "%s in any %s", calls, per);
	case PACE_CONCURRENT:
		return arena_print(a, "%s at once", calls);
	case PACE_COST:
		return arena_print(a, pace->reserve > 0 ? "by the points that are left, less %d"
			: "by the points that are left", pace->reserve);
	case PACE_HEADER:
		return "as many calls as its answers say are left";
	case PACE_LEARN:
		return pace->calls > 0 ? arena_print(a, "at the pace that its answers state, %s in %s until then", calls, per)
			: "at the pace that its answers state";
	case PACE_DAILY:
		return arena_print(a, "%s a day (%s)", calls, zone_name(pace->zone));
	}
	return "";
}

const char *pace_words(struct arena *a, const struct pace *pace)
{
	static const char *const whose[] = {[PACE_ACCOUNT] = "", [PACE_SYSTEM] = ", of this system",
		[PACE_OP] = ", of this list"};

	return arena_print(a, "%s%s", plain_words(a, pace), whose[pace->scope]);
}

void paces_describe(struct buf *b)
{
	keys_describe(b, "system.NAME.limit", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
}
