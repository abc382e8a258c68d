drop view :"view"
