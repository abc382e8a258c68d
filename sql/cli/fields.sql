-- cli_fields: all that rows of the dataset ever had.  $1 dataset.
select name, type from stage.field where dataset = $1 order by number
