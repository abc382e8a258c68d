-- A manifest is named within the folder of landings, which may be moved.
set local role counterfoil_owner;

update ops.landing set manifest = substring(manifest from 'manifests/[^/]+/[^/]+$') where manifest like '/%';
