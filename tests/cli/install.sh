#!/bin/sh
# What make install puts in place works from there: the program, its pages, and two projects to copy.
set -u
cd "$(dirname "$0")/../.."
engine=${COUNTERFOIL:-$PWD/build/counterfoil}
count=0 failed=0
ok() {
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $count - $2"
	else
		failed=1
		echo "not ok $count - $2"
		sed 's/^/# /' "$work/said" | head -20
	fi
}

if [ ! -x "$engine" ]; then
	echo "1..0 # SKIP $engine is not built"
	exit 0
fi
work=$(mktemp -d /tmp/cf-install-XXXXXX)
chmod 755 "$work"
here=$work/usr/local
end() {
	for project in example demo; do
		"$engine" stop --project "$work/$project" >/dev/null 2>&1
	done
	rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

flavour=release
case $engine in */check/*) flavour=check ;; esac
make -s FLAVOUR=$flavour install DESTDIR="$work" PREFIX=/usr/local >"$work/said" 2>&1
ok $? "make install"
program=$here/bin/counterfoil
"$program" version >"$work/said" 2>&1
ok $? "the program is there"
grep -q "^.SH COMMANDS" "$here/share/man/man1/counterfoil.1"
ok $? "the man page is there"
ls "$here"/share/counterfoil/sql/reconcile/*.sql >"$work/said"
ok $? "the SQL is there"

doc=$here/share/doc/counterfoil
for page in "$doc"/README.md "$doc"/docs/*.md; do
	grep -oE '\]\([^)#:]+' "$page" | cut -c3- | while read -r target; do
		[ -e "$(dirname "$page")/$target" ] || echo "$page: $target is not there"
	done
done >"$work/said"
[ ! -s "$work/said" ] && [ -e "$doc/docs/guide.md" ]
ok $? "the pages are there, and their links lead somewhere"

cp -R "$here/share/counterfoil/example" "$here/share/counterfoil/demo" "$work/"
"$program" run nightly --date 2026-03-31 --project "$work/example" >"$work/said" 2>&1 && grep -q "67.50" "$work/said"
ok $? "the example is the README's, and runs"
(cd "$work/demo" && "$program" check &&
	python3 -B fixtures/demo/generate.py build/demo --scale small --night 2026-03-29 &&
	fixtures/demo/serve.py "$program" sample shop_de.orders 1 --date 2026-03-29 &&
	fixtures/demo/serve.py "$program" sample wms.stock 1 --date 2026-03-29) >"$work/said" 2>&1
ok $? "the demo's jobs ask the demo's systems"
grep -q 'program=${COUNTERFOIL:-build/counterfoil}' "$work/demo/fixtures/demo/run"
ok $? "the demo runs with any program"
[ -z "$(find "$here" -name '__pycache__' -o -name 'var' -o -name '*.o')" ]
ok $? "nothing else is there"

echo "1..$count"
exit $failed
