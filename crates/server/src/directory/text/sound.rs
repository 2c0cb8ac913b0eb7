//! How text sounds: one number for each syllable, so that characters that sound alike compare equal (the
//! usual slip of somebody who types in pinyin) and pinyin compares with Chinese.

use std::collections::HashSet;
use std::sync::LazyLock;

use pinyin::ToPinyin as _;

use contract::fold::half_width;

/// A syllable as its letters, five bits each, the first letter highest; or any other character as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Sound(u32);

/// What no syllable sounds like.
const NOISE: Sound = Sound(u32::MAX);
const OTHER: u32 = 1 << 31;
/// Longest syllable in letters: zhuang.
const LETTERS_MAX: usize = 6;

/// Every syllable.
static SYLLABLES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let characters = '\u{4e00}'..='\u{9fa5}';
    characters.filter_map(syllable).collect()
});
/// Everything that a syllable begins with.
static BEGINNINGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let beginnings = SYLLABLES
        .iter()
        .flat_map(|syllable| (1..=syllable.len()).filter_map(|length| syllable.get(..length)));
    beginnings.collect()
});

/// The letters of a character, ü as v.
fn syllable(c: char) -> Option<String> {
    let plain = c.to_pinyin()?.plain().replace('ü', "v");
    plain
        .bytes()
        .all(|b| b.is_ascii_lowercase())
        .then_some(plain)
}

impl Sound {
    fn of(c: char) -> Option<Self> {
        match syllable(c) {
            Some(letters) => Some(Self::of_letters(&letters)),
            None => c.is_alphanumeric().then_some(Self(OTHER | u32::from(c))),
        }
    }

    fn of_letters(letters: &str) -> Self {
        let places = letters.bytes().zip((0..LETTERS_MAX).rev());
        Self(places.fold(0, |packed, (letter, place)| {
            packed | u32::from(letter - b'a' + 1) << (5 * place)
        }))
    }

    /// Whether it begins with these letters.
    fn begins_with(self, letters: Self) -> bool {
        let unused = letters.0.trailing_zeros() / 5 * 5;
        self.0 >> unused == letters.0 >> unused
    }
}

/// Text without blanks and signs, its letters small and of half width.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// How a plain text sounds.
pub(super) fn sounds(text: &str) -> Vec<Sound> {
    text.chars().filter_map(Sound::of).collect()
}

/// The letters of a plain text in a row, and the first letter of each syllable.
pub(super) fn letters(text: &str) -> (String, String) {
    let syllables = text
        .chars()
        .map(|c| syllable(c).unwrap_or_else(|| c.to_string()));
    syllables.fold(
        (String::new(), String::new()),
        |(mut all, mut initials), syllable| {
            initials.extend(syllable.chars().next());
            all.push_str(&syllable);
            (all, initials)
        },
    )
}

/// Whether a plain text is written in letters alone.
pub(super) fn is_latin(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase())
}

/// A text to look for: sounds, of which the last may be only the beginning of a syllable.
#[derive(Debug)]
pub(super) struct Spoken {
    pub(super) sounds: Vec<Sound>,
    pub(super) is_open: bool,
}

impl Spoken {
    /// How a plain text is read: pinyin as syllables, everything else as it sounds.
    pub(super) fn new(text: &str) -> Self {
        if is_latin(text) {
            syllables(text)
        } else {
            Self {
                sounds: sounds(text),
                is_open: false,
            }
        }
    }

    /// The sounds that are there to the end.
    pub(super) fn whole(&self) -> &[Sound] {
        let whole = self.sounds.len() - usize::from(self.is_open && !self.sounds.is_empty());
        self.sounds.get(..whole).unwrap_or_default()
    }

    /// How many sounds may be wrong, missing or too many: none in a short text.
    pub(super) fn slips(&self) -> usize {
        match self.whole().len() {
            0..4 => 0,
            4..7 => 1,
            _ => 2,
        }
    }

