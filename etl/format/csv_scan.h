/*
 * Finds the bytes that mean something in CSV, 64 at a time: of a vector only a bit mask is kept, and most bytes of a
 * file are never looked at one by one.
 */
#ifndef FORMAT_CSV_SCAN_H
#define FORMAT_CSV_SCAN_H

#include "base/text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SCAN_BLOCK = 64 };

struct scan {
	const char *base;            /* readable for SCAN_BLOCK bytes past the end */
	size_t end;
	size_t block;                /* where the block begins to which the bits belong */
	uint64_t bits;               /* not yet given out */
	char special[4];             /* repeated if there are fewer */
};

#ifdef __SSE2__
static inline uint64_t scan_sixteen(const char *p, const __m128i *special)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i a = _mm_or_si128(_mm_cmpeq_epi8(bytes, special[0]), _mm_cmpeq_epi8(bytes, special[1]));
	__m128i b = _mm_or_si128(_mm_cmpeq_epi8(bytes, special[2]), _mm_cmpeq_epi8(bytes, special[3]));

	return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(a, b));
}

static inline uint64_t scan_block(const struct scan *s)
{
	const __m128i special[4] = {_mm_set1_epi8(s->special[0]), _mm_set1_epi8(s->special[1]),
				    _mm_set1_epi8(s->special[2]), _mm_set1_epi8(s->special[3])};
	const char *p = s->base + s->block;

	return scan_sixteen(p, special) | scan_sixteen(p + 16, special) << 16 | scan_sixteen(p + 32, special) << 32 |
	       scan_sixteen(p + 48, special) << 48;
}
#else
static inline uint64_t scan_block(const struct scan *s)
{
	const char *p = s->base + s->block;
	uint64_t bits = 0;

	for (int i = 0; i < SCAN_BLOCK; i++) {
		bool is_special = p[i] == s->special[0] || p[i] == s->special[1] || p[i] == s->special[2] ||
				  p[i] == s->special[3];

		bits |= (uint64_t)is_special << i;
	}
	return bits;
}
#endif

static inline void scan_load(struct scan *s)
{
	s->bits = s->block < s->end ? scan_block(s) : 0;
	if (s->end - s->block < SCAN_BLOCK)
		s->bits &= ((uint64_t)1 << (s->end - s->block)) - 1;
}

/* Scans from at on. */
static inline void scan_from(struct scan *s, size_t at)
{
	s->block = at;
	scan_load(s);
}

/* The next special byte, or the end. */
static inline size_t scan_next(struct scan *s)
{
	size_t at;

	while (s->bits == 0) {
		if (s->end - s->block <= SCAN_BLOCK) {
			s->block = s->end;
			return s->end;
		}
		s->block += SCAN_BLOCK;
		scan_load(s);
	}
	at = s->block + (size_t)__builtin_ctzll(s->bits);
	s->bits &= s->bits - 1;
	return at;
}

#endif
