#include "run/project.h"

#include "base/file.h"
#include "config/environment.h"
#include "config/tree.h"
#include "config/variables.h"
#include "extract/keys.h"
#include "extract/web.h"
#include "extract/words.h"
#include "net/endpoint.h"
#include "read/format.h"
#include "run/job.h"
#include "run/names.h"
#include "run/proof.h"
#include "run/twins.h"
#include "stage/keys.h"

/* Reading goes on after a mistake wherever what follows still makes sense, so that all are shown at once. */
struct opening {
	struct arena *a;
	struct project *p;
	struct node *root;
	struct mistakes *m;
};

/* ── extracts ──────────────────────────────────────────────────────────────────────────────────────────────────── */

struct extract_written {
	struct extract_text extract;
	struct intake_text intake;
	struct {
		const struct node *format, *map;
	} nodes;
};

static const struct key node_keys[] = {
	{.name = "format", .type = KEY_NODE, .offset = 0, .doc = "how its files are read"},
	{.name = "map", .type = KEY_NODE, .offset = sizeof(const struct node *), .doc = "where each field comes from",
	 .required = true},
};

static bool keys_all(struct opening *o, const struct node *n, struct extract_written *w)
{
	struct key_section sections[] = {
		{extract_keys, extract_key_count, &w->extract},
		{intake_keys, intake_key_count, &w->intake},
		{node_keys, KEY_COUNT(node_keys), &w->nodes},
	};

	return keys_read_all(o->a, n, sections, sizeof sections / sizeof *sections, o->m);
}

static bool format_take(struct opening *o, const struct node *n, const struct node *table, struct extract *x)
{
	struct format *format = arena_new_of(o->a, struct format);

	x->format = format;
	if (!table && x->landing.len == 0)
		return mistake(o->m, n, "\"format\" is missing");
	return !table || format_read(o->a, table, format, o->m);
}

static bool map_take(struct opening *o, const struct node *table, struct extract *x)
{
	struct map *map = NULL;
	struct map_declaration from = {.table = table, .extract = x->name, .system = x->system, .entity = x->entity,
		.crosswalks = &o->p->crosswalks, .entities = &o->p->entities};
	bool ok = map_compile(o->a, &from, &map, o->m);

	x->map = map;
	return ok;
}

static bool intake_take(struct opening *o, const struct node *n, const struct intake_text *t, struct extract *x)
{
	struct intake *intake = arena_new_of(o->a, struct intake);

	x->intake = intake;
	return intake_read(o->a, n, t, x->entity, intake, o->m);
}

static const struct endpoint *endpoint_of(const struct opening *o, const struct system *system)
{
	for (size_t i = 0; i < o->p->systems.count; i++)
		if (&o->p->systems.at[i] == system)
			return &o->p->endpoints[i];
	return NULL;
}

static bool extract_take(struct opening *o, const struct node *n, const struct system *system, struct extract *x)
{
	struct extract_written w = {0};
	struct extract_scene scene = {system, endpoint_of(o, system), &o->p->entities, &o->p->calendars};
	bool ok = keys_all(o, n, &w);

	ok = extract_read(o->a, n, &w.extract, &scene, x, o->m) && ok;
	ok = format_take(o, n, w.nodes.format, x) && ok;
	if (!x->entity)
		return false;
	ok = w.nodes.map && map_take(o, w.nodes.map, x) && ok;
	return intake_take(o, n, &w.intake, x) && ok;
}

static size_t extracts_count(const struct node *list)
{
	size_t count = 0;

	for (size_t i = 0; list && i < list->count; i++)
		count += list->items[i]->count;
	return count;
}

/* What belongs to reading on from a cursor. */
static bool onward_check(struct opening *o, const struct extract *x)
{
	static const char *const keys[] = {"source.open", "source.window.since", "source.window.full", "source.page.state"};
	bool good = true;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct node *n = node_get(x->node, keys[i]);

		if (n && x->intake && x->intake->mode != MODE_INCREMENTAL)
			good = mistake(o->m, n, "\"%s\" is of an extract with mode = \"incremental\"", strrchr(keys[i], '.') + 1);
	}
	return good;
}

