//! Writes the pages as PDF 1.7 that assistive technology can read (PDF/UA-1): tagged, with its language, a title and
//! an outline.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::SerializeSettings;
use krilla::color::luma;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::document::Document;
use krilla::error::KrillaError;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Node, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use super::form::Role;
use super::layout::{Element, Leaf, Mark, PAGE, Page, Ruled, Sheets};
use super::typeface::Paragraph;

const LANGUAGE: &str = "zh-CN";
const RULE: f32 = 0.6;
const BLACK: u8 = 0;
const INK: u8 = 70;
const TINT: u8 = 244;

/// Writes the document.
pub(super) fn write(sheets: &Sheets, font: &Font, title: &str) -> Result<Vec<u8>, KrillaError> {
    let accessible = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .unwrap_or_default();
    let mut document = Document::new_with(SerializeSettings {
        configuration: accessible,
        ..SerializeSettings::default()
    });
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language(LANGUAGE.to_owned()),
    );
    let mut leaves = vec![Vec::new(); sheets.leaves];
    for page in &sheets.pages {
        draw(&mut document, page, &sheets.paragraphs, font, &mut leaves);
    }
    // Several papers are told apart by their titles; one alone by its parts.
    let is_bundle = sheets.starts.len() > 1;
    let mut entries: Vec<OutlineNode> = Vec::new();
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
    let mut take = |leaf: &Leaf| {
        leaves
            .get_mut(leaf.0)
            .map(std::mem::take)
            .unwrap_or_default()
    };
    for element in &sheets.elements {
        let group = match element {
            Element::Title(leaf, words, page, y) => {
                if is_bundle {
                    entries.push(entry(words, *page, *y));
                }
                TagGroup::with_children(Tag::Hn(NonZeroU16::MIN, Some(words.clone())), take(leaf))
            }
            Element::Head(leaf, words, page, y) => {
                let part = entry(words, *page, *y);
                match entries.last_mut().filter(|_| is_bundle) {
                    Some(paper) => paper.push_child(part),
                    None => entries.push(part),
                }
                let second = NonZeroU16::MIN.saturating_add(1);
                TagGroup::with_children(Tag::Hn(second, Some(words.clone())), take(leaf))
            }
            Element::Words(leaf) => TagGroup::with_children(Tag::P, take(leaf)),
            Element::Table(rows) => {
                let rows = rows.iter().map(|cells| {
                    let cells = cells.iter().map(|(role, columns, leaf)| {
                        let span = NonZeroU32::new(u32::from(*columns));
                        let head = |scope| Tag::TH(scope).with_col_span(span);
                        let inside = take(leaf);
                        match role {
                            Role::RowName => {
                                TagGroup::with_children(head(TableHeaderScope::Row), inside)
                            }
                            Role::ColumnName => {
                                TagGroup::with_children(head(TableHeaderScope::Column), inside)
                            }
                            Role::Value => {
                                TagGroup::with_children(Tag::TD.with_col_span(span), inside)
                            }
                        }
                    });
                    TagGroup::with_children(Tag::TR, cells.map(Node::from).collect())
                });
                let rows = rows.map(Node::from).collect();
                TagGroup::with_children(Tag::Table, rows)
            }
        };
        tree.push(group);
    }
    let mut outline = Outline::new();
    for entry in entries {
        outline.push_child(entry);
    }
    document.set_outline(outline);
    document.set_tag_tree(tree);
    document.finish()
}

/// An entry of the outline that leads there.
fn entry(words: &str, page: usize, y: f32) -> OutlineNode {
    let place = XyzDestination::new(page, Point::from_xy(0.0, y));
    OutlineNode::new(words.to_owned(), place)
}

fn draw(
    document: &mut Document,
    page: &Page,
    paragraphs: &[Paragraph],
    font: &Font,
    leaves: &mut [Vec<Node>],
) {
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1).unwrap_or_default();
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    let decoration = Artifact::with_kind(ArtifactType::Layout);
    surface.start_tagged(ContentTag::Artifact(decoration));
    for ruled in &page.boxes {
        draw_box(&mut surface, ruled);
    }
    surface.end_tagged();
    surface.set_stroke(None);
    surface.set_fill(Some(fill(BLACK)));
    for mark in &page.marks {
        let tag = match mark.leaf {
            Some(_) if mark.line.is_none() => ContentTag::Other,
            Some(_) => ContentTag::Span(SpanTag::empty()),
            None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)),
        };
        let id = surface.start_tagged(tag);
        draw_line(&mut surface, mark, paragraphs, font);
        surface.end_tagged();
        let leaf = mark.leaf.and_then(|leaf| leaves.get_mut(leaf.0));
        if let Some(leaf) = leaf {
            leaf.push(id.into());
        }
    }
    surface.finish();
    sheet.finish();
}

fn draw_box(surface: &mut Surface<'_>, ruled: &Ruled) {
    let Some(path) = rectangle(ruled) else { return };
    surface.set_fill(ruled.is_tinted.then(|| fill(TINT)));
    surface.set_stroke(Some(Stroke {
        paint: luma::Color::new(INK).into(),
        width: RULE,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}

fn rectangle(ruled: &Ruled) -> Option<Path> {
    let (left, top, width, height) = ruled.at;
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(left, top, width, height)?);
    path.finish()
}

fn fill(lightness: u8) -> Fill {
    Fill {
        paint: luma::Color::new(lightness).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::default(),
    }
}

fn draw_line(surface: &mut Surface<'_>, mark: &Mark, paragraphs: &[Paragraph], font: &Font) {
    let place = mark.line.and_then(|(text, line)| {
        let paragraph = paragraphs.get(text)?;
        Some((paragraph, paragraph.layout.get(line)?))
    });
    let Some((paragraph, line)) = place else {
        return;
    };
    let size = paragraph.size;
    let mut glyphs: Vec<KrillaGlyph> = Vec::new();
    for cluster in line
        .runs()
        .flat_map(|run| run.visual_clusters().collect::<Vec<_>>())
    {
        if cluster.is_ligature_continuation() {
            if let Some(glyph) = glyphs.last_mut() {
                glyph.text_range.end = cluster.text_range().end;
            }
            continue;
        }
        glyphs.extend(cluster.glyphs().map(|glyph| {
            KrillaGlyph::new(
                GlyphId::new(glyph.id),
                glyph.advance / size,
                glyph.x / size,
                glyph.y / size,
                0.0,
                cluster.text_range(),
                None,
            )
        }));
    }
    let at = Point::from_xy(mark.at.0 + line.metrics().offset, mark.at.1);
    surface.draw_glyphs(at, &glyphs, font.clone(), &paragraph.words, size, false);
}
