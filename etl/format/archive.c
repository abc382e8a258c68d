#include "format/layer.h"

#include "base/card.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

/* libarchive reads from the layer below through its callbacks, which only fetch bytes. */
struct packed {
	struct archive *archive;
	struct archive_entry *entry;
	struct arena *arena;
	enum packed_kind kind;
	struct layer *below;
	struct bytes *seekable;      /* what is below, if this kind must seek in it; else NULL */
	struct err *e;               /* of the call that is under way */
	uint64_t pulled;             /* bytes that were handed to libarchive */
	la_int64_t at;               /* behind the last of them, in what is sought in */
	uint64_t last_used;          /* behind the last of them that is not zero */
	int64_t content_end;         /* where the last entry's content ended */
	int64_t content_at;
	bool any, ended, is_empty;
	locale_t names;
};

static void finish(void *subject)
{
	struct packed *p = subject;

	archive_read_free(p->archive);
	if (p->names)
		freelocale(p->names);
}

static bool wrong(const struct packed *p, const char *fact, struct err *e)
{
	return err_set(e, ERR_FORMAT, "%.*s: %s", STR(layer_name(p->below)), fact);
}

static bool failed(const struct packed *p, struct err *e)
{
	const char *said = archive_error_string(p->archive);

	return wrong(p, said ? said : "it cannot be unpacked", e);
}

static void count(struct packed *p, Str chunk)
{
	size_t n = chunk.len;

	while (n > 0 && chunk.at[n - 1] == '\0')
		n--;
	if (n > 0)
		p->last_used = p->pulled + n;
	p->pulled += chunk.len;
}

static la_ssize_t read_below(struct archive *archive, void *subject, const void **bytes)
{
	struct packed *p = subject;
	Str chunk;
	bool ok = p->seekable ? bytes_next(p->seekable, &chunk, p->e) : layer_pull(p->below, &chunk, p->e);

	if (!ok) {
		archive_set_error(archive, ARCHIVE_FATAL, "%s", p->e->message);
		return ARCHIVE_FATAL;
	}
	count(p, chunk);
	p->at += (la_int64_t)chunk.len;
	*bytes = chunk.at;
	return (la_ssize_t)chunk.len;
}

static la_int64_t seek_below(struct archive *archive, void *subject, la_int64_t offset, int whence)
{
	struct packed *p = subject;
	la_int64_t size = (la_int64_t)bytes_size(p->seekable);

	/* From where it is libarchive seeks to pass over more than 64 KiB that nobody wants. */
	if (whence == SEEK_END)
		offset += size;
	else if (whence == SEEK_CUR)
		offset += p->at;
	if (offset < 0 || offset > size || !bytes_seek(p->seekable, (uint64_t)offset, p->e)) {
		archive_set_error(archive, ARCHIVE_FATAL, "it cannot be sought in");
		return ARCHIVE_FATAL;
	}
	p->at = offset;
	return offset;
}

static int support(struct archive *archive, enum packed_kind kind)
{
	switch (kind) {
	case PACKED_ZIP: return archive_read_support_format_zip_seekable(archive);
	case PACKED_SEVEN: return archive_read_support_format_7zip(archive);
	case PACKED_TAR: return archive_read_support_format_tar(archive);
	case PACKED_BZIP2: archive_read_support_filter_bzip2(archive); break;
	case PACKED_XZ: archive_read_support_filter_xz(archive); break;
	case PACKED_ZSTD: archive_read_support_filter_zstd(archive); break;
	}
	archive_read_support_format_empty(archive);
	return archive_read_support_format_raw(archive);
}

static bool is_container(const struct packed *p)
{
	return p->kind == PACKED_ZIP || p->kind == PACKED_SEVEN || p->kind == PACKED_TAR;
}

/* Names are read as UTF-8 whatever locale the program runs in. */
static bool begin(struct packed *p)
{
	locale_t before = uselocale(p->names);
	int result = archive_read_open1(p->archive);

	uselocale(before);
	return result == ARCHIVE_OK;
}

static int next_header(struct packed *p)
{
	locale_t before = uselocale(p->names);
	int result = p->any ? archive_read_data_skip(p->archive) : ARCHIVE_OK;

	p->content_end = p->any ? archive_filter_bytes(p->archive, 0) : 0;
	if (result == ARCHIVE_OK || result == ARCHIVE_EOF)
		result = archive_read_next_header(p->archive, &p->entry);
	uselocale(before);
	p->any = true;
	p->content_at = 0;
	return result;
}

