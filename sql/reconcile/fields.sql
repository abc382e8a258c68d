-- reconcile_fields: $1 dataset. The types that its fields have had since it was made.
select name, type from stage.field where dataset = $1
