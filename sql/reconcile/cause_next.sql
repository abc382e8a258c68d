-- reconcile_cause_next: The next group: of the most telling kind of cause the largest.  Three that differ by the same
-- amount share a cause; three of one company are a coincidence, so what says less must hold for more.
select signature, min(title), count(*) from cause
group by priority, signature
having count(*) >= case when priority <= 4 then 3 else 10 end
order by priority, count(*) desc, signature
limit 1
