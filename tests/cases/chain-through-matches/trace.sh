# Prints what is told of the chains of each key.
for key; do
	"$COUNTERFOIL" trace "$key" | sed -n '/^From order/,/^What the rules/p'
done
