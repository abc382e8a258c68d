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
#include "config/keys.h"
#include "config/system.h"
#include "extract/landing.h"

struct format;      /* read/format.h */
struct web;         /* extract/web.h */
struct endpoint;    /* net/endpoint.h */
struct askers;      /* net/ask.h */
struct map;         /* map/map.h */
struct intake;      /* stage/intake.h */

enum as_of_kind { AS_OF_NAME, AS_OF_HEADER, AS_OF_MAX, AS_OF_LANDED };
enum nature { NATURE_EVENTS, NATURE_STATE };

/* When the facts of a business date can be there: `days` after the day that follows it, at a wall time in a zone. */
struct due {
	int days;
	int64_t at;                      /* microseconds since midnight */
	struct zone *zone;               /* the system's, unless the extract names one; its days are the business dates */
	const struct calendar *calendar; /* nothing is expected for its closed days; NULL: every day is open */
};

enum source_kind { SOURCE_FILE, SOURCE_HTTP, SOURCE_SFTP, SOURCE_FTP, SOURCE_S3 };

struct source {
	int kind;                        /* enum source_kind */
	const struct web *web;           /* HTTP: what is asked for */
	Str path;                        /* of files: with {business_date}, {part}; may be a glob */
	struct texts parts;              /* what {part} stands for */
	Str marker;                      /* complete = "marker": a file that must be there too */
	Str manifest;                    /* complete = "manifest": a list of digests and names, as sha256sum prints it */
	struct duration settle;          /* how long its files must not have changed while we look; 0: not looked */
};

/* Whether its files lie at another place than the project's folder. */
static inline bool source_is_remote(const struct source *s)
{
	return s->kind == SOURCE_SFTP || s->kind == SOURCE_FTP || s->kind == SOURCE_S3;
}

struct extract {
	Str name;                        /* "shop_pl.orders" */
	const struct system *system;
	const struct entity *entity;
	Str title;
	Str tie;                         /* where in the system a person sees its total; empty if nobody says */
	Str landing;                     /* landing = "shop_pl.orders", empty if it has its own */
	const struct extract *landing_of;   /* the same, found by extracts_link */
	struct source source;
	const struct endpoint *endpoint; /* of its system */
	enum as_of_kind as_of;
	Str as_of_at;                    /* header path or field */
	enum proof complete;
	Str complete_at;                 /* count path */
	enum nature nature;
	bool unchanged_is_stale;         /* yesterday's bytes under today's name are no news */
	bool has_due;
	struct due due;
	const struct format *format;
	const struct map *map;
	const struct intake *intake;
	const struct node *node;         /* where it was declared, for messages */
};

/* The moment at which the facts of the business date can be there.  INSTANT_NONE if none are expected for it (a closed
 * day).  If no due time is declared, they can be there at once: the end of the business date in the zone. */
instant extract_due(const struct extract *x, date business_date);

/* The end of the business date in the extract's zone: its 24:00, the next day's first instant. */
instant extract_end_of(const struct extract *x, date business_date);

/* What came of looking for an extract's files. */
enum arrival {
	ARRIVED,
	NOT_DUE,                         /* not whole there, and before its due moment or on a closed day: no landing */
	LATE,                            /* not whole there, although it is due: no landing */
	PARTIAL,                         /* declared parts are missing, although they are due: a landing of the others */
	UNREADABLE,                      /* what is there is at fault, or changed meanwhile: no landing */
};

/* Bytes of a part that were those of an earlier business date. */
struct known_part {
	Str part;
	struct digest digest;
	date business_date;
};

struct land_options {
	const char *project;             /* folder that paths begin in */
	const char *landings;            /* folder */
	date business_date;
	int64_t run;
	instant now;
	struct askers *askers;           /* of the run; of files NULL will do */
	const char **waited;             /* what was waited for limits, in words, is put here; NULL: nobody asks */
	bool is_incremental;             /* it is read on from the cursor, which the newest snapshot left; empty: none */
	Str cursor;
	bool in_full;                    /* all the same from its beginning: since, else the project's start */
	date start;                      /* DATE_NONE: none */
	instant open_since;              /* of its oldest row that is still open; INSTANT_NONE: none is */
	struct texts staged;             /* values of the dataset that it fans out over */
	struct digest configuration;     /* what an earlier run got under another one does not count for this one */
	const struct known_part *known;      /* what is no news: such a part counts as missing, unless all are such */
	size_t known_count;
};

/* What a landing says of itself before its bytes are there; as_of = "name" is left to the names of files. */
struct landing *extract_landing(struct arena *a, const struct extract *x, const struct land_options *o);

/* Extracts: finds the files, copies them into a landing and seals it.  *l is NULL without a landing.  Two arrivals
 * are errors.  LATE: ERR_SOURCE if no file is there, ERR_INCOMPLETE if files are there that are not proven whole.
 * UNREADABLE: ERR_SOURCE if a file cannot be read or is empty, ERR_TEMPORARY if one changed meanwhile, ERR_FORMAT for a
 * list that is none, ERR_CONFIG for a file of two parts. */
bool extract_land(struct arena *a, const struct extract *x, const struct land_options *o, struct landing **l,
	enum arrival *arrival, struct err *e) __attribute__((warn_unused_result));

#endif
