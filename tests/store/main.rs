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
    requests: stores_and_reads_back, versions_are_told_of_many_at_once, many_retries_store_once, a_key_with_another_body_is_refused,
        what_was_submitted_is_found_by_key_and_body, a_taken_number_is_told, a_change_needs_the_latest_version, a_repeated_change_is_made_once,
        racing_changes_are_made_once, the_queue_pages_by_clock, who_works_on_a_request_is_kept_and_looked_up, what_follows_at_once_is_stored_with_it, everything_is_there_after_reopening;
    seeking: what_is_marked_is_found_in_order, others_cases_are_left_out, marks_go_with_what_they_came_from, what_has_no_marks_is_marked_once;
    clock: what_is_due_is_kept_until_something_else_is, who_is_late_is_found,
        what_was_raised_is_in_the_centres_queue, what_is_handed_over_is_in_the_others_queue,
        what_was_stored_before_is_dated_once;
    desk: a_login_is_one_accounts, a_session_is_there_until_it_ends, a_new_password_and_disabling_end_sessions,
        a_code_is_taken_once, what_was_done_is_listed_latest_first,
        what_an_account_goes_through_stands_in_the_log_if_it_does, somebody_at_the_provider_has_one_account,
        what_is_good_once_is_spent_once;
    invitations: an_invitation_takes_the_place_of_the_one_before, an_invitation_goes_with_what_is_erased;
    pages: one_change_waits_and_what_is_decided_stays;
    feedback: a_complaint_is_kept_once, there_are_no_more_than_there_may_be, who_answers_finds_what_is_due_first, the_answer_is_news_once,
        a_rating_takes_the_place_of_the_one_before, ratings_are_counted_by_month_in_china,
        words_wait_until_one_has_decided, other_words_are_decided_on_anew,
        what_waits_to_be_answered_is_not_erased, all_of_it_goes_with_what_is_erased;
    settlements: terms_take_the_place_of_those_before, who_is_to_be_reminded_is_found, terms_go_with_what_is_erased;
    figures: what_happened_is_counted_by_month_in_china;
    notices: news_is_stored_with_what_it_tells_of, what_is_taken_is_left_alone_until_its_time,
        copies_at_once_take_each_news_once, one_message_ends_all_news_before_it, what_failed_waits_and_is_given_up,
        only_who_has_it_decides, what_was_given_up_is_tried_again;
    pushes: a_browser_is_told_of_what_happens_after_it_began, a_browser_is_told_of_the_answer_to_a_complaint, the_same_browser_is_one_and_the_oldest_make_room,
        news_waits_for_browsers_only_where_there_is_one, browsers_go_with_what_is_erased;
    likeness: a_likely_duplicate_is_told_and_not_stored, a_retry_is_no_duplicate_of_itself,
        it_is_filed_when_it_is_known, only_what_is_under_way_and_not_old_is_like_it;
    records: the_first_answers_of_a_period_are_counted, of_a_few_answers_nothing_is_told;
    reports: keeps_a_report_once, lists_what_is_open_oldest_first, a_settled_report_loses_its_words_and_stays,
        only_the_organization_or_the_operator_settles, many_sendings_of_a_report_keep_one;
    evidence: a_file_comes_in_pieces_and_is_finished_once, of_two_pieces_for_one_place_one_is_kept,
        nothing_beyond_its_length_and_nothing_late_is_kept, racing_pieces_leave_no_gap,
        files_of_a_basket_are_counted_one_after_the_other, what_is_begun_again_at_once_is_one_file,
        filing_attaches_what_is_finished,
        additions_count_with_the_request, what_expired_is_listed_and_forgotten,
        an_attached_file_cannot_be_deleted, what_waits_is_counted;
    groups: a_request_starts_one_group, a_request_joins_while_it_is_stored, a_group_that_ended_takes_nobody_in,
        joining_and_ending_at_once_leave_no_doubt, a_group_has_no_more_members_than_it_may,
        a_renewed_code_takes_the_place_of_the_old_one, names_and_votes_are_kept_as_wished,
        who_leaves_takes_their_votes_along, who_withdrew_counts_no_longer, racing_wishes_leave_one_of_them;
    keys: the_first_mark_of_a_key_is_kept, only_its_own_keys_open_a_store, new_data_keys_are_learnt,
        keys_are_made_for_a_new_store_only, a_key_is_rotated_and_retired;
    personal: a_change_may_change_the_content_and_end_the_request, only_what_ended_and_is_not_held_is_overdue,
        erasing_leaves_what_is_for_statistics_and_lets_files_expire, who_is_erased_leaves_the_group, racing_erasers_erase_once,
        texts_are_found_by_their_key_and_sealed_anew, a_text_that_changed_is_not_sealed_anew,
        pieces_are_listed_in_order, older_requests_ended_with_their_last_entry;
    guards: wrong_tries_lock_until_enough_are_old, tries_at_once_are_all_counted, old_tries_are_forgotten,
        a_code_is_recognized_by_its_hash, keeps_and_revokes_tokens,
        a_wrong_try_at_an_account_stands_in_the_log_with_its_lock;
}
