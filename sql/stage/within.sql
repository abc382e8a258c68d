-- stage_within: live rows inside the window.
select count(*) from :"live" where source = $1 and :"field" between cast($2 as :type) and cast($3 as :type)
