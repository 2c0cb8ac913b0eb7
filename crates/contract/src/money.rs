//! Sums of money as people write them, in fen and never in fractions of a float.

use crate::fold::half_width;

/// Highest sum that can be typed, in yuan.
pub const AMOUNT_MAX_YUAN: u32 = 1_000_000_000;

/// Why a text is no sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumFault {
    /// No number of yuan with no more decimals than a fen has, or not above zero.
    NotASum,
    /// More than [`AMOUNT_MAX_YUAN`].
    TooLarge,
}

/// Reads yuan as fen. Commas, spaces, a currency sign, 元 or 块, full-width digits, 百, 千, 万 and 亿 behind a number
/// and whole numbers in Chinese characters are read; what has two readings (两万五, 三块五) is not.
pub fn fen(typed: &str) -> Result<u64, SumFault> {
    let plain: String = typed
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '¥' | '￥' | '元'))
        .collect();
    let plain = plain.strip_suffix('整').unwrap_or(&plain);
    let plain = plain.strip_suffix('钱').unwrap_or(plain);
    let plain = plain.strip_suffix('块').unwrap_or(plain);
    let fen = digits(plain)
        .or_else(|| chinese(plain))
        .filter(|fen| *fen > 0)
        .ok_or(SumFault::NotASum)?;
    if fen > u64::from(AMOUNT_MAX_YUAN) * 100 {
        return Err(SumFault::TooLarge);
    }
    Ok(fen)
}

/// A sum in fen as people write yuan: no decimals when there are none.
pub fn yuan_text(fen: u64) -> String {
    let yuan = (fen / 100).to_string();
    let (tenths, rest) = (fen % 100 / 10, fen % 10);
    match (tenths, rest) {
        (0, 0) => yuan,
        (_, 0) => [&yuan, ".", &tenths.to_string()].concat(),
        _ => [&yuan, ".", &tenths.to_string(), &rest.to_string()].concat(),
    }
}

/// `1200`, `12.5`, `1.2万`.
fn digits(text: &str) -> Option<u64> {
    // Each unit with how many decimals may stand before it: so many that the last is worth less than a fen are a slip.
    let units = [
        ('百', 100, 4),
        ('千', 1_000, 5),
        ('万', 10_000, 6),
        ('亿', 100_000_000, 10),
    ];
    let with_unit = units.into_iter().find_map(|(name, unit, places)| {
        let number = text.strip_suffix(name)?;
        Some((number, unit, places))
    });
    let (number, unit, places) = with_unit.unwrap_or((text, 1, 2));
    let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(decimals) || decimals.len() > places {
        return None;
    }
    let mut part: u64 = unit * 100;
    // More digits than a u64 holds is simply too large a sum.
    let mut total = whole
        .parse::<u64>()
        .unwrap_or(u64::MAX)
        .saturating_mul(part);
    for digit in decimals.bytes() {
        part /= 10;
        total = total.saturating_add(u64::from(digit - b'0') * part);
    }
    Some(total)
}

/// 一千二百, 三万, 两亿零五十: every digit with its unit, units falling.
fn chinese(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    // Of the whole, of the part below 万 or 亿, and the digit that waits for its unit.
    let (mut total, mut part, mut digit) = (0_u64, 0_u64, None);
    // No unit may be as large as one before it; 零 says that places were left out.
    let (mut below_big, mut below_small) = (u64::MAX, u64::MAX);
    let mut skipped = false;
    for c in text.chars() {
        if let Some(value) = "零一二三四五六七八九".chars().position(|known| known == c) {
            let value = u64::try_from(value).ok()?;
            if digit.is_some() {
                return None;
            }
            if value == 0 {
                skipped = true;
            } else {
                digit = Some(value);
            }
            continue;
        }
        match c {
            '两' if digit.is_none() => digit = Some(2),
            '十' | '百' | '千' => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => 1000,
                };
                // 十五 is fifteen; 百 and 千 need their digit.
                let times = match digit.take() {
                    Some(times) => times,
                    None if unit == 10 && part == 0 => 1,
                    None => return None,
                };
                if unit >= below_small {
                    return None;
                }
                part += times * unit;
                below_small = unit;
                skipped = false;
            }
            '万' | '亿' => {
                let unit = if c == '万' { 10_000 } else { 100_000_000 };
                part += ones(digit.take(), below_small, skipped)?;
                if part == 0 || unit >= below_big {
                    return None;
                }
                total += part * unit;
                (part, below_big, below_small, skipped) = (0, unit, u64::MAX, false);
            }
            _ => return None,
        }
    }
    let after_unit = below_small.min(if total > 0 && part == 0 {
        below_big
    } else {
        u64::MAX
    });
    part += ones(digit, after_unit, skipped)?;
    Some((total + part) * 100)
}

/// A digit without a unit: at the end of a number it is one to nine only where the tens come before it or 零
/// does. 三百五 is 350 to some and 305 to nobody, so it is not read.
fn ones(digit: Option<u64>, below: u64, skipped: bool) -> Option<u64> {
    match digit {
        None => Some(0),
        Some(digit) if skipped || below == 10 || below == u64::MAX => Some(digit),
        Some(_) => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sums_read_as_people_write_them() {
        for (typed, expected) in [
            ("3000", 300_000),
            ("¥3,000.5 元", 300_050),
            ("12.34", 1_234),
            ("１２，０００．５０元", 1_200_050),
            ("1.2万", 1_200_000),
            ("3 万元", 3_000_000),
            ("0.5亿", 5_000_000_000),
            ("一千", 100_000),
            ("十五", 1_500),
            ("两千三百元", 230_000),
            ("一万二千", 1_200_000),
            ("三万零五十", 3_005_000),
            ("两百零五", 20_500),
            ("一百二十三", 12_300),
            ("十二万", 12_000_000),
            ("一亿", 10_000_000_000),
            ("三千块", 300_000),
            ("3000块钱", 300_000),
            ("5千", 500_000),
            ("3.5千元", 350_000),
            ("8百", 80_000),
            ("两千元整", 200_000),
        ] {
            assert_eq!(fen(typed), Ok(expected), "{typed}");
        }
    }

    #[test]
    fn what_is_no_sum_is_refused() {
        for typed in [
            "",
            "-1",
            "0",
            "零",
            "0.00",
            "1e300",
            "1.234",
            "1.",
            ".5",
            "两万五",
            "三百五",
            "万",
            "百",
            "一二",
            "十十",
            "百万零",
            "三千元五百万万",
            "NaN",
            "∞",
            "一千多",
            "三块五",
            "块",
            "钱块3",
            "½",
        ] {
            assert_eq!(fen(typed), Err(SumFault::NotASum), "{typed}");
        }
        for typed in ["1000000001", "99999999999999999999999999", "11亿", "二十亿"] {
            assert_eq!(fen(typed), Err(SumFault::TooLarge), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(sum in 1..=100_000_000_000_u64) {
            prop_assert_eq!(fen(&yuan_text(sum)), Ok(sum));
        }

        #[test]
        fn nothing_typed_breaks_it(typed in any::<String>(), numerals in "[零一二两三九十百千万亿.0-9]{0,24}") {
            for typed in [typed, numerals] {
                if let Ok(sum) = fen(&typed) {
                    prop_assert!(sum > 0 && sum <= u64::from(AMOUNT_MAX_YUAN) * 100);
                }
            }
        }
    }
}
