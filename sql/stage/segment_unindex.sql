-- stage_segment_unindex: history has no use for it.
drop index stage.:"old_index"
