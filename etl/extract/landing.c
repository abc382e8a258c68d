#include "extract/landing.h"

#include "base/file.h"
#include "extract/ahead.h"
#include "extract/manifest.h"

/* A block of 1 MiB takes 75 bytes of it: enough for terabytes. */
static const size_t manifest_limit = (size_t)1 << 28;

struct landing_stream {
	const struct landing_part *part;
	struct ahead *blocks;
	size_t block;
	size_t skip;                 /* of that block: what comes before the place that was sought */
};

const char *proof_name(enum proof p)
{
	static const char *const names[] = {
		[PROOF_NONE] = "none", [PROOF_TRAILER] = "trailer", [PROOF_MANIFEST] = "manifest", [PROOF_MARKER] = "marker",
		[PROOF_COUNT] = "count", [PROOF_STRUCTURE] = "structure",
		[PROOF_PAGES] = "pages", [PROOF_REPORT] = "report",
	};

	return names[p];
}

bool landing_open(struct arena *a, const char *folder, Str manifest, struct digest seal, struct landing **landing,
	struct err *e)
{
	struct landing *l = arena_new_of(a, struct landing);
	const char *name = text_z(a, manifest), *path = path_join(a, folder, name);
	Str content;

	if (!file_read(a, path, manifest_limit, &content, e))
		return false;
	if (!digest_is(digest_of(content), seal))
		return err_set(e, ERR_SOURCE, "%s: not the manifest that was sealed: its SHA-256 is %s, the seal is %s",
			path, digest_text(a, digest_of(content)), digest_text(a, seal));
	if (!manifest_read(a, content, l, e))
		return err_in(e, "%s", path);
	l->manifest = name;
	l->seal = seal;
	l->folder = folder;
	*landing = l;
	return true;
}

Str landing_part_title(struct arena *a, const struct landing *l, size_t i)
{
	const struct landing_part *part = &l->parts[i];

	if (part->status == 0)
		return part->name;
	return text(arena_print(a, "answer %zu of %zu%s%.*s", i + 1, l->part_count, part->part.len > 0 ? ", for " : "",
		STR(part->part)));
}

bool landing_stream_open(struct arena *a, const struct landing *l, size_t part, struct landing_stream **stream,
			 struct err *e)
{
	struct landing_stream *s = arena_new_of(a, struct landing_stream);
	struct blob *blob;

	s->part = &l->parts[part];
	*stream = s;
	if (!blob_open(a, l->folder, s->part, &blob, e))
		return false;
	s->blocks = ahead_new(a, blob, s->part->block_count);
	return true;
}

bool landing_stream_next(struct landing_stream *s, Str *bytes, struct err *e)
{
	*bytes = S("");
	if (s->block == s->part->block_count)
		return true;
	if (!ahead_read(s->blocks, s->block, bytes, e))
		return false;
	*bytes = text_from(*bytes, s->skip);
	s->block++;
	s->skip = 0;
	return true;
}

bool landing_stream_seek(struct landing_stream *s, uint64_t offset, struct err *e)
{
	if (offset > s->part->size)
		return err_set(e, ERR_INTERNAL, "%.*s: no byte %ju, it has %ju", STR(s->part->name), (uintmax_t)offset,
			(uintmax_t)s->part->size);
	s->block = offset == s->part->size ? s->part->block_count : (size_t)(offset / LANDING_BLOCK);
	s->skip = offset == s->part->size ? 0 : (size_t)(offset % LANDING_BLOCK);
	return true;
}

uint64_t landing_stream_size(const struct landing_stream *s)
{
	return s->part->size;
}
