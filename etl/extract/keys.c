#include "extract/keys.h"

#include "extract/pattern.h"
#include "extract/web.h"
#include "net/endpoint.h"

static const struct key_name source_kinds[] = {{"file", SOURCE_FILE}, {"http", SOURCE_HTTP}, {"sftp", SOURCE_SFTP},
	{"ftp", SOURCE_FTP}, {"s3", SOURCE_S3}, {0}};
static const struct key_name natures[] = {{"events", NATURE_EVENTS}, {"state", NATURE_STATE}, {0}};
static const struct key_name unchanged[] = {{"stale", true}, {"ok", false}, {0}};

static const struct key source_keys[] = {
	KEY(struct source, kind, .doc = "where it is read from", .def = "file", .names = source_kinds),
	KEY(struct source, path, .doc = "files, from the project's folder, with {business_date}, {business_date:%Y%m%d} "
		"and {part}; * ? and [a-z] match names; all files are one landing, in the order of their names. Of all but "
		"\"file\": behind the system's base"),
	KEY(struct source, parts, .doc = "what {part} stands for, one after the other"),
	KEY(struct source, marker, .doc = "for complete = \"marker\": a file that is there once all others are whole"),
	KEY_AS(struct source, settle, "wait_stable", .doc = "files are looked at twice, so far apart; one that has changed "
		"meanwhile is still being written, and left to a later run"),
	KEY(struct source, manifest, .doc = "for complete = \"manifest\": a file that lists digests and names as sha256sum "
		"prints them"),
};

static const struct key due_keys[] = {
	KEY(struct due_text, days, .doc = "how many days after the day that follows the business date", .def = "0",
		.least = 0, .most = 3660),
	KEY(struct due_text, at, .doc = "the time of that day", .def = "00:00"),
	KEY(struct due_text, calendar, .doc = "nothing is expected for its closed days; default: every day is open"),
	KEY(struct due_text, timezone, .doc = "of that time and of the business date; default: the system's"),
};

const struct key extract_keys[] = {
	KEY(struct extract_text, title, .doc = "its name, for people; default: the name here"),
	KEY(struct extract_text, tie, .doc = "where in the system a person sees its total, in the system's own words, such "
		"as \"Dashboard, Payments\"; reports say it beside ours"),
	KEY(struct extract_text, entity, .doc = "what its records are: the name of an [entity.…]", .required = true),
	KEY(struct extract_text, source, .takes = "table", .doc = "where it is read from"),
	KEY(struct extract_text, landing, .doc = "instead of a source: reads what that extract landed; both are staged "
		"together"),
	KEY(struct extract_text, as_of, .doc = "when it was so at the source: \"name\" (the end of the date in the file's "
		"name), \"header:PATH\" (a place in the file), \"max:FIELD\" (the newest value) or \"landed\" (when it was "
		"read); by a header or a newest value of a day before the business date it is stale; default: \"name\" if the "
		"path has {business_date}, else \"landed\""),
	KEY(struct extract_text, complete, .doc = "what proves that it is whole: \"trailer\", \"manifest\", \"marker\", "
		"\"count:PATH\", \"structure\", or \"none\", which every report then says; what is read over HTTP is proven "
		"by its pages"),
	KEY(struct extract_text, nature, .doc = "a state cannot be asked again for a past date, events can; "
		"files can either way: said by plan",
		.def = "events", .names = natures),
	KEY(struct extract_text, unchanged, .doc = "whether content of an earlier date, the same bytes again or older by "
		"its own date, is stale or may be so; default: stale, unless as_of is \"landed\"", .names = unchanged),
	KEY(struct extract_text, due, .doc = "when its files can be there; default: at the end of the business date",
		.table = due_keys, .table_count = KEY_COUNT(due_keys)),
};

const size_t extract_key_count = KEY_COUNT(extract_keys);

