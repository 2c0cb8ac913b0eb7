//! The type that the paper is set in, and what becomes of the characters that it does not have.

use std::path::Path;
use std::sync::Arc;

use contract::evidence::is_shown;
use krilla::text::Font;
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, IndentOptions, LayoutContext, LineHeight,
    OverflowWrap, StyleProperty,
};

use super::{PressError, wording};

/// What the type is called among fonts. There is no other, so nothing is ever set in one that is not embedded.
const FAMILY: &str = "paper";

/// A typeface, read from its file.
pub(super) struct Typeface {
    bytes: Arc<Vec<u8>>,
    /// As it is embedded.
    pub font: Font,
}

/// Sets paragraphs. One for each document: it keeps what it has learnt of the type.
pub(super) struct Setter {
    bytes: Arc<Vec<u8>>,
    charmap: parley::fontique::CharmapIndex,
    fonts: FontContext,
    work: LayoutContext<()>,
    /// Whether a character had to be replaced.
    pub has_replaced: bool,
}

/// A paragraph, broken into lines.
pub(super) struct Paragraph {
    /// The words as they are printed.
    pub words: String,
    /// The lines.
    pub layout: parley::Layout<()>,
    /// Size of the type.
    pub size: f32,
}

impl Typeface {
    /// Reads a font file.
    pub(super) fn open(path: &Path) -> Result<Self, PressError> {
        let bytes = std::fs::read(path).map_err(|error| PressError::NoFont(path.into(), error))?;
        let bytes = Arc::new(bytes);
        let font = Font::new(Arc::clone(&bytes).into(), 0);
        let typeface = Self {
            font: font.ok_or_else(|| PressError::NotAFont(path.into()))?,
            bytes,
        };
        // Whoever cannot set a line now cannot later.
        let setter = typeface
            .setter()
            .filter(|setter| setter.has(wording::MISSING));
        setter
            .map(|_| typeface)
            .ok_or_else(|| PressError::NotAFont(path.into()))
    }

    /// What sets one document.
    pub(super) fn setter(&self) -> Option<Setter> {
        let mut collection = Collection::new(CollectionOptions {
            shared: false,
            system_fonts: false,
        });
        let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::clone(&self.bytes) as _;
        let named = FontInfoOverride {
            family_name: Some(FAMILY),
            ..FontInfoOverride::default()
        };
        let families = collection.register_fonts(Blob::new(bytes), Some(named));
        let (_, fonts) = families.first()?;
        Some(Setter {
            bytes: Arc::clone(&self.bytes),
            charmap: fonts.first()?.charmap_index(),
            fonts: FontContext {
                collection,
                source_cache: SourceCache::default(),
            },
            work: LayoutContext::new(),
            has_replaced: false,
        })
    }
}

impl Setter {
    /// Sets a paragraph in lines of this width, the first one begun so far in. Lines break as Chinese wants it, and a word that is longer than a line
    /// anywhere.
    pub(super) fn set(&mut self, text: &str, size: f32, width: f32, indent: f32) -> Paragraph {
        let words = self.printable(text);
        let mut builder = self
            .work
            .ranged_builder(&mut self.fonts, &words, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::named(FAMILY)));
        builder.push_default(StyleProperty::FontSize(size));
        builder.push_default(LineHeight::FontSizeRelative(1.0));
        builder.push_default(OverflowWrap::Anywhere);
        let mut layout = builder.build(&words);
        layout.set_text_indent(indent, IndentOptions::default());
        layout.break_all_lines(Some(width));
        layout.align(Alignment::Left, AlignmentOptions::default());
        Paragraph {
            words,
            layout,
            size,
        }
    }

    /// The text with what the type does not have, and what is not seen, shown as [`wording::MISSING`]: once where
    /// several such characters, such as the parts of an emoji, follow one another.
    fn printable(&mut self, text: &str) -> String {
        let mut printable = String::with_capacity(text.len());
        for c in text.chars() {
            let c = if c.is_whitespace() && c != '\u{3000}' {
                ' '
            } else {
                c
            };
            if is_shown(c) && self.has(c) {
                printable.push(c);
            } else {
                self.has_replaced = true;
                if !printable.ends_with(wording::MISSING) {
                    printable.push(wording::MISSING);
                }
            }
        }
        printable
    }

    fn has(&self, c: char) -> bool {
        let charmap = self.charmap.charmap(&self.bytes);
        charmap
            .and_then(|charmap| charmap.map(c))
            .is_some_and(|glyph| glyph != 0)
    }
}
