/*
 * One landing and the datasets that are fed from it: extracted, sealed, read, mapped and staged, all datasets in one
 * transaction.
 */
#ifndef RUN_READING_H
#define RUN_READING_H

#include "run/crosswalks.h"

/* What is read from one landing: the extract that owns it first, then those that say landing = "…". */
struct group {
	const struct extract *const *extracts;
	size_t count;
};

struct load {
	struct ledger *ledger;
	const struct project *project;
	struct askers *askers;           /* of the run; NULL if nothing is landed */
	const struct crosswalk_changes *changes;
	struct group group;
	date content_date;
	bool in_full;                    /* what is read incrementally is read from its beginning */
	struct landing *landing;
	int32_t landing_id;
	const char *release;             /* the guards are set aside, and why */
	const struct act *act;           /* what a person does with this, NULL if it is a job that loads */
	bool has_cards;                  /* a record holds what looks like a card number */
	const struct extract *culprit;   /* whose staging failed, if it did: the message does not say it again */
	bool stale;                      /* it failed because its content is of an earlier date */
};

/* What stood in the way; why lives as long as the result. */
void read_trouble(struct read_result *r, enum reading reading, int exit_code, const char *why);

/* Extracts and records the landing.  What the source came to stands in result; false only if the run cannot go on. */
bool load_land(struct arena *a, struct load *load, struct read_result *result, struct err *e)
	__attribute__((warn_unused_result));

/* The newest landing of the date instead, for --from stage; the same result. */
bool load_landed(struct arena *a, struct load *load, struct read_result *result, struct err *e)
	__attribute__((warn_unused_result));

/* This landing: for replay and release. */
bool load_again(struct arena *a, struct load *load, Str manifest, struct digest seal, int32_t landing_id,
	struct err *e) __attribute__((warn_unused_result));

/* Stages every dataset of the group; results has a place for each extract.  False if one of them could not be: then
 * nothing is staged, and load->culprit says which. */
bool load_stage(struct arena *a, struct load *load, struct read_result *results, struct err *e)
	__attribute__((warn_unused_result));

#endif
