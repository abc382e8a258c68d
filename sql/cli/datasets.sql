-- cli_datasets: all that were ever staged.
select dataset, entity, live from ops.dataset order by dataset