void extract_describe(struct buf *b)
{
	const struct key_section sections[] = {
		{source_keys, KEY_COUNT(source_keys), NULL},
		{request_keys, REQUEST_KEYS, NULL},
		{web_keys, web_key_count, NULL},
		{fan_keys, FAN_KEYS, NULL},
	};

	keys_describe(b, "extract.SYSTEM.NAME.source", sections, sizeof sections / sizeof *sections);
	web_describe(b);
}

/* One extract while it is read. */
struct reading {
	struct arena *a;
	const struct node *node;
	const struct extract_text *t;
	const struct extract_scene *scene;
	struct extract *x;
	struct mistakes *m;
};

/* Where a key was written, for a mistake in its value. */
static const struct node *at(const struct reading *r, const char *path)
{
	const struct node *n = node_get(r->node, path);

	return n ? n : r->node;
}

static void read_entity(struct reading *r)
{
	const struct entities *all = r->scene->entities;
	const struct node *like = r->scene->system->node ? node_child(r->scene->system->node, S("like")) : NULL;

	if (r->t->entity.at && all->count == 0 && like)
		mistake(r->m, like, "there is no [entity.…] at all, and [kind.%.*s] needs some; is their file, such as "
			"entities.toml, not in \"include\"?", STR(like->text));
	else if (r->t->entity.at)
		r->x->entity = entity_named(r->a, all->at, all->count, r->t->entity, at(r, "entity"), r->m);
}

static bool check_path(struct reading *r, const char *key, Str path)
{
	struct err e = {0};

	return pattern_check(r->a, path, &e) || mistake(r->m, at(r, key), "%s", e.message);
}

static void check_parts(struct reading *r)
{
	const struct source *s = &r->x->source;

	if (pattern_has_part(s->path) && s->parts.count == 0)
		mistake(r->m, at(r, "source.path"), "the path has {part}, but there are no parts; write parts = [\"…\"]");
	if (s->parts.count > 0 && !pattern_has_part(s->path))
		mistake(r->m, at(r, "source.parts"), "there are parts, but no {part} in the path");
	for (size_t i = 0; i < s->parts.count; i++) {
		struct texts before = {s->parts.at, i};

		if (s->parts.at[i].len == 0)
			mistake(r->m, at(r, "source.parts"), "a part is empty");
		else if (texts_has(&before, s->parts.at[i]))
			mistake(r->m, at(r, "source.parts"), "the part %s stands there twice", text_quoted(r->a, s->parts.at[i]));
	}
}

static Str rows_of(struct reading *r)
{
	const struct node *rows = node_get(r->node, "format.rows");

	return rows && rows->kind == NODE_TEXT ? rows->text : S("");
}

static struct zone *extract_zone(struct reading *r)
{
	Str named = r->t->due.timezone;

	return named.at ? zone_named(r->a, named, at(r, "due.timezone"), r->m) : r->scene->system->zone;
}

static void read_web(struct reading *r, struct web_text *t)
{
	struct source *s = &r->x->source;
	struct web *web = arena_new_of(r->a, struct web);

	t->request.path = s->path;
	s->web = web;
	s->path = (Str){0};
	if (!r->x->endpoint || !text_begins(r->x->endpoint->base, S("http")))
		mistake(r->m, at(r, "source"), "[system.%.*s] has no \"base\": where its web service is",
			STR(r->scene->system->name));
	web_read(r->a, r->t->source, t,
		&(struct web_scene){extract_zone(r), r->scene->entities, r->x->entity, rows_of(r)}, web, r->m);
	paces_read(r->a, t->limit, true, r->x->endpoint ? r->x->endpoint->retry.most.us : INT64_MAX, &web->paces, r->m);
}

static bool read_sections(struct reading *r, struct web_text *web)
{
	struct key_section sections[] = {
		{source_keys, KEY_COUNT(source_keys), &r->x->source},
		{request_keys, REQUEST_KEYS, &web->request},
		{web_keys, web_key_count, web},
		{fan_keys, FAN_KEYS, &web->fan},
	};

	return key_table(r->t->source, "source", r->m)
	    && keys_read_all(r->a, r->t->source, sections, sizeof sections / sizeof *sections, r->m);
}

