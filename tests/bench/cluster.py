"""A database for both sides of a measurement."""

from measure import ENGINE, PLACE, must


class Cluster:
    """An embedded cluster of a project of its own; databases are made on it by URL."""

    def __init__(self, project):
        """project(folder) writes its jobs.toml there."""
        self.home = PLACE / "cluster"
        self.home.mkdir(parents=True, exist_ok=True)
        project(self.home)
        must(ENGINE, "init", "--project", self.home)
        where = self.home / "var" / "postgres" / "where"
        data = Path(where.read_text().strip()) if where.exists() else self.home / "var" / "postgres" / "data"
        self.socket = (data / "postmaster.pid").read_text().splitlines()[4]

    def conninfo(self, database, user="counterfoil"):
        return f"host={self.socket} port=5432 user={user} dbname={database}"

    def sql(self, statement, database="postgres"):
        return must("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", self.conninfo(database, "postgres"), "-c", statement)

    def fresh(self, database, template="template0"):
        self.sql(f"drop database if exists {database} with (force)")
        self.sql(f"create database {database} template {template} owner counterfoil")

    def stop(self):
        must(ENGINE, "stop", "--project", self.home)
