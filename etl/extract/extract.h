/*
 * One list of one kind of fact read from one system: [extract.SYSTEM.NAME].  Each folder declares the keys that it
 * uses; the parts that belong to stages further right are only pointed to here, so that run/pipeline.c has all of one
 * extract in one hand.
 */
#ifndef EXTRACT_EXTRACT_H
#define EXTRACT_EXTRACT_H

#include "base/calendar.h"
#include "base/zone.h"
#include "config/entity.h"
#include "config/system.h"
#include "extract/landing.h"

struct format;      /* read/format.h */
struct map;         /* map/map.h */
struct intake;      /* stage/intake.h */

enum as_of_kind { AS_OF_NAME, AS_OF_HEADER, AS_OF_MAX, AS_OF_LANDED };
enum nature { NATURE_EVENTS, NATURE_STATE };

/* When the facts of a business date can be there: `days` after the day that follows it, at a wall time in a zone. */
struct due {
	int days;
	int64_t at;                      /* microseconds since midnight */
	const char *zone;
	const struct calendar *calendar; /* nothing is expected for its closed days; NULL: every day is open */
};

struct source {
	Str kind;                        /* "file" */
	Str path;                        /* with {business_date}, {part}; may be a glob */
	struct texts parts;              /* what {part} stands for */
	Str marker;                      /* complete = "marker": a file that must be there too */
};

struct extract {
	Str name;                        /* "shop_pl.orders" */
	const struct system *system;
	const struct entity *entity;
	Str title;
	const struct extract *landing_of;   /* reads the landing of this one; NULL: it has its own */
	struct source source;
	enum as_of_kind as_of;
	Str as_of_at;                    /* header path or field */
	enum proof complete;
	Str complete_at;                 /* count path */
	enum nature nature;
	bool has_due;
	struct due due;
	const struct format *format;
	const struct map *map;
	const struct intake *intake;
	const struct node *node;         /* where it was declared, for messages */
};

/* The moment at which the facts of the business date can be there; INSTANT_NONE if none are expected for it (a closed
 * day), or if no due time is declared (then they can be there at once: the end of the business date in the zone). */
instant extract_due(struct extract const *x, date business_date, struct zone *zone);

#endif
