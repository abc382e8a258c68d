/*
 * A moment as it is written: a day, perhaps a time of day, perhaps an offset from UTC.  The formats that give an
 * instant (epoch, OData) give it as UTC with the offset 0.
 */
#ifndef MAP_STAMP_H
#define MAP_STAMP_H

#include "map/spec.h"

struct stamp {
	date day;
	int64_t clock;               /* microseconds since midnight, less than DAY */
	bool has_clock, has_offset;
	int32_t offset;              /* seconds east of UTC */
};

/* NULL, or why it cannot be read: a format that matched but names a day or time that does not exist says so. */
const char *stamp_read(struct work *w, const struct time_form *form, Str s, struct stamp *t);

/* The reason of what lies there, once zone and offset are known. */
extern const char *const stamp_out_of_range;

/* "+02:00", "+0200", "+02", "Z"; false if it is none. */
bool offset_read(Str s, int32_t *offset);

/* Whether nothing written so can say its zone; and whether it says a time of day at all. */
bool time_format_lacks_zone(const struct time_format *f);
bool time_format_has_clock(const struct time_format *f);

/* A time_format by its name, else a pattern of %; false with the reason if it is neither. */
bool time_format_of(Str name, struct time_format *f, const char **wrong);

#endif
