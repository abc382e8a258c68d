-- run_erasure: $1 landing.
update ops.landing set erasure = true where landing_id = $1
