//! The store's conformance suite: every case runs on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop, loudly"
)]

mod backend;
mod cases;
mod samples;
mod trouble;

/// Makes one test of each case for each backend.
macro_rules! suite {
    ($($group:ident: $($case:ident),+;)+) => {
        mod sqlite {
            $(mod $group { $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    crate::cases::$group::$case(&crate::backend::Sqlite::new()).await;
                }
            )+ })+
        }

        mod postgres {
            $(mod $group { $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    crate::cases::$group::$case(&crate::backend::Postgres::new().await).await;
                }
            )+ })+
        }
    };
}

suite! {
    imports: begins_empty, looking_makes_nothing, shows_nothing_before_commit, a_dropped_import_leaves_no_trace,
        importing_again_doubles_nothing, retires_only_when_asked, two_imports_at_once_both_count,
        requests_are_stored_while_an_import_runs, sweeps_what_was_replaced_or_abandoned,
        an_import_that_ends_badly_gives_its_room_back,
        keeps_every_field;
    requests: stores_and_reads_back, many_retries_store_once, a_key_with_another_body_is_refused,
        what_was_submitted_is_found_by_key_and_body, a_taken_number_is_told, a_change_needs_the_latest_version, a_repeated_change_is_made_once,
        racing_changes_are_made_once, the_queue_pages_in_order, everything_is_there_after_reopening;
    keys: the_first_mark_of_a_key_is_kept, only_its_own_keys_open_a_store, new_data_keys_are_learnt,
        keys_are_made_for_a_new_store_only;
    guards: wrong_tries_lock_until_enough_are_old, tries_at_once_are_all_counted, old_tries_are_forgotten,
        a_code_is_recognized_by_its_hash, keeps_and_revokes_tokens;
}
