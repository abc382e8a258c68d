-- stage_segment_unindex: history has no use for it, and its name is wanted.
drop index stage.:"live_index"
