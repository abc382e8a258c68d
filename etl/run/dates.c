#include "run/dates.h"

enum { LOOK_BACK = 400 };

static date first_date(const struct project *p)
{
	return p->settings.start.given ? p->settings.start.at : DATE_NONE + LOOK_BACK + 1;
}

date content_open(const struct project *p, const struct extract *x, date until)
{
	for (date d = until; d >= first_date(p) && d > until - LOOK_BACK; d--)
		if (extract_due(x, d) != INSTANT_NONE)
			return d;
	return DATE_NONE;
}

date content_date(const struct project *p, const struct extract *x, date until, instant now)
{
	for (date d = until; d >= first_date(p) && d > until - LOOK_BACK; d--) {
		instant due = extract_due(x, d);

		if (due != INSTANT_NONE && due <= now)
			return d;
	}
	return DATE_NONE;
}

const struct account *rule_account(const struct rule *rule, size_t number)
{
	for (size_t i = 0; i < rule->side_count; i++) {
		if (number < rule->sides[i].account_count)
			return rule->sides[i].accounts[number];
		number -= rule->sides[i].account_count;
	}
	for (size_t i = 0; i < rule->side_count; i++) {
		const struct kits *kits = rule->sides[i].kits;

		if (kits && number < kits->list->account_count)
			return kits->list->accounts[number];
		number -= kits ? kits->list->account_count : 0;
	}
	if (rule->kind != RULE_SUM)
		return NULL;
	if (number < rule->whole.side.account_count)
		return rule->whole.side.accounts[number];
	number -= rule->whole.side.account_count;
	for (size_t i = 0; i < rule->part_count; i++) {
		if (number < rule->parts[i].side.account_count)
			return rule->parts[i].side.accounts[number];
		number -= rule->parts[i].side.account_count;
	}
	if (number < rule->timing.movements.side.account_count)
		return rule->timing.movements.side.accounts[number];
	return NULL;
}

const struct extract *account_extract(const struct project *p, const struct account *account)
{
	return &p->extracts[account - p->accounts];
}

static bool all_due(const struct project *p, const struct rule *rule, date day, instant now)
{
	const struct account *account;

	for (size_t i = 0; (account = rule_account(rule, i)) != NULL; i++) {
		const struct extract *x = account_extract(p, account);
		date open = content_open(p, x, day);

		if (open == DATE_NONE || extract_due(x, open) > now)
			return false;
	}
	return true;
}

date rule_date(const struct project *p, const struct rule *rule, date until, instant now)
{
	for (date d = until; d >= first_date(p) && d > until - LOOK_BACK; d--)
		if (all_due(p, rule, d, now))
			return d;
	return DATE_NONE;
}
