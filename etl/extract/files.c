#include "extract/files.h"

#include "base/card.h"
#include "base/file.h"
#include "extract/pattern.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* What is being matched: folders that are left to descend, and the names found. */
struct search {
	struct arena *a;
	const struct shelf *shelf;
	struct texts *names;
	struct err *e;
};

static bool cannot(struct search *s, Str name, const char *what)
{
	return err_set(s->e, ERR_SOURCE, "%.*s: cannot %s: %s", STR(card_masked(s->a, name)), what, strerror(errno));
}

/* What is gone meanwhile, and a link that leads nowhere, is none. */
static bool is_folder(struct search *s, Str name, bool *folder)
{
	struct stat status = {0};
	bool looked = stat(path_join(s->a, s->shelf->folder, name.at), &status) == 0;

	*folder = looked && S_ISDIR(status.st_mode);
	return looked || errno == ENOENT || errno == ENOTDIR || cannot(s, name, "look at it");
}

static int by_text(const void *left, const void *right)
{
	return text_compare(*(const Str *)left, *(const Str *)right);
}

static bool is_hidden(Str name, Str pattern)
{
	return text_begins(name, S(".")) && pattern.at[0] != '.';
}

static bool list_local(struct search *s, Str name, Str pattern, struct texts *names)
{
	Str folder = name.len ? name : S(".");
	DIR *entries = opendir(path_join(s->a, s->shelf->folder, folder.at));
	struct dirent *entry;

	if (!entries)
		return errno == ENOENT || errno == ENOTDIR
		    || cannot(s, folder, "read the folder");
	for (errno = 0; (entry = readdir(entries)); errno = 0)
		if (!is_hidden(text(entry->d_name), pattern) && text_glob(pattern, text(entry->d_name)))
			texts_add(s->a, names, text_copy(s->a, text(entry->d_name)));
	if (errno != 0)
		cannot(s, folder, "read the folder");
	closedir(entries);
	return s->e->kind == ERR_NONE;
}

/* The names in a folder that match; a folder that is not there holds none. */
static bool list_folder(struct search *s, Str name, Str pattern, struct texts *names)
{
	if (!list_local(s, name, pattern, names))
		return false;
	if (names->count > 1)
		qsort(names->at, names->count, sizeof *names->at, by_text);
	return true;
}

/* What is done so far, and the next name: "" and "in" are "in". */
static Str below(struct search *s, Str done, Str name)
{
	const char *slash = done.len == 0 || text_ends(done, S("/")) ? "" : "/";

	return text(arena_print(s->a, "%.*s%s%.*s", STR(done), slash, STR(name)));
}

static bool descend(struct search *s, Str done, Str left);

static bool descend_named(struct search *s, Str name, bool folder, Str rest)
{
	if (rest.len > 0 && folder)
		return descend(s, name, rest);
	if (rest.len == 0 && !folder)
		texts_add(s->a, s->names, name);
	return true;
}

/* What the list does not tell is asked: of a folder no length is known. */
static bool descend_unknown(struct search *s, Str name, Str rest)
{
	bool is_file = false;

	if (rest.len > 0)
		return descend(s, name, rest);
	if (!shelf_look(s->a, s->shelf, name, &is_file, s->e))
		return false;
	if (is_file)
		texts_add(s->a, s->names, name);
	return true;
}

static bool descend_remote(struct search *s, Str done, Str component, Str rest)
{
	struct remote_names names;

	if (!shelf_list(s->a, s->shelf, done, text_head(component, pattern_literal(component)), &names, s->e))
		return false;
	for (size_t i = 0; i < names.count; i++) {
		const struct remote_name *n = &names.at[i];
		Str name = below(s, done, n->name);

		if (is_hidden(n->name, component) || !text_glob(component, n->name))
			continue;
		if (n->is_known ? !descend_named(s, name, n->is_folder, rest) : !descend_unknown(s, name, rest))
			return false;
	}
	return true;
}

static bool descend_glob(struct search *s, Str done, Str component, Str rest)
{
	struct texts names = {0};

	if (shelf_is_far(s->shelf))
		return descend_remote(s, done, component, rest);
	if (!list_folder(s, done, component, &names))
		return false;
	for (size_t i = 0; i < names.count; i++) {
		Str name = below(s, done, names.at[i]);
		bool folder;

		if (!is_folder(s, name, &folder) || !descend_named(s, name, folder, rest))
			return false;
	}
	return true;
}

