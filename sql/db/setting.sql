-- db_setting: one setting.
select value from ops.setting where name = $1
