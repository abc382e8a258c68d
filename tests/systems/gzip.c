#define ZLIB_CONST
#include "gzip.h"

#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8 };

Str gzip(struct arena *a, Str body)
{
	z_stream z = {0};
	if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
		return (Str){0};
	size_t room = deflateBound(&z, body.len);
	char *out = arena_raw(a, room);
	z.next_in = (const unsigned char *)body.at;
	z.avail_in = (unsigned)body.len;
	z.next_out = (unsigned char *)out;
	z.avail_out = (unsigned)room;
	int ended = deflate(&z, Z_FINISH);
	size_t len = z.total_out;
	deflateEnd(&z);
	return ended == Z_STREAM_END ? (Str){out, len} : (Str){0};
}
