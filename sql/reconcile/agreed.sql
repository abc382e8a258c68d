-- reconcile_agreed: Compared keys with a difference.
select count(distinct key_hash) from found
where kind in ('different', 'currency', 'residual') and status <> 'within tolerance'
