-- reconcile_cause_next: The next group: of the most telling kind of cause the largest, three discrepancies at least.
select signature, min(title), count(*) from cause
group by priority, signature
having count(*) >= 3
order by priority, count(*) desc, signature
limit 1
