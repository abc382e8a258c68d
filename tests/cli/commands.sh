#!/bin/sh
# Every command over a small project: a shop and its ERP on two nights.  What it prints as JSON is read as JSON; what is
# wrong with a command line, and every exit code, is said as help says it.
set -u
cd "$(dirname "$0")/../.."
engine=${COUNTERFOIL:-$PWD/build/counterfoil}
count=0 failed=0

if [ ! -x "$engine" ]; then
	echo "1..0 # SKIP $engine is not built"
	exit 0
fi
folder=$(mktemp -d /tmp/cf-cli-XXXXXX)
chmod 755 "$folder"
cp -R tests/cases/base/. "$folder/"
end() {
	"$engine" stop --project "$folder" >/dev/null 2>&1
	rm -rf "$folder"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$folder" || exit 1
mkdir -p deeper/still

# ── points ──────────────────────────────────────────────────────────────────────────────────────────────────────────

ok() {    # ok CODE NAME
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $count - $2"
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
		sed 's/^/# /' out err 2>/dev/null | head -20
	fi
}

cf() {    # cf CODE WORD…: runs it and looks at its exit code
	want=$1
	shift
	"$engine" "$@" >out 2>err
	got=$?
	[ "$got" = "$want" ]
	ok $? "$* ends with $want${got:+ ($got)}"
}

says() {    # says TEXT: on standard output
	grep -qF -- "$1" out
	ok $? "  and prints: $1"
}

complains() {
	grep -qF -- "$1" err
	ok $? "  and complains: $1"
}

json() {    # json EXPRESSION: of the answer, called j
	python3 -c 'import json, sys
j = json.load(open("out"))
sys.exit(0 if eval(sys.argv[1]) else 1)' "$1" 2>>err
	ok $? "  where $1"
}

# A morning of its own for each night.
on() {
	COUNTERFOIL_CLOCK=$(date -u -d "$1 + 1 day" +%F)T04:30:00+02:00
	export COUNTERFOIL_CLOCK
}

# ── without a database ──────────────────────────────────────────────────────────────────────────────────────────────

on 2026-03-30
cf 2
says "usage: counterfoil COMMAND"
cf 2 nihgtly
complains 'there is no command "nihgtly"'
cf 2 rnu
complains 'did you mean "run"?'
cf 2 run
complains "JOB is missing"
cf 2 run nightly --dat 2026-03-30
complains 'did you mean "--date"?'
cf 2 run nightly --date 2026-02-30
complains "must be a date"
cf 2 run nightly --date 2026-03-31
complains '--date is 2026-03-31, which is still to come: the newest business date of job "nightly" is 2026-03-30'
cf 2 run nightly --date 2062-05-05
complains "still to come"
cf 2 plan nightly --date 2026-03-31
complains "still to come"
cf 2 run nightly --from start
complains "must be extract, stage or reconcile"
cf 2 run nigthly
complains 'did you mean "nightly"?'
for command in init stop check plan run cancel jobs runs show sample read snapshot rejects discrepancies release \
	rollback report replay help version; do
	cf 0 help $command
	says "usage: counterfoil $command"
	cf 0 $command --help
done
cf 0 help keys
says "[job.NAME]"
says "[crosswalk.NAME]"
says "[kind.NAME]"
says '| `holidays` | list of dates |'
says '| `csv_separator` | `,`, `;`, `\t`, `\|` |'
awk '/\t/ { print; bad = 1 }
	/^\|/ { line = $0; gsub(/\\\|/, "", line); bars = gsub(/\|/, "", line); if (/^\|-/) wide = bars }
	/^\| `/ && bars != wide { print; bad = 1 }
	END { exit bad }' out >err
ok $? "  in tables whose rows are as wide as their heads"
cf 0 help --man
says ".SH \"EXIT STATUS\""
says '.SS "run JOB... ['
! LC_ALL=C grep -n '[^ -~]' out >err
ok $? "  in ASCII alone, for terminals that have no more"
cf 0 version --json
json 'j["version"]'
cf 0 check
says "fine: 1 company"
cf 0 help keys
! grep -q "amp;amp" out
ok $? "  and writes no entity of an entity"
cf 0 check --project deeper/.. --json
json 'j["mistakes"] == [] and j["jobs"] == 1'
(cd deeper/still && "$engine" check) >out 2>err
ok $? "a project is found from below"
cf 3 check --project /
printf '[job.nightly]\nextarct = []\n' >project/wrong.toml
cf 3 check
says "project/wrong.toml:2:1"
says 'did you mean'
cf 3 check --json
json 'any(m["file"] == "project/wrong.toml" and m["line"] == 2 for m in j["mistakes"])'
cf 3 run nightly
complains "project/wrong.toml:2"
cf 0 stop
rm project/wrong.toml
cf 0 plan nightly
says "to be made"
cf 0 plan nightly --json
json 'j["business_date"] == "2026-03-30" and len(j["next"]) == 5 and all(t["new"] for t in j["tables"])'
cf 0 jobs --json
json 'j[0]["next"] == "2026-04-01T02:30:00Z" and j[0]["last"] is None'
[ ! -e var ]
ok $? "none of this made a database"
cf 0 sample shop.orders 1 --date 2026-03-30 --json
json 'len(j) == 1 and j[0]["state"] == "good" and j[0]["values"]["currency"] == "EUR"'
cf 0 sample shop.orders 1 --date 2026-03-30
says "record 1"
cf 0 sample shop.orders --key 1003 --date 2026-03-30 --json
json 'len(j) == 1 and j[0]["record"] == 3'
cf 0 sample shop.orders --rejected --date 2026-03-30
says "no record is one of these"
sed -i 's/23,80/2x,80/; s/^1004;/;/' 2026-03-30/erp.csv
cf 0 sample erp.orders --rejected --date 2026-03-30 --json
json '[s["record"] for s in j] == [3, 4] and j[0]["faults"][0]["field"] == "total"'
cf 0 sample erp.orders 1 --rejected --date 2026-03-30 --json
json '[s["record"] for s in j] == [3]'
cf 0 sample erp.orders --rejected --key 1001 --date 2026-03-30 --json
json 'j == []'
sed -i 's/2x,80/23,80/; s/^;/1004;/' 2026-03-30/erp.csv
cf 2 sample shop.ordres
complains 'did you mean "shop.orders"?'
cf 6 sample erp.orders --date 2026-03-29
complains "erp.orders: no file for 2026-03-29: 2026-03-29/erp.csv"
complains "hint: --date says which business date's file is sampled"
printf 'a;b\n1;2\n3\n' >plain.csv
cf 0 read plain.csv --format '{ kind = "csv", delimiter = ";" }' --limit 1
json 'j["data"] == {"a": "1", "b": "2"}'
cf 0 read plain.csv --format '{ kind = "csv", delimiter = ";" }'
says '"fault":'
cf 2 read plain.csv --format cvs
complains 'did you mean "csv"?'
cf 2 read plain.csv
cf 2 read plain.csv --format xls
complains '"xls"'
complains 'save it as CSV'
! grep -q "rows is missing\|did you mean" err
ok $? '  and nothing else'
cf 6 read nothing.csv --format csv
complains "hint: look whether the file is there"
cf 6 read plain.csv --format json
complains "hint: look whether the format is right"
"$engine" help >/dev/full 2>err
[ $? = 1 ]
ok $? "an answer that cannot be written is no success"

# ── nights ──────────────────────────────────────────────────────────────────────────────────────────────────────────

python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execv(sys.argv[1], sys.argv[1:])' "$engine" init >out 2>err
ok $? "the first command of a parent that does not want to know how children end"
cf 0 init
says "the database is ready"
cf 0 init --json
json 'j["embedded"] and j["schema"] >= 4'
cf 0 runs
says "no run yet"
cf 0 discrepancies
says "no rule has answered"
cf 2 snapshot shop.order --at 1
cf 2 show 1
complains "there is no run 1"
cf 0 run nightly --date 2026-03-30
says "Mon 30 March 2026"
says "shop.orders"
says "report: $folder/var/reports/2026-03-30/"
on 2026-03-31
cf 0 run nightly nightly --json
json 'len(j["runs"]) == 2 and j["exit_code"] == 0 and j["exit_codes"] == []'
json 'j["runs"][0]["business_date"] == "2026-03-31" and j["runs"][0]["rules"][0]["verdict"]'
json 'all(x["read"] == x["staged"] + x["rejected"] + x["filtered"] + x["repeated"] + x["duplicate"] + x["stale"]
	for x in j["runs"][0]["extracts"] if x["reading"] == "staged")'
cf 0 runs --json
json '[r["run_id"] for r in j] == [3, 2, 1] and j[2]["business_date"] == "2026-03-30"'
cf 0 runs --limit 1
cf 0 show 1
says "run 1: nightly for Mon 30 March 2026, done"
cf 0 show 1 --json
json 'j["snapshots"] and j["steps"] and j["rules"] and all("snapshot_id" in s for s in j["snapshots"])'
cf 2 cancel 1
complains "run 1 is not running"
cf 0 jobs --json
json 'j[0]["last"]["run_id"] == 3'
cf 0 plan nightly --json
json 'not any(t["new"] or t["fields_added"] for t in j["tables"])'
cf 0 discrepancies --date 2026-03-31 --json
json 'isinstance(j, list) and all({"rule", "kind", "key", "amount", "status", "event"} <= set(d) for d in j)'
cf 2 discrepancies --rule R-ODR
complains "there is no rule"
cf 2 discrepancies --status shut
complains 'must be "not explained", waiting, "could not be checked", warning'
cf 0 discrepancies --status "not comparable"
cf 0 rejects --json
cf 2 rejects --extract shop.ordres
complains 'did you mean "shop.orders"?'

# ── nights read back, and acts ──────────────────────────────────────────────────────────────────────────────────────

cf 0 snapshot shop.order --at 1
cp out first
cf 0 snapshot shop.order --at 2026-03-30
cmp -s out first
ok $? "the night of a date is the night of its run"
cf 0 snapshot shop.order --at 1 --json
json 'len(j) == sum(1 for _ in open("first")) - 1 and j[0]["state"] == "good"'
cf 2 snapshot shop.ordre --at 1
complains 'did you mean "shop.order"?'
cf 2 snapshot shop.order
complains "--at RUN|DATE is missing"
cf 2 snapshot shop.order --at yesterday
cf 2 snapshot shop.order --at 99
complains "there is no run 99"
cf 2 release 1
complains "--reason TEXT is missing"
cf 2 release 1 --reason "a slip"
complains "snapshot 1 is live, not held"
cf 2 release 999 --reason "a slip"
cf 0 replay shop.order --reason "trying"
says "Replay of shop.order"
cf 2 replay shop.ordre --reason "trying"
cf 2 rollback 1 --reason "a slip"
complains "is not the newest"
cf 0 show 2 --json
newest=$(python3 -c 'import json
print(max(s["snapshot_id"] for s in json.load(open("out"))["snapshots"] if s["dataset"] == "shop.order"))')
cf 0 rollback "$newest" --reason "a file of another shop" --json
json 'j["dataset"] == "shop.order" and j["retracted"] >= 1'
cf 0 snapshot shop.order --at 2026-03-31
cmp -s out first
ok $? "after it the tables are those of the night before"
cf 0 report 1
says "$folder/var/reports/2026-03-30/"
cf 0 report 1 --json
json 'j["report"]["business_date"] == "2026-03-30"'
cf 2 report 99
cf 0 stop --json
json 'j["stopped"]'

echo "1..$count"
[ "$failed" = 0 ]
