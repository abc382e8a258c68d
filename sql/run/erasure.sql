-- run_erasure: $1 landing, and those of the same bytes.
update ops.landing l set erasure = true
from ops.landing o
where o.landing_id = $1 and l.content = o.content and not l.erasure
