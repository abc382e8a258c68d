#include "base/currency.h"

#include <stdlib.h>

/* ISO 4217, tables A.1 and A.3 as of January 2026: the euro in Bulgaria, XCG in the place of ANG. */
const struct currency currencies[] = {
	{"ADP", 20, 0, true}, {"AED", 784, 2, false}, {"AFA", 4, 2, true}, {"AFN", 971, 2, false},
	{"ALK", 8, 2, true}, {"ALL", 8, 2, false}, {"AMD", 51, 2, false}, {"ANG", 532, 2, true},
	{"AOA", 973, 2, false}, {"AOK", 24, 2, true}, {"AON", 24, 2, true}, {"AOR", 982, 2, true},
	{"ARA", 32, 2, true}, {"ARP", 32, 2, true}, {"ARS", 32, 2, false}, {"ARY", 32, 2, true},
	{"ATS", 40, 2, true}, {"AUD", 36, 2, false}, {"AWG", 533, 2, false}, {"AYM", 945, 2, true},
	{"AZM", 31, 2, true}, {"AZN", 944, 2, false}, {"BAD", 70, 2, true}, {"BAM", 977, 2, false},
	{"BBD", 52, 2, false}, {"BDT", 50, 2, false}, {"BEC", 993, 2, true}, {"BEF", 56, 0, true},
	{"BEL", 992, 2, true}, {"BGJ", 100, 2, true}, {"BGK", 100, 2, true}, {"BGL", 100, 2, true},
	{"BGN", 975, 2, true}, {"BHD", 48, 3, false}, {"BIF", 108, 0, false}, {"BMD", 60, 2, false},
	{"BND", 96, 2, false}, {"BOB", 68, 2, false}, {"BOP", 68, 2, true}, {"BOV", 984, 2, false},
	{"BRB", 76, 2, true}, {"BRC", 76, 2, true}, {"BRE", 76, 2, true}, {"BRL", 986, 2, false},
	{"BRN", 76, 2, true}, {"BRR", 987, 2, true}, {"BSD", 44, 2, false}, {"BTN", 64, 2, false},
	{"BUK", 104, 2, true}, {"BWP", 72, 2, false}, {"BYB", 112, 0, true}, {"BYN", 933, 2, false},
	{"BYR", 974, 0, true}, {"BZD", 84, 2, false}, {"CAD", 124, 2, false}, {"CDF", 976, 2, false},
	{"CHC", 948, 2, true}, {"CHE", 947, 2, false}, {"CHF", 756, 2, false}, {"CHW", 948, 2, false},
	{"CLF", 990, 4, false}, {"CLP", 152, 0, false}, {"CNY", 156, 2, false}, {"COP", 170, 2, false},
	{"COU", 970, 2, false}, {"CRC", 188, 2, false}, {"CSD", 891, 2, true}, {"CSJ", 203, 2, true},
	{"CSK", 200, 2, true}, {"CUC", 931, 2, true}, {"CUP", 192, 2, false}, {"CVE", 132, 2, false},
	{"CYP", 196, 2, true}, {"CZK", 203, 2, false}, {"DDM", 278, 2, true}, {"DEM", 276, 2, true},
	{"DJF", 262, 0, false}, {"DKK", 208, 2, false}, {"DOP", 214, 2, false}, {"DZD", 12, 2, false},
	{"ECS", 218, 2, true}, {"ECV", 983, 2, true}, {"EEK", 233, 2, true}, {"EGP", 818, 2, false},
	{"ERN", 232, 2, false}, {"ESA", 996, 2, true}, {"ESB", 995, 2, true}, {"ESP", 724, 0, true},
	{"ETB", 230, 2, false}, {"EUR", 978, 2, false}, {"FIM", 246, 2, true}, {"FJD", 242, 2, false},
	{"FKP", 238, 2, false}, {"FRF", 250, 2, true}, {"GBP", 826, 2, false}, {"GEK", 268, 2, true},
	{"GEL", 981, 2, false}, {"GHC", 288, 2, true}, {"GHP", 939, 2, true}, {"GHS", 936, 2, false},
	{"GIP", 292, 2, false}, {"GMD", 270, 2, false}, {"GNE", 324, 2, true}, {"GNF", 324, 0, false},
	{"GNS", 324, 2, true}, {"GQE", 226, 2, true}, {"GRD", 300, 0, true}, {"GTQ", 320, 2, false},
	{"GWE", 624, 2, true}, {"GWP", 624, 2, true}, {"GYD", 328, 2, false}, {"HKD", 344, 2, false},
	{"HNL", 340, 2, false}, {"HRD", 191, 2, true}, {"HRK", 191, 2, true}, {"HTG", 332, 2, false},
	{"HUF", 348, 2, false}, {"IDR", 360, 2, false}, {"IEP", 372, 2, true}, {"ILP", 376, 2, true},
	{"ILR", 376, 2, true}, {"ILS", 376, 2, false}, {"INR", 356, 2, false}, {"IQD", 368, 3, false},
	{"IRR", 364, 2, false}, {"ISJ", 352, 2, true}, {"ISK", 352, 0, false}, {"ITL", 380, 0, true},
	{"JMD", 388, 2, false}, {"JOD", 400, 3, false}, {"JPY", 392, 0, false}, {"KES", 404, 2, false},
	{"KGS", 417, 2, false}, {"KHR", 116, 2, false}, {"KMF", 174, 0, false}, {"KPW", 408, 2, false},
	{"KRW", 410, 0, false}, {"KWD", 414, 3, false}, {"KYD", 136, 2, false}, {"KZT", 398, 2, false},
	{"LAJ", 418, 2, true}, {"LAK", 418, 2, false}, {"LBP", 422, 2, false}, {"LKR", 144, 2, false},
	{"LRD", 430, 2, false}, {"LSL", 426, 2, false}, {"LSM", 426, 2, true}, {"LTL", 440, 2, true},
	{"LTT", 440, 2, true}, {"LUC", 989, 2, true}, {"LUF", 442, 0, true}, {"LUL", 988, 2, true},
	{"LVL", 428, 2, true}, {"LVR", 428, 2, true}, {"LYD", 434, 3, false}, {"MAD", 504, 2, false},
	{"MDL", 498, 2, false}, {"MGA", 969, 2, false}, {"MGF", 450, 0, true}, {"MKD", 807, 2, false},
	{"MLF", 466, 2, true}, {"MMK", 104, 2, false}, {"MNT", 496, 2, false}, {"MOP", 446, 2, false},
	{"MRO", 478, 2, true}, {"MRU", 929, 2, false}, {"MTL", 470, 2, true}, {"MTP", 470, 2, true},
	{"MUR", 480, 2, false}, {"MVQ", 462, 2, true}, {"MVR", 462, 2, false}, {"MWK", 454, 2, false},
	{"MXN", 484, 2, false}, {"MXP", 484, 2, true}, {"MXV", 979, 2, false}, {"MYR", 458, 2, false},
	{"MZE", 508, 2, true}, {"MZM", 508, 2, true}, {"MZN", 943, 2, false}, {"NAD", 516, 2, false},
	{"NGN", 566, 2, false}, {"NIC", 558, 2, true}, {"NIO", 558, 2, false}, {"NLG", 528, 2, true},
	{"NOK", 578, 2, false}, {"NPR", 524, 2, false}, {"NZD", 554, 2, false}, {"OMR", 512, 3, false},
	{"PAB", 590, 2, false}, {"PEH", 604, 2, true}, {"PEI", 604, 2, true}, {"PEN", 604, 2, false},
	{"PES", 604, 2, true}, {"PGK", 598, 2, false}, {"PHP", 608, 2, false}, {"PKR", 586, 2, false},
	{"PLN", 985, 2, false}, {"PLZ", 616, 2, true}, {"PTE", 620, 0, true}, {"PYG", 600, 0, false},
	{"QAR", 634, 2, false}, {"RHD", 716, 2, true}, {"ROK", 642, 2, true}, {"ROL", 642, 2, true},
	{"RON", 946, 2, false}, {"RSD", 941, 2, false}, {"RUB", 643, 2, false}, {"RUR", 810, 2, true},
	{"RWF", 646, 0, false}, {"SAR", 682, 2, false}, {"SBD", 90, 2, false}, {"SCR", 690, 2, false},
	{"SDD", 736, 2, true}, {"SDG", 938, 2, false}, {"SDP", 736, 2, true}, {"SEK", 752, 2, false},
	{"SGD", 702, 2, false}, {"SHP", 654, 2, false}, {"SIT", 705, 2, true}, {"SKK", 703, 2, true},
	{"SLE", 925, 2, false}, {"SLL", 694, 2, true}, {"SOS", 706, 2, false}, {"SRD", 968, 2, false},
	{"SRG", 740, 2, true}, {"SSP", 728, 2, false}, {"STD", 678, 2, true}, {"STN", 930, 2, false},
	{"SUR", 810, 2, true}, {"SVC", 222, 2, false}, {"SYP", 760, 2, false}, {"SZL", 748, 2, false},
	{"THB", 764, 2, false}, {"TJR", 762, 2, true}, {"TJS", 972, 2, false}, {"TMM", 795, 2, true},
	{"TMT", 934, 2, false}, {"TND", 788, 3, false}, {"TOP", 776, 2, false}, {"TPE", 626, 0, true},
	{"TRL", 792, 0, true}, {"TRY", 949, 2, false}, {"TTD", 780, 2, false}, {"TWD", 901, 2, false},
	{"TZS", 834, 2, false}, {"UAH", 980, 2, false}, {"UAK", 804, 2, true}, {"UGS", 800, 2, true},
	{"UGW", 800, 2, true}, {"UGX", 800, 0, false}, {"USD", 840, 2, false}, {"USN", 997, 2, false},
	{"USS", 998, 2, true}, {"UYI", 940, 0, false}, {"UYN", 858, 2, true}, {"UYP", 858, 2, true},
	{"UYU", 858, 2, false}, {"UYW", 927, 4, false}, {"UZS", 860, 2, false}, {"VEB", 862, 2, true},
	{"VED", 926, 2, false}, {"VEF", 937, 2, true}, {"VES", 928, 2, false}, {"VNC", 704, 2, true},
	{"VND", 704, 0, false}, {"VUV", 548, 0, false}, {"WST", 882, 2, false}, {"XAD", 396, 2, false},
	{"XAF", 950, 0, false}, {"XAG", 961, -1, false}, {"XAU", 959, -1, false}, {"XBA", 955, -1, false},
	{"XBB", 956, -1, false}, {"XBC", 957, -1, false}, {"XBD", 958, -1, false}, {"XCD", 951, 2, false},
	{"XCG", 532, 2, false}, {"XDR", 960, -1, false}, {"XEU", 954, 2, true}, {"XFO", 0, -1, true},
	{"XFU", 0, -1, true}, {"XOF", 952, 0, false}, {"XPD", 964, -1, false}, {"XPF", 953, 0, false},
	{"XPT", 962, -1, false}, {"XRE", 0, -1, true}, {"XSU", 994, -1, false}, {"XTS", 963, -1, false},
	{"XUA", 965, -1, false}, {"XXX", 999, -1, false}, {"YDD", 720, 2, true}, {"YER", 886, 2, false},
	{"YUD", 890, 2, true}, {"YUM", 891, 2, true}, {"YUN", 890, 2, true}, {"ZAL", 991, 2, true},
	{"ZAR", 710, 2, false}, {"ZMK", 894, 2, true}, {"ZMW", 967, 2, false}, {"ZRN", 180, 2, true},
	{"ZRZ", 180, 2, true}, {"ZWC", 716, 2, true}, {"ZWD", 716, 2, true}, {"ZWG", 924, 2, false},
	{"ZWL", 932, 2, true}, {"ZWN", 942, 2, true}, {"ZWR", 935, 2, true},
};