static void check_absent(struct reading *r, const struct key *keys, size_t count, const char *kind)
{
	for (size_t i = 0; i < count; i++) {
		const struct node *n = node_child(r->t->source, text(keys[i].name));

		if (n)
			mistake(r->m, n, "\"%s\" is of a source of kind \"%s\"", keys[i].name, kind);
	}
}

/* A key of the other kind would be asked for in vain. */
static void check_kind(struct reading *r)
{
	enum { SHARED = 2 };         /* kind and path */

	if (r->x->source.kind == SOURCE_HTTP) {
		check_absent(r, source_keys + SHARED, KEY_COUNT(source_keys) - SHARED, "file");
	} else {
		check_absent(r, request_keys, REQUEST_KEYS, "http");
		check_absent(r, web_keys, web_key_count, "http");
		check_absent(r, fan_keys, FAN_KEYS, "http");
	}
}

static void check_marker(struct reading *r)
{
	const struct source *s = &r->x->source;

	if ((s->marker.at && pattern_has_page(s->marker)) || (s->manifest.at && pattern_has_page(s->manifest)))
		mistake(r->m, at(r, "source"), "{page} is of the path alone: one marker or list is for all pages");
	if (s->manifest.at && (pattern_has_part(s->manifest) || pattern_is_glob(s->manifest)))
		mistake(r->m, at(r, "source.manifest"), "one list is for all files: {part} and globs have no place in it");
	if (s->marker.at && pattern_has_part(s->marker) && s->parts.count == 0)
		mistake(r->m, at(r, "source.marker"), "the marker has {part}, but there are no parts");
	if (s->marker.at && pattern_is_glob(s->marker))
		mistake(r->m, at(r, "source.marker"), "a marker is one file: globs have no place in it");
}

static void check_files(struct reading *r)
{
	const struct source *s = &r->x->source;

	check_path(r, "source.path", s->path);
	check_parts(r);
	if (s->marker.at)
		check_path(r, "source.marker", s->marker);
	if (s->manifest.at)
		check_path(r, "source.manifest", s->manifest);
	check_marker(r);
}

static void check_bucket(struct reading *r)
{
	if (!r->x->endpoint || !r->x->endpoint->s3.bucket.at)
		mistake(r->m, at(r, "source"), "[system.%.*s] has no \"s3\": which bucket it is",
			STR(r->scene->system->name));
}

/* "sftp" is asked at sftp://, and so on; only web services need no such word. */
static void check_remote(struct reading *r)
{
	static const struct {
		int kind;
		const char *scheme;
	} fits[] = {{SOURCE_SFTP, "sftp://"}, {SOURCE_FTP, "ftp://"}, {SOURCE_FTP, "ftpes://"}, {SOURCE_FTP, "ftps://"}};
	Str base = r->x->endpoint ? r->x->endpoint->base : S("");
	bool fit = false;

	for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
		fit = fit || (fits[i].kind == r->x->source.kind && text_begins(base, text(fits[i].scheme)));
	if (r->x->source.kind == SOURCE_S3)
		check_bucket(r);
	else if (!fit)
		mistake(r->m, at(r, "source"), "[system.%.*s] has no \"base\" that begins with %s: where its files are",
			STR(r->scene->system->name), r->x->source.kind == SOURCE_SFTP ? "sftp://" : "ftpes://, ftps:// or ftp://");
	if (r->x->source.path.at && text_begins(r->x->source.path, S("/")))
		mistake(r->m, at(r, "source.path"), "the path begins with /, but it stands behind the \"base\" of the system");
}

static void read_source(struct reading *r)
{
	struct source *s = &r->x->source;
	struct web_text web = {0};

	if (!r->t->source || !read_sections(r, &web))
		return;
	check_kind(r);
	if (s->kind == SOURCE_HTTP)
		read_web(r, &web);
	else if (!s->path.at)
		mistake(r->m, r->t->source, "\"path\" is missing: which files it reads");
	if (source_is_remote(s))
		check_remote(r);
	if (s->path.at)
		check_files(r);
}

