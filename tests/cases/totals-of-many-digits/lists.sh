# Both lists of a night: 9 300 payments in two batches, each of the largest amount that is paired: sh lists.sh DATE
mkdir -p "$1"
for list in payments bank; do
	awk -v list=$list 'BEGIN {
		print "no,batch,currency,amount,date"
		for (i = 1; i <= 9300; i++)
			printf "%s%d,T-%d,EUR,9999999999999.99,2026-03-25\n", list, i, i <= 9100 ? 1001 : 1002
	}' > "$1/$list.csv"
done
