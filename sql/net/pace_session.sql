-- net_pace_session: a limit that is counted anew after the server has crashed is no loss worth waiting for its disk.
set synchronous_commit = off