static const struct {
	const char *name;
	enum as_of_kind kind;
	bool has_place;
} as_ofs[] = {
	{"name", AS_OF_NAME, false}, {"header", AS_OF_HEADER, true}, {"max", AS_OF_MAX, true},
	{"landed", AS_OF_LANDED, false},
};

/* "max:placed_at" is max and placed_at. */
static bool parse_as_of(struct extract *x, Str written)
{
	Str kind;

	text_cut(written, ':', &kind, &x->as_of_at);
	for (size_t i = 0; i < sizeof as_ofs / sizeof *as_ofs; i++)
		if (text_is(kind, text(as_ofs[i].name))) {
			x->as_of = as_ofs[i].kind;
			return as_ofs[i].has_place ? x->as_of_at.len > 0 : kind.len == written.len;
		}
	return false;
}

static void read_as_of(struct reading *r)
{
	struct extract *x = r->x;
	bool dated = pattern_has_date(x->source.path);
	Str written = r->t->as_of.at ? r->t->as_of : dated ? S("name") : S("landed");

	if (!parse_as_of(x, written))
		mistake(r->m, at(r, "as_of"), "\"as_of\" is %s, must be \"name\", \"header:PATH\", \"max:FIELD\" or \"landed\"",
			text_quoted(r->a, written));
	else if (x->as_of == AS_OF_MAX && x->entity)
		entity_field_named(r->a, x->entity, x->as_of_at, at(r, "as_of"), r->m);
	else if (x->as_of == AS_OF_NAME && x->source.web)
		mistake(r->m, at(r, "as_of"), "\"as_of\" is \"name\", but what is read over HTTP has no files with names");
	else if (x->as_of == AS_OF_NAME && x->source.path.at && !dated && !pattern_is_glob(x->source.path))
		mistake(r->m, at(r, "as_of"), "\"as_of\" is \"name\", but the path has neither {business_date} nor a glob");
}

/* "count:header.records" is count and header.records. */
static void read_complete(struct reading *r)
{
	struct extract *x = r->x;
	Str kind;
	bool known = false;

	if (!r->t->complete.at) {
		if (x->source.web)
			x->complete = x->source.web->report.is_given ? PROOF_REPORT : PROOF_PAGES;
		if (x->source.path.at && !node_get(r->node, "complete"))
			mistake(r->m, r->node, "\"complete\" is missing: what proves that it is whole, such as \"structure\" or "
				"\"trailer\"; \"none\" if nothing does");
		return;
	}
	text_cut(r->t->complete, ':', &kind, &x->complete_at);
	for (enum proof p = PROOF_NONE; p < PROOFS; p++)
		if (text_is(kind, text(proof_name(p)))) {
			x->complete = p;
			known = p != PROOF_PAGES && p != PROOF_REPORT && (p == PROOF_COUNT) == (x->complete_at.len > 0);
		}
	if (x->source.web)
		mistake(r->m, at(r, "complete"), "what is read over HTTP is proven by its pages: \"complete\" has no "
			"place here");
	else if (!known)
		mistake(r->m, at(r, "complete"), "\"complete\" is %s, must be \"trailer\", \"manifest\", \"marker\", "
			"\"count:PATH\", \"structure\" or \"none\"", text_quoted(r->a, r->t->complete));
}

