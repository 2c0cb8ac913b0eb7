//! How fast an organization is found among 20,000, 200,000 and 1,000,000, and what that costs: beside
//! PostgreSQL with PostGIS, which answers the same question, and beside the server's own limit, a file of
//! the same size.

use std::fs;
use std::path::Path;

use support::process::wait_until;
use support::server::{Server, copy_app};

use crate::directory::Made;
use crate::load::{self, NO_LIMITS, Request, paced, run};
use crate::postgis::{DEGREES, Postgis, SPHERE};
use crate::table::Table;

/// Few enough to leave the server idle most of the time.
const CALM: usize = 1_000;
/// How many times as many answers as PostGIS.
const TIMES_POSTGIS: f64 = 5.0;
/// What share of the answers that a file allows.
const SHARE_OF_FILE: f64 = 0.5;
/// For the slowest in a hundred when the server is not saturated, in milliseconds.
const SLOWEST: f64 = 5.0;
/// How much a million organizations may take, in MB.
const MEMORY: f64 = 500.0;
/// How much longer the median may take among a million than among 20,000.
const GROWTH: f64 = 2.0;

/// Measures it all.
pub(crate) fn measure(table: &mut Table) {
    let made = Made::new();
    let few = among(20_000, &made, table);
    among(200_000, &made, table);
    let many = among(1_000_000, &made, table);
    println!();
    for ((name, few), (_, many)) in few.iter().zip(&many) {
        let name = format!("{name}: median among 1,000,000 to median among 20,000");
        table.at_most(&name, many / few, GROWTH, "times");
    }
}

/// The medians of what is asked, in milliseconds.
fn among(organizations: usize, made: &Made, table: &mut Table) -> Vec<(&'static str, f64)> {
    println!("\n{organizations} organizations");
    let roster = tempfile::NamedTempFile::with_suffix(".csv").expect("temporary files can be made");
    made.write(roster.path(), organizations);
    let mut server = Server::prepare(&NO_LIMITS, |data| Server::import(data, roster.path()));
    println!(
        "  index built in {:.2} s",
        metric(&server, "directory_build_seconds")
    );

    let kinds: [(&'static str, &(dyn Fn(usize) -> String + Sync)); 4] = [
        ("nearest 20 for a field", &|number| made.search(number)),
        ("nearest 20 with filters", &|number| made.filtered(number)),
        ("20 in a county", &|number| made.within(number)),
        ("suggestions", &|number| made.typed(number)),
    ];
    let mut medians = Vec::new();
    let mut rates = Vec::new();
    for (name, path) in &kinds {
        let calm = paced(&server, CALM, |number| Request::get(path(number)));
        table.requests(&format!("  {name}, {CALM} a second"), &calm, SLOWEST);
        medians.push((*name, calm.percentile(0.5)));
        let busy = run(&server, |number| Request::get(path(number)));
        assert_eq!(busy.failed, 0, "{name}: answers that failed are no measure");
        println!(
            "  {name}, as many as it can: {:.0} requests/s, p50 {:.2} ms, p99 {:.2} ms",
            busy.per_second(),
            busy.percentile(0.5),
            busy.percentile(0.99),
        );
        rates.push(busy.per_second());
    }
    let megabytes = server.peak_memory() as f64 / 1e6;
    println!(
        "  peak memory {megabytes:.0} MB, {:.0} bytes for each organization",
        megabytes * 1e6 / organizations as f64
    );
    if organizations == 1_000_000 {
        table.at_most("  peak memory", megabytes, MEMORY, "MB");
    }
    if organizations == 200_000 {
        let rate = rates[0];
        replaced(&server, made, roster.path());
        let size = mean_size(&server, made);
        // A copy of the app with a further file.
        let web = tempfile::tempdir().expect("temporary files can be made");
        copy_app(web.path());
        fs::write(web.path().join("constant.json"), vec![b' '; size])
            .expect("the file can be written");
        server.serve(web.path());
        let constant = run(&server, |_| Request::get("/constant.json".to_owned()));
        assert_eq!(constant.failed, 0, "the file is there");
        println!(
            "  a file of the same size ({size} bytes): {:.0} requests/s",
            constant.per_second()
        );
        let share = rate / constant.per_second();
        table.at_least("  nearest 20 to the file", share, SHARE_OF_FILE, "times");
        drop(server);
        let [same, other] = beside_postgis(roster.path(), made);
        table.at_least(
            "  nearest 20 to PostGIS, on the sphere",
            rate / same,
            TIMES_POSTGIS,
            "times",
        );
        println!(
            "  nearest 20 to PostGIS, in degrees: {:.2} times",
            rate / other
        );
    }
    medians
}

/// What it takes to put a new directory in place of the old one, which is served until then.
fn replaced(server: &Server, made: &Made, roster: &Path) {
    let before = metric(server, "directory_organizations");
    made.write(roster, before as usize + 1);
    Server::import(&server.data_folder(), roster);
    wait_until("the new directory is served", || {
        metric(server, "directory_organizations") > before
    });
    println!(
        "  peak memory while a new directory replaces the old one: {:.0} MB",
        server.peak_memory() as f64 / 1e6
    );
}

/// The answers that PostGIS gives in a second: to the same question, and in degrees.
fn beside_postgis(roster: &Path, made: &Made) -> [f64; 2] {
    let executor = tokio::runtime::Runtime::new().expect("an executor");
    let postgis = executor.block_on(Postgis::load(roster));
    [SPHERE, DEGREES].map(|way| {
        let rate = postgis.per_second(&way, made);
        println!("  {}: {rate:.0} queries/s", way.name);
        rate
    })
}

fn mean_size(server: &Server, made: &Made) -> usize {
    const ASKED: usize = 200;
    let sizes =
        (0..ASKED).map(|number| load::once(server, Request::get(made.search(number))).len());
    sizes.sum::<usize>() / ASKED
}

/// A value of the server's own measurements.
fn metric(server: &Server, name: &str) -> f64 {
    let mut value = None;
    wait_until("the server tells its measurements", || {
        let text = load::once(server, Request::get("/metrics".to_owned()));
        let text = String::from_utf8_lossy(&text).into_owned();
        value = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        value.is_some()
    });
    value.unwrap_or_default()
}
