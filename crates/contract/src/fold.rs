//! Text as it is compared: one form for what people write and spreadsheets store in several.

/// The half-width form of a character that has one.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Blanks, and the invisible marks that spreadsheets pick up from web pages.
pub fn is_blank(c: char) -> bool {
    let invisible = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}');
    invisible || c.is_whitespace() || c.is_control()
}

/// A name without blanks, its letters, digits, brackets and quotation marks in one form.
pub fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| !is_blank(*c))
        .map(|c| match half_width(c) {
            '“' | '”' | '「' | '」' | '‘' | '’' | '\'' => '"',
            '〔' | '【' | '[' => '(',
            '〕' | '】' | ']' => ')',
            '·' | '•' | '・' => '.',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_has_one_form() {
        let plain = folded("A1“老娘舅”调解室(常熟市)");
        for written in [
            "Ａ１“老娘舅”调解室（常熟市）",
            " a1 \"老娘舅\" 调解室\u{3000}( 常熟市 )\u{200b}",
            "A1「老娘舅」调解室〔常熟市〕",
        ] {
            assert_eq!(folded(written), plain, "{written}");
        }
        assert_ne!(folded("A2“老娘舅”调解室(常熟市)"), plain);
    }
}