static void check_proof(struct reading *r)
{
	static const struct {
		enum proof proof;
		const char *name, *key;
	} files[] = {{PROOF_MARKER, "marker", "source.marker"}, {PROOF_MANIFEST, "manifest", "source.manifest"}};
	const struct source *s = &r->x->source;

	for (size_t i = 0; s->path.at && i < sizeof files / sizeof *files; i++) {
		bool given = files[i].proof == PROOF_MARKER ? s->marker.at != NULL : s->manifest.at != NULL;

		if (r->x->complete == files[i].proof && !given)
			mistake(r->m, at(r, "complete"), "\"complete\" is \"%s\", but the source names no %s", files[i].name,
				files[i].name);
		if (r->x->complete != files[i].proof && given)
			mistake(r->m, at(r, files[i].key), "the source names a %s, but \"complete\" is not \"%s\"", files[i].name,
				files[i].name);
	}
}

static void read_due(struct reading *r)
{
	const struct due_text *t = &r->t->due;
	struct due *due = &r->x->due;

	r->x->has_due = node_get(r->node, "due") != NULL;
	due->days = t->days;
	due->at = ((t->at.hour * 60 + t->at.minute) * 60 + t->at.second) * SECOND;
	due->zone = extract_zone(r);
	if (t->calendar.at)
		due->calendar = calendar_named(r->a, r->scene->calendars, t->calendar, at(r, "due.calendar"), r->m);
}

static void check_whole(struct reading *r)
{
	bool has_source = node_get(r->node, "source") != NULL;

	if (has_source && r->t->landing.at)
		mistake(r->m, at(r, "landing"), "it has a source and reads the landing of another extract; remove one of them");
	if (!has_source && !node_get(r->node, "landing"))
		mistake(r->m, r->node, "it has neither a source nor the landing of another extract");
}

bool extract_read(struct arena *a, const struct node *node, const struct extract_text *t,
	const struct extract_scene *scene, struct extract *x, struct mistakes *m)
{
	struct reading r = {a, node, t, scene, x, m};
	size_t before = mistakes_count(m);

	x->node = node;
	x->system = scene->system;
	x->endpoint = scene->endpoint;
	x->name = text(arena_print(a, "%.*s.%.*s", STR(scene->system->name), STR(node->name)));
	x->title = t->title.at ? t->title : x->name;
	x->tie = t->tie;
	x->landing = t->landing;
	x->nature = t->nature;
	check_whole(&r);
	read_entity(&r);
	read_source(&r);
	read_as_of(&r);
	read_complete(&r);
	check_proof(&r);
	read_due(&r);
	x->unchanged_is_stale = t->unchanged.at ? text_is(t->unchanged, S("stale")) : x->as_of != AS_OF_LANDED;
	return mistakes_count(m) == before;
}

static struct extract *named(struct extract *all, size_t count, Str name)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(all[i].name, name))
			return &all[i];
	return NULL;
}

static void inherit(struct extract *x, const struct extract *from)
{
	x->landing_of = from;
	if (!node_get(x->node, "as_of")) {
		x->as_of = from->as_of;
		x->as_of_at = from->as_of_at;
	}
	if (!node_get(x->node, "complete")) {
		x->complete = from->complete;
		x->complete_at = from->complete_at;
	}
	if (!node_get(x->node, "unchanged"))
		x->unchanged_is_stale = from->unchanged_is_stale;
	if (!x->has_due) {
		x->has_due = from->has_due;
		x->due = from->due;
	}
}

bool extracts_link(struct arena *a, struct extract *all, size_t count, struct mistakes *m)
{
	struct texts names = {0};
	bool good = true;

	for (size_t i = 0; i < count; i++)
		if (all[i].landing.len == 0)
			texts_add(a, &names, all[i].name);
	for (size_t i = 0; i < count; i++) {
		struct extract *x = &all[i], *from = named(all, count, x->landing);
		const struct node *n = node_get(x->node, "landing");

		if (x->landing.len == 0)
			continue;
		if (!from)
			good = mistake(m, n, "there is no extract %s%s", text_quoted(a, x->landing),
				did_you_mean(a, x->landing, &names));
		else if (from->landing.len > 0)
			good = mistake(m, n, "%s has no landing of its own either; name the extract that has the source",
				text_quoted(a, x->landing));
		else
			inherit(x, from);
	}
	return good;
}