bool packed_open(struct arena *a, enum packed_kind kind, struct layer *below, struct packed **out, struct err *e)
{
	struct packed *p = arena_new_of(a, struct packed);
	int result;

	*out = p;
	*p = (struct packed){.archive = archive_read_new(), .arena = a, .kind = kind, .below = below, .e = e};
	arena_defer(a, finish, p);
	p->names = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (!p->archive || !p->names)
		return err_set(e, ERR_INTERNAL, "libarchive or the locale C.UTF-8 is not there");
	support(p->archive, kind);
	archive_read_set_read_callback(p->archive, read_below);
	if (kind == PACKED_ZIP || kind == PACKED_SEVEN)
		p->seekable = layer_bytes(below);
	if (p->seekable) {
		if (!packed_is_whole(a, kind, p->seekable, layer_name(below), &p->is_empty, e)
		    || !bytes_seek(p->seekable, 0, e))
			return false;
		archive_read_set_seek_callback(p->archive, seek_below);
	}
	archive_read_set_callback_data(p->archive, p);
	if (!p->is_empty && !begin(p))
		return failed(p, e);
	if (is_container(p))
		return true;
	result = next_header(p);
	p->ended = result == ARCHIVE_EOF;
	return result == ARCHIVE_OK || result == ARCHIVE_EOF || failed(p, e);
}

/* Reads the layer below to its end. */
static bool drain(struct packed *p, struct err *e)
{
	Str chunk;

	do {
		if (!layer_pull(p->below, &chunk, e))
			return false;
		count(p, chunk);
	} while (chunk.len > 0);
	return true;
}

/* libarchive takes a tar that is cut off between two members for whole, and does not look behind its end, where only
 * zeros may stand. */
static bool prove_tar(struct packed *p, struct err *e)
{
	enum { END_BLOCKS = 2 * 512 };
	int64_t end = archive_filter_bytes(p->archive, 0);

	if (end - p->content_end < END_BLOCKS)
		return wrong(p, "the tar is cut off: its end is missing", e);
	return drain(p, e) && (p->last_used <= (uint64_t)end || wrong(p, "bytes behind the end of the tar", e));
}

/* Nor does it look behind the end of a compressed stream. */
static bool prove_stream(struct packed *p, struct err *e)
{
	uint64_t used = (uint64_t)archive_filter_bytes(p->archive, -1);

	return drain(p, e) && (used == p->pulled || wrong(p, "bytes behind the end of the compressed stream", e));
}

static bool is_outside(Str name)
{
	Str left = name, part;
	bool more = true;

	if (name.len == 0 || name.at[0] == '/' || name.at[0] == '\\' || (name.len > 1 && name.at[1] == ':'))
		return true;
	while (more) {
		size_t at = 0;

		while (at < left.len && left.at[at] != '/' && left.at[at] != '\\')
			at++;
		part = text_head(left, at);
		more = at < left.len;
		left = text_from(left, at + 1);
		if (text_is(part, S("..")))
			return true;
	}
	return false;
}

/* Why an entry may not be used, or NULL. */
static const char *refusal(struct packed *p, Str name)
{
	unsigned int type = archive_entry_filetype(p->entry);

	if (is_outside(name))
		return "a path that leads outside";
	if (archive_entry_hardlink(p->entry) || archive_entry_symlink(p->entry) || type == AE_IFLNK)
		return "a link";
	if (type != AE_IFREG && type != AE_IFDIR)
		return "neither a file nor a folder";
	if (archive_entry_is_encrypted(p->entry))
		return "encrypted";
	return NULL;
}

bool packed_next(struct packed *p, Str *name, bool *is_file, bool *has, struct err *e)
{
	const char *why;
	int result;

	p->e = e;
	*has = false;
	if (p->is_empty)
		return true;
	result = next_header(p);
	*has = result == ARCHIVE_OK;
	if (result == ARCHIVE_EOF)
		return p->kind != PACKED_TAR || prove_tar(p, e);
	if (result != ARCHIVE_OK)
		return failed(p, e);
	*name = text(archive_entry_pathname(p->entry));
	*is_file = archive_entry_filetype(p->entry) == AE_IFREG;
	why = refusal(p, *name);
	if (why)
		return err_set(e, ERR_FORMAT, "%.*s: the member %s is %s", STR(layer_name(p->below)),
			       text_quoted(p->arena, card_masked(p->arena, *name)), why);
	return true;
}

bool packed_read(struct packed *p, Str *chunk, struct err *e)
{
	const void *bytes;
	size_t size = 0;
	la_int64_t offset = 0;
	int result = ARCHIVE_OK;

	p->e = e;
	*chunk = (Str){0};
	while (!p->ended && result == ARCHIVE_OK && size == 0)
		result = archive_read_data_block(p->archive, &bytes, &size, &offset);
	if (p->ended)
		return true;
	if (result == ARCHIVE_EOF) {
		p->ended = !is_container(p);
		return is_container(p) || prove_stream(p, e);
	}
	if (result != ARCHIVE_OK)
		return failed(p, e);
	if (offset != p->content_at)
		return wrong(p, "a sparse member", e);
	p->content_at += (int64_t)size;
	*chunk = (Str){bytes, size};
	return true;
}
