//! Pictures are decoded and drawn anew: the picture itself is kept, and nothing that was written beside it, such
//! as where and with what it was taken.

use std::io::Cursor;

use contract::evidence::EvidenceKind;
use contract::problem::ProblemCode;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::error::ImageError;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

/// Longest side, in pixels.
const SIDE_MAX: u32 = 16_384;
/// Most memory that a decoded picture may take: 64 million pixels in colour.
const MEMORY_MAX: u64 = 192 * 1024 * 1024;
/// Small print stays legible.
const QUALITY: u8 = 90;

/// The picture, drawn anew and upright.
pub(super) fn redraw(
    kind: EvidenceKind,
    bytes: &[u8],
) -> Result<(EvidenceKind, Vec<u8>), ProblemCode> {
    let format = match kind {
        EvidenceKind::Png => ImageFormat::Png,
        EvidenceKind::Webp => ImageFormat::WebP,
        _ => ImageFormat::Jpeg,
    };
    if format == ImageFormat::Jpeg && !is_whole_jpeg(bytes) {
        return Err(ProblemCode::EvidenceDamaged);
    }
    let picture = decode(format, bytes)?;
    let mut drawn = Vec::new();
    // Photos from the web are kept as photos; only screenshots need every pixel as it was.
    let kind = if kind == EvidenceKind::Png {
        let encoder = PngEncoder::new(&mut drawn);
        picture.write_with_encoder(encoder).map_err(refusal)?;
        EvidenceKind::Png
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut drawn, QUALITY);
        let opaque = picture.into_rgb8();
        opaque.write_with_encoder(encoder).map_err(refusal)?;
        EvidenceKind::Jpeg
    };
    Ok((kind, drawn))
}

fn decode(format: ImageFormat, bytes: &[u8]) -> Result<DynamicImage, ProblemCode> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    if decoder.total_bytes() > MEMORY_MAX {
        return Err(ProblemCode::EvidenceBomb);
    }
    let orientation = decoder.orientation().map_err(refusal)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn refusal(error: ImageError) -> ProblemCode {
    match error {
        ImageError::Limits(_) => ProblemCode::EvidenceBomb,
        _ => ProblemCode::EvidenceDamaged,
    }
}

/// The decoder takes a photo that breaks off and paints the rest grey. Its end is looked for behind the
/// beginning of the picture itself: previews that come before it have ends of their own.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xff, marker, tail @ ..] = rest {
        match (marker, tail) {
            (0xda, scan) => return scan.windows(2).any(|end| end == [0xff, 0xd9]),
            (0xff, _) => rest = rest.get(1..).unwrap_or_default(),
            (_, [high, low, ..]) => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = tail.get(length..).unwrap_or_default();
            }
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use image::codecs::webp::WebPEncoder;
    use image::{ImageEncoder as _, Rgb, RgbImage};

    /// Red above, blue below.
    fn picture() -> RgbImage {
        RgbImage::from_fn(16, 32, |_, y| {
            Rgb(if y < 16 { [255, 0, 0] } else { [0, 0, 255] })
        })
    }

    fn jpeg() -> Vec<u8> {
        let mut bytes = Vec::new();
        picture()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 95))
            .unwrap();
        bytes
    }

    fn png() -> Vec<u8> {
        let mut bytes = Vec::new();
        let encoder = PngEncoder::new(&mut bytes);
        picture().write_with_encoder(encoder).unwrap();
        bytes
    }

    /// Exif that says "turn by 180 degrees" and carries a position.
    fn exif() -> Vec<u8> {
        let mut exif =
            b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0".to_vec();
        exif.extend(b"GPSLatitude 32.0603 <script>alert(1)</script>");
        exif
    }

    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let exif = exif();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let (start, rest) = jpeg.split_at(2);
        [start, &[0xff, 0xe1], &length, &exif, rest].concat()
    }

    #[test]
    fn what_was_written_beside_the_picture_is_gone_and_it_stands_upright() {
        let taken = with_exif(&jpeg());
        let (kind, drawn) = redraw(EvidenceKind::Jpeg, &taken).unwrap();
        assert_eq!(kind, EvidenceKind::Jpeg);
        for mark in [b"GPS".as_slice(), b"Exif", b"script"] {
            assert!(!drawn.windows(mark.len()).any(|part| part == mark));
        }
        let upright = image::load_from_memory(&drawn).unwrap().into_rgb8();
        let Rgb([red, _, blue]) = *upright.get_pixel(8, 4);
        assert!(blue > 200 && red < 60, "turned: {red} {blue}");
        // Whatever hides behind the end of the picture stays behind.
        let two = [jpeg(), b"PK\x05\x06 and a zip file".to_vec()].concat();
        let (_, drawn) = redraw(EvidenceKind::Jpeg, &two).unwrap();
        assert!(!drawn.windows(2).any(|part| part == b"PK"));
    }

    #[test]
    fn screenshots_keep_every_pixel_and_pictures_of_the_web_become_photos() {
        let (kind, drawn) = redraw(EvidenceKind::Png, &png()).unwrap();
        assert_eq!(kind, EvidenceKind::Png);
        let same = image::load_from_memory(&drawn).unwrap().into_rgb8();
        assert_eq!(same, picture());

        let mut webp = Vec::new();
        let encoder = WebPEncoder::new_lossless(&mut webp);
        encoder
            .write_image(&picture(), 16, 32, image::ExtendedColorType::Rgb8)
            .unwrap();
        let (kind, drawn) = redraw(EvidenceKind::Webp, &webp).unwrap();
        assert_eq!(kind, EvidenceKind::Jpeg);
        assert!(drawn.starts_with(&[0xff, 0xd8, 0xff]));
    }

    #[test]
    fn what_breaks_off_is_refused_wherever_it_does() {
        for (kind, whole) in [
            (EvidenceKind::Jpeg, with_exif(&jpeg())),
            (EvidenceKind::Png, png()),
        ] {
            for length in (3..whole.len() - 12).step_by(7) {
                let refused = redraw(kind, whole.get(..length).unwrap());
                assert_eq!(
                    refused,
                    Err(ProblemCode::EvidenceDamaged),
                    "{kind:?} {length}"
                );
            }
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        // A small file that says it is 65,535 by 65,535 pixels.
        let mut wide = png();
        wide.get_mut(16..24)
            .unwrap()
            .copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        let crc = crc32(wide.get(12..29).unwrap()).to_be_bytes();
        wide.get_mut(29..33).unwrap().copy_from_slice(&crc);
        assert_eq!(
            redraw(EvidenceKind::Png, &wide),
            Err(ProblemCode::EvidenceBomb)
        );
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
            })
        })
    }
}