/* The node, or one below it, whose text names the begin of the window. */
static const struct node *asks_from(const struct node *n)
{
	const struct node *found = n && n->kind == NODE_TEXT && words_name(n->text, S("from")) ? n : NULL;

	for (size_t i = 0; n && !found && i < n->count; i++)
		found = asks_from(n->items[i]);
	return found;
}

/* Of a list that is asked for from a time on, what stood in it before is not gone.  A report may tell of all there is
 * on the day that is asked for. */
static bool window_check(struct opening *o, const struct extract *x)
{
	const struct node *from = node_get(x->node, "source.window.from_param");
	bool is_all = x->intake && x->intake->mode == MODE_FULL && x->intake->scope == SCOPE_ALL
		&& !node_get(x->node, "source.report");

	if (!from)
		from = asks_from(node_get(x->node, "source"));
	return !is_all || !from || mistake(o->m, from, "what is asked for begins with the window, and with mode = \"full\" "
		"all that is older would be gone; say mode = \"incremental\", or scope = { range = \"FIELD\" }");
}

/* Of a landing that holds only what is new, a list cannot be all there is. */
static bool modes_check(struct opening *o)
{
	bool good = true;

	for (size_t i = 0; i < o->p->extract_count; i++) {
		const struct extract *x = &o->p->extracts[i], *owner = x->landing_of;

		good = (!x->source.web || (onward_check(o, x) && window_check(o, x))) && good;
		if (owner && owner->intake && x->intake && owner->source.web && owner->intake->mode == MODE_INCREMENTAL
		    && x->intake->mode == MODE_FULL && x->intake->scope != SCOPE_PARENT)
			good = mistake(o->m, node_place(x->node, "mode"), "\"mode\" is \"full\", but the landing of %.*s holds "
				"only what is new; it must be incremental too, or of scope { parent = … }", STR(owner->name));
	}
	return good;
}

static bool extracts_take(struct opening *o)
{
	const struct node *list = node_get(o->root, "extract");
	struct system *unknown = arena_new_of(o->a, struct system);
	bool ok = true;

	o->p->extracts = arena_array(o->a, extracts_count(list), struct extract);
	for (size_t s = 0; list && s < list->count; s++) {
		const struct node *group = list->items[s];
		const struct system *system = system_named(o->a, &o->p->systems, group->name, group, o->m);

		/* What is wrong with its extracts is said all the same. */
		if (!system) {
			ok = false;
			*unknown = (struct system){.name = group->name, .zone = o->p->settings.zone,
				.company = arena_new_of(o->a, struct company)};
			system = unknown;
		}
		for (size_t i = 0; i < group->count; i++) {
			ok = extract_take(o, group->items[i], system, &o->p->extracts[o->p->extract_count]) && ok;
			o->p->extract_count++;
		}
	}
	return extracts_link(o->a, o->p->extracts, o->p->extract_count, o->m) && modes_check(o) && ok;
}

/* What shares a landing is read in the format of the landing's owner unless it has one of its own. */
static void formats_inherit(struct project *p)
{
	for (size_t i = 0; i < p->extract_count; i++) {
		struct extract *x = &p->extracts[i];

		if (x->landing_of && node_child(x->node, S("format")) == NULL)
			x->format = x->landing_of->format;
	}
}

/* Columns that are declared, or have no names, tell before the first file which fields can never be read. */
static bool columns_check(struct opening *o, const struct extract *x)
{
	const struct node *map = node_child(x->node, S("map"));
	size_t path_count, need_count;
	const struct path *paths = map_paths(x->map, &path_count);
	const struct need *needs = map_needs(x->map, &need_count);
	bool ok = true;

	if (!format_has_columns(x->format))
		return true;
	for (size_t i = 0; i < need_count; i++) {
		struct err e = {0};

		if (!csv_check(o->a, &x->format->dialect, paths, path_count, &needs[i], &e))
			ok = mistake(o->m, node_place(map, text_z(o->a, needs[i].asker)), "%s", e.message);
	}
	return ok;
}

