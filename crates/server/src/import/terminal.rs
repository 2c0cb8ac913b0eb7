//! Progress for the person at the terminal: a bar where there is one, plain lines elsewhere.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};

use super::{BadRow, Progress};

/// Rows between two plain lines.
const LINE_EVERY: u64 = 50_000;

/// Progress on standard error: a bar on a terminal, plain lines elsewhere.
pub fn terminal() -> Box<dyn Progress> {
    let bar = std::io::stderr()
        .is_terminal()
        .then(|| ProgressBar::no_length().with_style(style(false)));
    Box::new(Terminal {
        bar,
        writing: None,
        said: 0,
    })
}

struct Terminal {
    bar: Option<ProgressBar>,
    /// Whether the file now under way is being written.
    writing: Option<bool>,
    /// Rows at the last plain line.
    said: u64,
}

fn style(with_total: bool) -> ProgressStyle {
    let template = if with_total {
        "{msg} {wide_bar} {human_pos} of {human_len} rows"
    } else {
        "{msg} {spinner} {human_pos} rows"
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Terminal {
    fn line(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| write_line(text)),
            None => write_line(text),
        }
    }
}

/// Standard error that is gone is no reason to stop an import.
fn write_line(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn verb(writing: bool) -> &'static str {
    if writing { "writing" } else { "checking" }
}

impl Progress for Terminal {
    fn step(&mut self, file: &Path, writing: bool, done: u64, total: Option<u64>) {
        let begins = self.writing.replace(writing) != Some(writing) || done < self.said;
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{} {}", verb(writing), file.display()));
            if let Some(total) = total {
                bar.set_style(style(true));
                bar.set_length(total);
            }
            bar.set_position(done);
            return;
        }
        if begins {
            self.said = 0;
        }
        let finished = total == Some(done) && (begins || done > self.said);
        if finished || done >= self.said + LINE_EVERY {
            self.said = done;
            write_line(&format!(
                "{} {}: {done} rows",
                verb(writing),
                file.display()
            ));
        }
    }

    fn bad_row(&mut self, bad: &BadRow) {
        let column = if bad.column.is_empty() {
            String::new()
        } else {
            format!(", column \"{}\"", bad.column)
        };
        self.line(&format!(
            "{}: row {}{column}, value \"{}\": {}",
            bad.file.display(),
            bad.row,
            bad.value,
            bad.reason
        ));
    }

    fn note(&mut self, file: &Path, row: Option<u32>, text: &str) {
        let row = row.map(|row| format!("row {row}: ")).unwrap_or_default();
        self.line(&format!("note: {}: {row}{text}", file.display()));
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
