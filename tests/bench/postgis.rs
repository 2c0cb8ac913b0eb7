//! The same question asked of PostgreSQL with PostGIS: the twenty nearest organizations that take a field, by
//! prepared statements over its own protocol, from pgbench, which costs less than a client of ours would.
//!
//! Two ways to store it: on the sphere as the portal does, which is the same question and the measure; and, so
//! that nobody has to wonder, in plain degrees with the field as the first column of the index, which is quicker
//! and not quite the same answer.

use std::fs;
use std::path::Path;
use std::process::Command;

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _};
use support::postgres::Database;
use support::process::file;

use crate::directory::{Made, fields};
use crate::load::{CONNECTIONS, TIME};

/// Different places that are asked from, each a script of its own.
const ASKED: usize = 100;

const LOAD: &str = "
CREATE EXTENSION postgis;
CREATE EXTENSION btree_gist;
CREATE TABLE roster (id text, name text, kind text, region text, address text, phone text, hours text,
    lat float8, lon float8, system text, fields text, services text, fee text, step_free text, languages text,
    source text);
{COPY};
CREATE TABLE organization AS SELECT row_number() OVER ()::int AS number, id, name, kind, region, address, phone,
    hours, lat, lon, services, fee, ST_MakePoint(lon, lat)::geography AS place FROM roster;
ALTER TABLE organization ADD PRIMARY KEY (number);
CREATE TABLE organization_field AS SELECT o.number, array_position(ARRAY[{FIELDS}], f)::int AS field,
    ST_MakePoint(o.lon, o.lat) AS place
    FROM organization o JOIN roster r USING (id), unnest(string_to_array(r.fields, chr(59))) f
    WHERE f = ANY (ARRAY[{FIELDS}]);
ALTER TABLE organization_field ADD PRIMARY KEY (field, number);
CREATE INDEX ON organization USING gist (place);
CREATE INDEX ON organization_field USING gist (field, place);
VACUUM ANALYZE;
";

const COLUMNS: &str =
    "o.id, o.name, o.kind, o.region, o.lat, o.lon, o.hours, o.fee, o.services, o.phone";

/// A way to ask.
pub(crate) struct Way {
    /// What it is called in the table.
    pub(crate) name: &'static str,
    sql: &'static str,
}

/// On the sphere: the nearest of all, of which those that take the field are kept.
pub(crate) const SPHERE: Way = Way {
    name: "PostGIS, on the sphere",
    sql: "SELECT {COLUMNS} FROM organization o JOIN organization_field f ON f.number = o.number AND f.field = :field
          ORDER BY o.place <-> ST_MakePoint(:lon, :lat)::geography LIMIT 20;",
};

/// In degrees: the nearest of the field.
pub(crate) const DEGREES: Way = Way {
    name: "PostGIS, in degrees with the field in the index",
    sql: "SELECT {COLUMNS} FROM (SELECT number, place FROM organization_field WHERE field = :field
          ORDER BY place <-> ST_MakePoint(:lon, :lat) LIMIT 20) f JOIN organization o ON o.number = f.number
          ORDER BY f.place <-> ST_MakePoint(:lon, :lat);",
};

/// A database with the directory in it.
pub(crate) struct Postgis {
    database: Database,
}

impl Postgis {
    /// Loads a directory that `Made` wrote.
    pub(crate) async fn load(directory: &Path) -> Self {
        let database = Database::create().await;
        let list = fields().map(|field| format!("'{field}'")).join(", ");
        let sql = LOAD.replace("{FIELDS}", &list);
        let mut connection = PgConnection::connect(&database.url())
            .await
            .expect("PostgreSQL lets us in");
        // One by one: VACUUM wants no transaction around it.
        for statement in sql.split(';').map(str::trim).filter(|sql| !sql.is_empty()) {
            if statement == "{COPY}" {
                fill(&mut connection, directory).await;
                continue;
            }
            sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
                .execute(&mut connection)
                .await
                .unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        Self { database }
    }

    /// Answers in a second.
    pub(crate) fn per_second(&self, way: &Way, made: &Made) -> f64 {
        let folder = tempfile::tempdir().expect("temporary files can be made");
        let mut pgbench = Command::new(file("FENGQIAO_PGBENCH"));
        pgbench.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
        pgbench.arg(format!("--client={CONNECTIONS}"));
        pgbench.arg(format!("--time={}", TIME.as_secs()));
        for number in 0..ASKED {
            let (lat, lon, field) = made.asked(number);
            let script = folder.path().join(format!("{number}.sql"));
            let sql = way.sql.replace("{COLUMNS}", COLUMNS).replace('\n', " ");
            let text = format!(
                "\\set lat {lat:.2}\n\\set lon {lon:.2}\n\\set field {}\n{sql}\n",
                field + 1
            );
            fs::write(&script, text).expect("the script can be written");
            pgbench.arg("--file").arg(script);
        }
        // What follows the name of the database is for the store's client alone.
        let url = self.database.url();
        let output = pgbench
            .arg(url.split('?').next().unwrap_or_default())
            .output()
            .expect("pgbench runs");
        let text = String::from_utf8_lossy(&output.stdout);
        let rate = text
            .lines()
            .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.unwrap_or_else(|| panic!("pgbench: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

async fn fill(connection: &mut PgConnection, directory: &Path) {
    let roster = tokio::fs::File::open(directory)
        .await
        .expect("the directory can be read");
    let mut copy = connection
        .copy_in_raw("COPY roster FROM STDIN (FORMAT csv, HEADER)")
        .await
        .expect("PostgreSQL takes rows");
    copy.read_from(roster).await.expect("PostgreSQL takes them");
    copy.finish().await.expect("PostgreSQL keeps them");
}
