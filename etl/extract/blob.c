#include "extract/blob.h"

#include "base/file.h"

char *blob_path(struct arena *a, const char *landings, struct digest digest)
{
	const char *name = digest_text(a, digest);

	return path_join(a, landings, arena_print(a, "blobs/%.2s/%s.zst", name, name));
}

struct digest blob_digest(struct arena *a, const struct landing_block *blocks, size_t count)
{
	struct digester *d = digester_new(a);

	for (size_t i = 0; i < count; i++)
		digester_add(d, (Str){(const char *)blocks[i].digest.bytes, sizeof blocks[i].digest.bytes});
	return digester_end(d);
}
