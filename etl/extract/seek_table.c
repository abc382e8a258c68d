#include "extract/seek_table.h"

#include "base/buf.h"

enum { HEAD = 8, ENTRY = 8, FOOT = 9 };

static const uint32_t skippable = 0x184D2A5E, seekable = 0x8F92EAB1;

size_t seek_table_size(size_t count)
{
	return HEAD + count * ENTRY + FOOT;
}

static void add_number(struct buf *b, uint32_t n)
{
	for (int shift = 0; shift < 32; shift += 8)
		buf_byte(b, (char)(unsigned char)(n >> shift));
}

static uint32_t number_at(Str s, size_t at)
{
	uint32_t n = 0;

	for (size_t i = 4; i-- > 0;)
		n = n << 8 | (unsigned char)s.at[at + i];
	return n;
}

Str seek_table_write(struct arena *a, const uint32_t *packed, const struct landing_block *blocks, size_t count)
{
	struct buf *b = buf_new(a, seek_table_size(count));

	add_number(b, skippable);
	add_number(b, (uint32_t)(count * ENTRY + FOOT));
	for (size_t i = 0; i < count; i++) {
		add_number(b, packed[i]);
		add_number(b, blocks[i].size);
	}
	add_number(b, (uint32_t)count);
	buf_byte(b, 0);
	add_number(b, seekable);
	return buf_str(b);
}

bool seek_table_read(struct arena *a, Str table, size_t count, struct frame **frames)
{
	size_t foot = HEAD + count * ENTRY;
	struct frame *found;
	uint64_t offset = 0;

	if (table.len != foot + FOOT || number_at(table, 0) != skippable || number_at(table, 4) != table.len - HEAD
	    || number_at(table, foot) != count || table.at[foot + 4] != 0 || number_at(table, foot + 5) != seekable)
		return false;
	found = arena_array(a, count, struct frame);
	for (size_t i = 0; i < count; i++) {
		size_t at = HEAD + i * ENTRY;

		found[i] = (struct frame){offset, number_at(table, at), number_at(table, at + 4)};
		offset += found[i].packed;
	}
	*frames = found;
	return true;
}