const size_t currency_count = sizeof currencies / sizeof *currencies;

static int order(const void *code, const void *row)
{
	const struct currency *c = row;

	return memcmp(code, c->code, sizeof c->code - 1);
}

const struct currency *currency_listed(Str code)
{
	char upper[3];

	if (code.len != sizeof upper)
		return NULL;
	for (size_t i = 0; i < sizeof upper; i++)
		upper[i] = (char)(code.at[i] >= 'a' && code.at[i] <= 'z' ? code.at[i] - 'a' + 'A' : code.at[i]);
	return bsearch(upper, currencies, currency_count, sizeof *currencies, order);
}

static bool is_money(const struct currency *c)
{
	return !c->withdrawn && strcmp(c->code, "XXX") != 0 && strcmp(c->code, "XTS") != 0;
}

const struct currency *currency_find(Str code)
{
	const struct currency *c = currency_listed(code);

	return c && is_money(c) ? c : NULL;
}

const struct currency *currency_by_number(Str digits)
{
	uint64_t number;

	if (digits.len != 3 || !text_uint(digits, &number))
		return NULL;
	for (size_t i = 0; i < currency_count; i++)
		if ((uint64_t)currencies[i].number == number && is_money(&currencies[i]))
			return &currencies[i];
	return NULL;
}
