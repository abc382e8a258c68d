#include "extract/kept.h"

#include "base/file.h"
#include "base/log.h"
#include "extract/blob.h"
#include "extract/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const size_t file_limit = (size_t)1 << 28;

struct entry {
	struct digest key, records, sum;
	instant at;                  /* the run that got it began then */
	Str manifest;
};

struct kept {
	struct arena *a;
	const char *landings, *path;
	instant since;
	Str good;                    /* of the file, what can be read and may count */
	bool has_more;               /* the file holds more than that */
	size_t size;                 /* of the file, without that */
	struct entry *entries;
	size_t count;
};

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The entry that the bytes begin with, and what follows it; false if it is not whole. */
static bool entry_read(Str bytes, struct entry *entry, Str *rest)
{
	Str line, word, key, records, at, size, sum;
	uint64_t length;

	if (!text_cut(bytes, '\n', &line, rest))
		return false;
	text_cut(line, ' ', &word, &line);
	text_cut(line, ' ', &key, &line);
	text_cut(line, ' ', &records, &line);
	text_cut(line, ' ', &at, &line);
	text_cut(line, ' ', &size, &sum);
	if (!text_is(word, S("slice")) || !digest_parse(key, &entry->key) || !digest_parse(records, &entry->records)
	    || !instant_parse(at, &entry->at) || !text_uint(size, &length) || !digest_parse(sum, &entry->sum)
	    || length > rest->len)
		return false;
	entry->manifest = text_head(*rest, (size_t)length);
	*rest = text_from(*rest, (size_t)length);
	return true;
}

/* The oldest stand first. */
static void read_entries(struct kept *k, Str content)
{
	struct entry entry;
	Str left = content, rest;

	k->good = content;
	while (left.len > 0 && entry_read(left, &entry, &rest)) {
		if (entry.at >= k->since) {
			k->entries = arena_grow(k->a, k->entries, k->count, sizeof *k->entries);
			k->entries[k->count++] = entry;
		} else if (k->count == 0) {
			k->good = rest;
		}
		left = rest;
	}
	k->good = text_head(k->good, k->good.len - left.len);
	k->has_more = k->good.len < content.len;
	k->size = k->good.len;
}

bool kept_open(struct arena *a, const char *landings, Str extract, instant since, struct kept **kept, struct err *e)
{
	struct kept *k = arena_new_of(a, struct kept);
	Str content;
	bool there;

	*k = (struct kept){.a = a, .landings = landings, .since = since,
		.path = path_join(a, landings, arena_print(a, "slices/%.*s", WHOLE(extract)))};
	*kept = k;
	if (!file_look(k->path, &there, e) || (there && !file_read(a, k->path, file_limit, &content, e)))
		return false;
	if (there)
		read_entries(k, content);
	return true;
}

static bool has_all_parts(struct arena *a, const struct kept *k, const struct landing *l, struct err *e)
{
	for (size_t i = 0; i < l->part_count; i++) {
		struct arena *look = arena_new(a);
		struct blob *blob;
		bool there = blob_open(look, k->landings, &l->parts[i], &blob, e);

		arena_end(look);
		if (!there)
			return false;
	}
	return true;
}

static struct kept_slice *slice_of(struct arena *a, const struct kept *k, const struct entry *entry)
{
	struct kept_slice *s = arena_new_of(a, struct kept_slice);
	struct err unusable = {0};

	s->records = entry->records;
	if (!digest_is(digest_of(entry->manifest), entry->sum)
	    || !manifest_read(a, entry->manifest, &s->landing, &unusable))
		return NULL;
	if (has_all_parts(a, k, &s->landing, &unusable))
		return s;
	log_info("extract", "%s: %s; it is asked for again", k->path, unusable.message);
	return NULL;
}

const struct kept_slice *kept_find(struct arena *a, const struct kept *k, struct digest key)
{
	struct kept_slice *found = NULL;

	for (size_t i = k->count; i-- > 0 && !found;)
		if (digest_is(k->entries[i].key, key))
			found = slice_of(a, k, &k->entries[i]);
	return found;
}

/* ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What nobody can read is not written behind, and what does not count any more does not stay. */
static bool mend(struct kept *k, struct err *e)
{
	if (!k->has_more)
		return true;
	k->has_more = !file_write(k->path, k->good, e);
	return !k->has_more;
}

static bool append(const char *path, Str bytes, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	bool written;

	if (fd < 0)
		return cannot_write(e, path, "open");
	written = file_put(fd, bytes, path, e);
	close(fd);
	return written;
}

bool kept_add(struct kept *k, struct digest key, const struct kept_slice *slice, struct err *e)
{
	struct arena *a = arena_new(k->a);
	Str manifest = manifest_write(a, &slice->landing);
	Str entry = text(arena_print(a, "slice %s %s %s %zu %s\n%.*s", digest_text(a, key),
		digest_text(a, slice->records), instant_text(a, slice->landing.landed_at), manifest.len,
		digest_text(a, digest_of(manifest)), WHOLE(manifest)));
	bool fits = entry.len <= file_limit - k->size;
	bool added = !fits || (folder_make(path_folder(a, k->path), e) && mend(k, e) && append(k->path, entry, e));

	k->size += fits ? entry.len : 0;
	arena_end(a);
	return added;
}

bool kept_forget(struct kept *k, struct err *e)
{
	k->count = 0;
	return unlink(k->path) == 0 || errno == ENOENT || cannot_write(e, k->path, "remove");
}
