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
	const char *project;
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
	bool looked = stat(path_join(s->a, s->project, name.at), &status) == 0;

	*folder = looked && S_ISDIR(status.st_mode);
	return looked || errno == ENOENT || errno == ENOTDIR || cannot(s, name, "look at it");
}

static int by_text(const void *left, const void *right)
{
	return text_compare(*(const Str *)left, *(const Str *)right);
}

/* The names in a folder that match, sorted.  A folder that is not there holds none. */
static bool list_folder(struct search *s, Str name, Str pattern, struct texts *names)
{
	Str folder = name.len ? name : S(".");
	DIR *entries = opendir(path_join(s->a, s->project, folder.at));
	struct dirent *entry;

	if (!entries)
		return errno == ENOENT || errno == ENOTDIR
		    || cannot(s, folder, "read the folder");
	for (errno = 0; (entry = readdir(entries)); errno = 0) {
		bool hidden = entry->d_name[0] == '.' && pattern.at[0] != '.';

		if (!hidden && text_glob(pattern, text(entry->d_name)))
			texts_add(s->a, names, text_copy(s->a, text(entry->d_name)));
	}
	if (errno != 0)
		cannot(s, folder, "read the folder");
	closedir(entries);
	if (names->count > 1)
		qsort(names->at, names->count, sizeof *names->at, by_text);
	return s->e->kind == ERR_NONE;
}

/* What is done so far, and the next name: "" and "in" are "in". */
static Str below(struct search *s, Str done, Str name)
{
	const char *slash = done.len == 0 || text_ends(done, S("/")) ? "" : "/";

	return text(arena_print(s->a, "%.*s%s%.*s", STR(done), slash, STR(name)));
}

static bool descend(struct search *s, Str done, Str left);

static bool descend_glob(struct search *s, Str done, Str component, Str rest)
{
	struct texts names = {0};

	if (!list_folder(s, done, component, &names))
		return false;
	for (size_t i = 0; i < names.count; i++) {
		Str name = below(s, done, names.at[i]);
		bool folder;

		if (!is_folder(s, name, &folder))
			return false;
		if (rest.len > 0 && folder && !descend(s, name, rest))
			return false;
		if (rest.len == 0 && !folder)
			texts_add(s->a, s->names, name);
	}
	return true;
}

static bool is_there(struct search *s, Str name, bool *there)
{
	struct stat status;

	*there = lstat(path_join(s->a, s->project, name.at), &status) == 0;
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

bool files_match(struct arena *a, const char *project, Str pattern, struct texts *names, struct err *e)
{
	struct search s = {a, project, names, e};

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

static bool add_part(struct arena *a, struct files *f, const struct source *s, const char *project, date business_date,
	Str part, struct err *e)
{
	Str pattern = pattern_fill(a, s->path, business_date, part);
	struct texts names = {0};

	texts_add(a, &f->patterns, pattern);
	if (!files_match(a, project, pattern, &names, e))
		return false;
	if (pattern_has_page(s->path))
		keep_pages(a, s->path, business_date, part, &names);
	if (names.count == 0 && part.len > 0)
		texts_add(a, &f->missing_parts, part);
	for (size_t i = 0; i < names.count; i++) {
		struct landing_file file = {.found = names.at[i], .name = card_masked(a, names.at[i]), .part = part};

		file.path = path_join(a, project, names.at[i].at);
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

bool files_find(struct arena *a, const struct source *s, const char *project, date business_date, struct files *f,
	struct err *e)
{
	size_t count = s->parts.count ? s->parts.count : 1;

	*f = (struct files){0};
	for (size_t i = 0; i < count; i++) {
		Str part = s->parts.count ? s->parts.at[i] : S("");

		if (!add_part(a, f, s, project, business_date, part, e))
			return false;
	}
	if (f->count > 1)
		qsort(f->at, f->count, sizeof *f->at, by_name);
	return are_distinct(a, f, e);
}