    /// With how many slips it occurs in a name, and where it begins there; `None` for too many.
    pub(super) fn occurs_in(&self, name: &[Sound]) -> Option<(usize, usize)> {
        // Sellers' algorithm: the column after each sound of the name, with the place where each
        // beginning of the text would have begun.
        let mut column: Vec<(usize, usize)> =
            (0..=self.sounds.len()).map(|slips| (slips, 0)).collect();
        let mut best = column.last().copied();
        for (place, sound) in name.iter().enumerate() {
            let mut above = (0, place + 1);
            // What stood above and to the left of the cell that is next.
            let mut diagonal = (0, place);
            if let Some(first) = column.first_mut() {
                *first = above;
            }
            for (cell, (at, wanted)) in column
                .iter_mut()
                .skip(1)
                .zip(self.sounds.iter().enumerate())
            {
                let is_last = at + 1 == self.sounds.len();
                let same =
                    sound == wanted || (self.is_open && is_last && sound.begins_with(*wanted));
                let change = (diagonal.0 + usize::from(!same), diagonal.1);
                diagonal = *cell;
                above = change.min((cell.0 + 1, cell.1)).min((above.0 + 1, above.1));
                *cell = above;
            }
            best = best.min(column.last().copied());
        }
        best.filter(|(slips, _)| *slips <= self.slips())
    }
}

/// Pinyin in as few syllables as there may be; letters that are no syllable are noise.
fn syllables(letters: &str) -> Spoken {
    const NOISE_COST: usize = 3;
    // The cheapest way to each place: its cost, and the chunk that ends there.
    let mut ways: Vec<Option<(usize, usize, Sound)>> = vec![Some((0, 0, NOISE))];
    for end in 1..=letters.len() {
        let mut best: Option<(usize, usize, Sound)> = None;
        for begin in end.saturating_sub(LETTERS_MAX)..end {
            let (Some(Some((cost, ..))), Some(chunk)) = (ways.get(begin), letters.get(begin..end))
            else {
                continue;
            };
            let is_last = end == letters.len();
            let known = SYLLABLES.contains(chunk) || (is_last && BEGINNINGS.contains(chunk));
            let way = if known {
                (cost + 1, begin, Sound::of_letters(chunk))
            } else {
                (cost + NOISE_COST, begin, NOISE)
            };
            if best.is_none_or(|best| way.0 < best.0) {
                best = Some(way);
            }
        }
        ways.push(best);
    }
    let mut sounds = Vec::new();
    let mut end = letters.len();
    let last = ways.last().copied().flatten();
    let last = last.and_then(|(_, begin, _)| letters.get(begin..));
    let is_open = last.is_some_and(|last| !SYLLABLES.contains(last) && BEGINNINGS.contains(last));
    while let Some(Some((_, begin, sound))) = ways.get(end).filter(|_| end > 0) {
        sounds.push(*sound);
        end = *begin;
    }
    sounds.reverse();
    Spoken { sounds, is_open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_alike_is_alike() {
        assert_eq!(sounds("玄武"), sounds("玄五"));
        assert_eq!(sounds("玄武"), syllables("xuanwu").sounds);
        assert_eq!(plain(" ＡB-玄 武！"), "ab玄武");
        assert_eq!(letters("旅a"), ("lva".to_owned(), "la".to_owned()));
    }

    #[test]
    fn pinyin_is_read_as_syllables() {
        let read = |letters: &str| syllables(letters);
        assert_eq!(read("tuoqiangongzi").sounds, sounds("拖欠工资"));
        let counts = |letters: &str| (read(letters).sounds.len(), read(letters).is_open);
        assert_eq!(counts("nanjing"), (2, false));
        assert_eq!(counts("nanj"), (2, true));
        // What is no syllable counts as one that is wrong.
        assert_eq!(counts("nanjqngshi"), (3, false));
    }

    #[test]
    fn a_text_occurs_with_few_slips() {
        let name = sounds("常熟市虞山街道");
        let occurs = |text: &str| Spoken::new(text).occurs_in(&name);
        assert_eq!(occurs("虞山"), Some((0, 3)));
        assert_eq!(occurs("虞山街"), Some((0, 3)));
        assert_eq!(occurs("虞水街道"), Some((1, 3)));
        assert_eq!(occurs("虞水"), None);
        assert_eq!(occurs("熟市虞街道"), Some((1, 1)));
        assert_eq!(occurs("yushanj"), Some((0, 3)));
        assert_eq!(occurs("yushanz"), None);
    }
}
