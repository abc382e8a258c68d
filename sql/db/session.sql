-- db_session: what every session is set to, whatever the server's own settings are.
-- An empty search_path: every statement names its schema, and nothing can stand in front of what it means.
set search_path = '';
set TimeZone = 'UTC';
set DateStyle = 'ISO, YMD';
set IntervalStyle = 'postgres';
set bytea_output = 'hex';
set standard_conforming_strings = on;
set extra_float_digits = 1;
-- Shorter than a lease (90 s): a session that hangs loses its transaction before another run may take over.
set idle_in_transaction_session_timeout = '60s';
-- Our statements are few and large; compiling them costs more than it saves (measured).
set jit = off;