static bool columns_check_all(struct opening *o)
{
	bool ok = true;

	for (size_t i = 0; i < o->p->extract_count; i++)
		if (o->p->extracts[i].map && o->p->extracts[i].format)
			ok = columns_check(o, &o->p->extracts[i]) && ok;
	return ok;
}

/* One that no extract stages would be empty every night, and nobody would hear of it. */
static bool dataset_check(struct opening *o, Str dataset, const struct node *at)
{
	struct texts known = {0};

	if (!dataset.at)
		return true;
	for (size_t i = 0; i < o->p->extract_count; i++)
		if (o->p->extracts[i].system && o->p->extracts[i].entity)
			texts_add(o->a, &known, extract_dataset(o->a, &o->p->extracts[i]));
	return texts_has(&known, dataset) || mistake(o->m, at, "no extract stages %s%s", text_quoted(o->a, dataset),
		did_you_mean(o->a, dataset, &known));
}

/* Those that an extract looks into. */
static bool datasets_check(struct opening *o, const struct extract *x)
{
	const struct fan *fan = x->source.web ? &x->source.web->fan : NULL;
	size_t count = 0;
	const struct map_lookup *lookups = x->map ? map_lookups(x->map, &count) : NULL;
	bool ok = !fan || dataset_check(o, fan->dataset, fan->at);

	ok = (!fan || dataset_check(o, fan->except.dataset, fan->except.at)) && ok;
	for (size_t i = 0; i < count; i++)
		ok = dataset_check(o, lookups[i].dataset, lookups[i].at) && ok;
	return ok;
}

/* A file that several extracts read proves itself to its owner. */
static bool sources_check(struct opening *o)
{
	bool ok = true;

	for (size_t i = 0; i < o->p->extract_count; i++) {
		ok = proof_check(o->a, &o->p->extracts[i], o->m) && ok;
		ok = datasets_check(o, &o->p->extracts[i]) && ok;
	}
	return ok;
}

/* ── accounts: extracts as rules see them ──────────────────────────────────────────────────────────────────────── */

Str extract_dataset(struct arena *a, const struct extract *x)
{
	return text(arena_print(a, "%.*s.%.*s", STR(x->system->name), STR(x->entity->name)));
}

struct digest extract_format_digest(struct arena *a, const struct extract *x)
{
	const struct node *own = node_child(x->node, S("format"));

	return node_digest(a, own || !x->landing_of ? own : node_child(x->landing_of->node, S("format")));
}

static void account_of(struct arena *a, const struct extract *x, struct account *account)
{
	*account = (struct account){.extract = x->name, .system = x->system->name, .entity = x->entity,
		.title = text_is(x->title, x->name) ? S("") : x->title, .tie = x->tie,
		.proven = proof_shows(x), .zone = x->system->zone,
		.scope_field = x->intake && x->intake->scope == SCOPE_PART ? x->intake->scope_field : -1};
	/* Rules are checked over an extract of no entity too, and over one whose map is at fault. */
	if (!x->entity)
		return;
	account->dataset = extract_dataset(a, x);
	for (size_t f = 0; x->map && f < x->entity->field_count; f++)
		if (map_declares(x->map, f))
			texts_add(a, &account->mapped, x->entity->fields[f].name);
}

static void accounts_make(struct opening *o)
{
	o->p->accounts = arena_array(o->a, o->p->extract_count, struct account);
	for (size_t i = 0; i < o->p->extract_count; i++)
		account_of(o->a, &o->p->extracts[i], &o->p->accounts[i]);
}

static bool has_system(const struct project *p, Str pattern)
{
	for (size_t i = 0; i < p->systems.count; i++)
		if (text_glob(pattern, p->systems.at[i].name))
			return true;
	return p->systems.count == 0;
}

/* A truth that is a system's name misspelt is said where it stands, and not again by each rule that asks for it; one
 * that is none at all may be of a system to come, until a rule asks for it. */