static bool is_there(struct search *s, Str name, bool *there)
{
	struct stat status;

	if (shelf_is_far(s->shelf))
		return shelf_look(s->a, s->shelf, name, there, s->e);
	*there = lstat(path_join(s->a, s->shelf->folder, name.at), &status) == 0;
	return *there || errno == ENOENT || errno == ENOTDIR
	    || cannot(s, name, "look for it");
}

/* Folder by folder, so that only folders with a glob in them are listed. */
static bool descend(struct search *s, Str done, Str left)
{
	Str component, rest, name;
	bool there;

	while (left.len > 0) {
		text_cut(left, '/', &component, &rest);
		if (pattern_is_glob(component))
			return descend_glob(s, done, component, rest);
		name = below(s, done, component);
		done = component.len == 0 && done.len == 0 ? S("/") : component.len == 0 ? done : name;
		left = rest;
	}
	if (!is_there(s, done, &there))
		return false;
	if (there)
		texts_add(s->a, s->names, done);
	return true;
}

bool files_match(struct arena *a, const struct shelf *p, Str pattern, struct texts *names, struct err *e)
{
	struct search s = {a, p, names, e};

	if (!descend(&s, S(""), pattern))
		return false;
	if (names->count > 1)
		qsort(names->at, names->count, sizeof *names->at, by_text);
	return true;
}

static int by_name(const void *left, const void *right)
{
	const struct landing_file *one = left, *other = right;

	return text_compare(one->found, other->found);
}

/* Of names that match where a number is asked for, those that have one. */
static void keep_pages(struct arena *a, Str path, date business_date, Str part, struct texts *names)
{
	size_t kept = 0;
	uint64_t page;

	for (size_t i = 0; i < names->count; i++)
		if (pattern_find_page(a, path, business_date, part, names->at[i], &page))
			names->at[kept++] = names->at[i];
	names->count = kept;
}

static bool add_part(struct arena *a, struct files *f, const struct source *s, const struct shelf *p,
	date business_date, Str part, struct err *e)
{
	Str pattern = pattern_fill(a, s->path, business_date, part);
	struct texts names = {0};

	texts_add(a, &f->patterns, pattern);
	if (!files_match(a, p, pattern, &names, e))
		return false;
	if (pattern_has_page(s->path))
		keep_pages(a, s->path, business_date, part, &names);
	if (names.count == 0 && part.len > 0)
		texts_add(a, &f->missing_parts, part);
	for (size_t i = 0; i < names.count; i++) {
		struct landing_file file = {.found = names.at[i], .name = card_masked(a, names.at[i]), .part = part};

		if (!shelf_is_far(p) && !shelf_file(a, p, names.at[i], &file.path, e))
			return false;
		f->at = arena_grow(a, f->at, f->count, sizeof *f->at);
		f->at[f->count++] = file;
	}
	return true;
}

/* Names are in order: a file that two parts found stands beside itself. */
static bool are_distinct(struct arena *a, const struct files *f, struct err *e)
{
	for (size_t i = 1; i < f->count; i++)
		if (text_is(f->at[i].found, f->at[i - 1].found))
			return err_set(e, ERR_CONFIG, "%.*s: the file of part %s and of part %s; let the path tell them apart",
				STR(f->at[i].name), text_quoted(a, f->at[i - 1].part), text_quoted(a, f->at[i].part));
	return true;
}

struct texts files_patterns(struct arena *a, const struct source *s, date business_date)
{
	struct texts patterns = {0};

	if (s->parts.count == 0)
		texts_add(a, &patterns, pattern_fill(a, s->path, business_date, S("")));
	for (size_t i = 0; i < s->parts.count; i++)
		texts_add(a, &patterns, pattern_fill(a, s->path, business_date, s->parts.at[i]));
	return patterns;
}

bool files_find(struct arena *a, const struct source *s, const struct shelf *p, date business_date, struct files *f,
	struct err *e)
{
	size_t count = s->parts.count ? s->parts.count : 1;

	*f = (struct files){0};
	for (size_t i = 0; i < count; i++) {
		Str part = s->parts.count ? s->parts.at[i] : S("");

		if (!add_part(a, f, s, p, business_date, part, e))
			return false;
	}
	if (f->count > 1)
		qsort(f->at, f->count, sizeof *f->at, by_name);
	return are_distinct(a, f, e);
}
