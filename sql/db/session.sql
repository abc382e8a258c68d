-- db_session: what every session is set to, whatever the server's own settings are.
-- An empty search_path: every statement names its schema, and nothing can stand in front of what it means.
SET search_path = '';
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'postgres';
SET bytea_output = 'hex';
SET standard_conforming_strings = on;
SET extra_float_digits = 1;
-- Shorter than a lease (90 s): a session that hangs loses its transaction before another run may take over.
SET idle_in_transaction_session_timeout = '60s';
-- Our statements are few and large; compiling them costs more than it saves (measured).
SET jit = off;
