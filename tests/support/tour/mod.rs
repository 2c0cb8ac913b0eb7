//! A walk through every page and state of the portal, for whoever wants to look at each of them.

mod checkup;
mod desk;
mod ends;
mod feedback;
mod file;
mod find;
mod group;
mod track;
mod trust;
mod visit;
mod which;

use crate::page::Page;
use crate::world::World;

/// Goes everywhere and calls `look` with the name of each state reached.
pub async fn tour(world: &mut World, mut look: impl AsyncFnMut(&Page, &str)) {
    find::pages(&world.page, &mut look).await;
    find::results(&world.page, &mut look).await;
    find::places(&world.page, &mut look).await;
    find::filters(world, &mut look).await;
    find::without_network(world, &mut look).await;
    find::maps(world, &mut look).await;
    trust::record(world, &mut look).await;
    trust::report(world, &mut look).await;
    trust::figures(&world.page, &mut look).await;
    which::ways(&world.page, &mut look).await;
    which::family(&world.page, &mut look).await;
    which::without_server(world, &mut look).await;
    checkup::screens(&world.page, &mut look).await;
    checkup::without_server(world, &mut look).await;
    visit::asked_for(world, &mut look).await;
    file::gig(&world.page, &mut look).await;
    file::steps(&world.page, &mut look).await;
    file::sending(world, &mut look).await;
    file::waiting(world, &mut look).await;
    file::family(world, &mut look).await;
    let organization = track::life(world, &mut look).await;
    track::opening(world, &organization, &mut look).await;
    group::own(world, &organization, &mut look).await;
    ends::doors(world, &organization, &mut look).await;
    ends::mediation(world, &organization, &mut look).await;
    feedback::said(world, &organization, &mut look).await;
    ends::withdrawals(world, &organization, &mut look).await;
}

/// The same of the desk.
pub async fn tour_desk(world: &mut World, mut look: impl AsyncFnMut(&Page, &str)) {
    desk::desk(world, &mut look).await;
}

/// The same page for people who need large type.
async fn look_as_elder(page: &Page, state: &str, look: &mut impl AsyncFnMut(&Page, &str)) {
    page.click(".size-toggle").await;
    look(page, &format!("{state}-elder")).await;
    page.click(".size-toggle").await;
}