static bool truths_check(struct opening *o)
{
	const struct project *p = o->p;
	bool ok = true;

	for (size_t i = 0; i < p->entities.count; i++) {
		const struct node *n = node_child(node_get(o->root, "entity"), p->entities.at[i].name);

		for (size_t f = 0; f < p->entities.at[i].field_count; f++) {
			struct field *field = &p->entities.at[i].fields[f];
			const struct node *at = node_child(node_child(n, S("field")), field->name);
			const char *meant;

			if (field->truth.len == 0 || has_system(p, field->truth))
				continue;
			meant = did_you_mean_in(o->a, field->truth, p->systems.at, p->systems.count, sizeof *p->systems.at);
			if (!*meant)
				continue;
			ok = mistake(o->m, node_place(at, "truth"), "there is no system %s%s", text_quoted(o->a, field->truth),
				meant);
			field->truth = S("");
		}
	}
	return ok;
}

static bool rules_take(struct opening *o)
{
	struct project *p = o->p;
	struct reconcile_scope scope = {.entities = p->entities.at, .entity_count = p->entities.count,
		.accounts = p->accounts, .account_count = p->extract_count, .calendars = p->calendars.at,
		.calendar_count = p->calendars.count};
	struct flow_scope movements = {p->calendars.at, p->calendars.count, p->entities.at, p->entities.count};
	bool ok = flows_read(o->a, o->root, &movements, &p->flows, o->m);

	scope.flows = p->flows;
	ok = contracts_read(o->a, o->root, p->entities.at, p->entities.count, &scope.contracts, o->m) && ok;
	ok = rules_read(o->a, o->root, &scope, &p->rules, o->m) && ok;
	return positions_read(o->a, o->root, &scope, &p->companies, &p->positions, o->m) && ok;
}

/* ── systems ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool systems_take(struct opening *o)
{
	struct project *p = o->p;
	size_t count = systems_count(o->root);
	struct endpoint_text *texts = arena_array(o->a, count + 1, struct endpoint_text);
	struct system_more more = {endpoint_keys, endpoint_key_count, (char *)texts, sizeof *texts};
	struct endpoint *endpoints = arena_array(o->a, count + 1, struct endpoint);
	/* Behind the digest: the configuration is the same one, wherever its systems stand. */
	bool ok = variables_fill(o->a, o->root, o->m);

	ok = systems_read(o->a, o->root, &p->companies, p->settings.zone, &more, &p->systems, o->m) && ok;
	p->endpoints = endpoints;
	for (size_t i = 0; i < p->systems.count; i++)
		ok = endpoint_read(o->a, &p->systems.at[i], &texts[i], p->folder, &endpoints[i], o->m) && ok;
	return ok;
}

/* ── the whole ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static const char *const tables[] = {"counterfoil", "company", "calendar", "entity", "system", "kind", "crosswalk",
	"extract", "flow", "contract", "reconcile", "close", "job", "environment"};

/* What stands in the one stands in the other too; of what both say, the first counts. */
static void merge(struct arena *a, struct node *to, const struct node *from)
{
	for (size_t i = 0; i < from->count; i++) {
		struct node *same = node_child(to, from->items[i]->name);

		if (!same)
			node_add(a, to, from->items[i]);
		else if (same->kind == NODE_TABLE && from->items[i]->kind == NODE_TABLE)
			merge(a, same, from->items[i]);
	}
}

/* A table whose name is misspelt is a mistake; what it holds is read as what was meant, so that nothing that names it
 * is one too. */
static bool table_known(struct opening *o, struct node *n, const char *const *names, size_t count)
{
	const char *near = text_nearest(n->name, names, count);
	struct node *meant = near ? node_child(o->root, text(near)) : NULL;
	Str name = n->name;

	if (near && n->kind == NODE_TABLE && !meant)
		n->name = text(near);
	else if (meant && n->kind == NODE_TABLE && meant->kind == NODE_TABLE)
		merge(o->a, meant, n);
	return mistake(o->m, n, "unknown table %s%s%s%s", text_quoted(o->a, name), near ? "; did you mean \"" : "",
		near ? near : "", near ? "\"?" : "");
}

static bool tables_known(struct opening *o)
{
	size_t count = sizeof tables / sizeof *tables;
	bool ok = true;

	for (size_t i = 0; i < o->root->count; i++) {
		bool known = false;

		for (size_t j = 0; j < count; j++)
			known = known || text_is(o->root->items[i]->name, text(tables[j]));
		ok = (known || table_known(o, o->root->items[i], tables, count)) && ok;
	}
	return ok;
}

