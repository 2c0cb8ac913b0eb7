//! Cells that spreadsheet programs would compute: written with an apostrophe in front they are shown, and read
//! without it they are what they were.

fn computes(cell: &str) -> bool {
    cell.trim_start().starts_with(['=', '+', '-', '@'])
}

/// The cell as it is written.
pub(crate) fn guarded(cell: String) -> String {
    if computes(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// The cell as it was before it was written.
pub(super) fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| computes(rest))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_computed_is_shown_and_reads_back() {
        for cell in [
            "=1+1",
            "+86 25",
            "-2",
            "@SUM(A1)",
            " \t=1",
            "某某调委会",
            "'a'",
            "",
        ] {
            let written = guarded(cell.to_owned());
            assert!(!computes(&written), "{written}");
            assert_eq!(plain(&written), cell);
        }
        assert_eq!(guarded("某某=调委会".to_owned()), "某某=调委会");
    }
}
