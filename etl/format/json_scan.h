/*
 * Finds the bytes that mean something in JSON, 64 at a time: quotes, backslashes and brackets; a bar, too, which means
 * nothing but looks alike.
 */
#ifndef FORMAT_JSON_SCAN_H
#define FORMAT_JSON_SCAN_H

#include "base/text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { JSON_BLOCK = 64 };

struct json_scan {
	Str text;                    /* readable for JSON_BLOCK bytes past its end */
	size_t block;                /* where the block begins to which the bits belong */
	uint64_t bits;               /* not yet given out */
};

/* With the bit that tells large letters from small ones "[", "\" and "]" are "{", "|" and "}", which stand in a row. */
#ifdef __SSE2__
static inline uint64_t json_scan_sixteen(const char *p)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
	__m128i ends = _mm_or_si128(_mm_cmpeq_epi8(small, _mm_set1_epi8('{')), _mm_cmpeq_epi8(small, _mm_set1_epi8('}')));
	__m128i rest = _mm_or_si128(_mm_cmpeq_epi8(small, _mm_set1_epi8('|')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));

	return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(ends, rest));
}

static inline uint64_t json_scan_block(const char *p)
{
	return json_scan_sixteen(p) | json_scan_sixteen(p + 16) << 16 | json_scan_sixteen(p + 32) << 32
	     | json_scan_sixteen(p + 48) << 48;
}
#else
static inline uint64_t json_scan_block(const char *p)
{
	uint64_t bits = 0;

	for (int i = 0; i < JSON_BLOCK; i++) {
		char small = (char)(p[i] | 0x20);
		bool is_special = (small >= '{' && small <= '}') || p[i] == '"';

		bits |= (uint64_t)is_special << i;
	}
	return bits;
}
#endif

static inline void json_scan_load(struct json_scan *s)
{
	size_t left = s->block < s->text.len ? s->text.len - s->block : 0;

	s->bits = left > 0 ? json_scan_block(s->text.at + s->block) : 0;
	if (left < JSON_BLOCK)
		s->bits &= ((uint64_t)1 << left) - 1;
}

static inline struct json_scan json_scan_from(Str text, size_t at)
{
	struct json_scan s = {.text = text, .block = at};

	json_scan_load(&s);
	return s;
}

/* The place of the next, or the text's length. */
static inline size_t json_scan_next(struct json_scan *s)
{
	size_t at;

	while (s->bits == 0) {
		if (s->text.len - s->block <= JSON_BLOCK)
			return s->text.len;
		s->block += JSON_BLOCK;
		json_scan_load(s);
	}
	at = s->block + (size_t)__builtin_ctzll(s->bits);
	s->bits &= s->bits - 1;
	return at;
}

#endif
