-- stage_duplicate_delete: of a snapshot that is not staged after all.
delete from :"duplicate" where snapshot_no = :number