static void environments_name(struct arena *a, struct project *p, const struct node *all)
{
	for (size_t i = 0; all && i < all->count; i++)
		texts_add(a, &p->environments, all->items[i]->name);
}

bool project_open(struct arena *a, const char *folder, Str environment, struct project **out, struct mistakes *m)
{
	struct project *p = arena_new_of(a, struct project);
	struct opening o = {a, p, NULL, m};
	bool ok = tree_read(a, folder, environment, &o.root, m);

	*out = p;
	p->folder = folder;
	p->home = path_join(a, folder, environment_home(a, environment));
	if (!o.root)
		return false;
	environments_name(a, p, node_child(o.root, S("environment")));
	p->digest = node_digest(a, o.root);
	ok = tables_known(&o) && ok;
	ok = settings_read(a, o.root, &p->settings, m) && ok;
	ok = calendars_read(a, o.root, &p->calendars, m) && ok;
	ok = companies_read(a, o.root, &p->calendars, p->settings.zone, &p->companies, m) && ok;
	ok = entities_read(a, o.root, &p->entities, m) && ok;
	ok = systems_take(&o) && ok;
	ok = truths_check(&o) && ok;
	ok = crosswalks_read(a, o.root, &p->systems, &p->crosswalks, m) && ok;
	ok = extracts_take(&o) && ok;
	formats_inherit(p);
	ok = names_check(a, p, o.root, m) && ok;
	ok = columns_check_all(&o) && ok;
	ok = sources_check(&o) && ok;
	accounts_make(&o);
	twins_find(a, o.root, p);
	ok = rules_take(&o) && ok;
	return jobs_read(a, o.root, p, m) && ok;
}

bool project_need(struct arena *a, const char *folder, Str environment, struct project **p, struct err *e)
{
	struct mistakes *m = mistakes_new(a);

	if (!project_open(a, folder, environment, p, m) && mistakes_count(m) == 0)
		return err_set(e, ERR_INTERNAL, "the configuration could not be read, but nothing is wrong with it");
	return mistakes_none(m, e);
}

const struct job *project_job(struct arena *a, const struct project *p, Str name, struct err *e)
{
	for (size_t i = 0; i < p->job_count; i++)
		if (text_is(p->jobs[i].name, name))
			return &p->jobs[i];
	err_set(e, ERR_USAGE, "there is no job %s%s", text_quoted(a, name),
		did_you_mean_in(a, name, p->jobs, p->job_count, sizeof *p->jobs));
	return NULL;
}

const char *project_landings(struct arena *a, const struct project *p)
{
	return path_join(a, p->folder, text_z(a, p->settings.landings));
}

const struct extract *project_extract_find(const struct project *p, Str name)
{
	for (size_t i = 0; i < p->extract_count; i++)
		if (text_is(p->extracts[i].name, name))
			return &p->extracts[i];
	return NULL;
}

const struct extract *project_extract(struct arena *a, const struct project *p, Str name, struct err *e)
{
	const struct extract *x = project_extract_find(p, name);

	if (!x)
		err_set(e, ERR_USAGE, "there is no extract %s%s", text_quoted(a, name),
			did_you_mean_in(a, name, p->extracts, p->extract_count, sizeof *p->extracts));
	return x;
}

static void extracts_describe(struct buf *b)
{
	const struct key_section sections[] = {
		{extract_keys, extract_key_count, NULL},
		{intake_keys, intake_key_count, NULL},
		{node_keys, KEY_COUNT(node_keys), NULL},
	};

	keys_describe(b, "extract.SYSTEM.NAME", sections, sizeof sections / sizeof *sections);
}

void project_describe(struct buf *b)
{
	settings_describe(b);
	environment_describe(b);
	companies_describe(b);
	calendars_describe(b);
	entities_describe(b);
	systems_describe(b, endpoint_keys, endpoint_key_count);
	endpoint_describe(b);
	extracts_describe(b);
	extract_describe(b);
	format_describe(b);
	map_describe(b);
	crosswalks_describe(b);
	rules_describe(b);
	positions_describe(b);
	jobs_describe(b);
}
