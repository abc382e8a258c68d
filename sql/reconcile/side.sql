create temporary view :"view" as
:rows
