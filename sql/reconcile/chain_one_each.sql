-- reconcile_chain_one_each: A line with several rows of a hop is one.
select min(currency) as currency, min(money) as money from :"at" group by origin, line
