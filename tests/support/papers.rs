//! Files as people have them on their phones, made when they are needed.

use std::fs;
use std::path::PathBuf;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, Rgb, RgbImage};
use tempfile::TempDir;

/// A folder of files; it goes with this value.
#[derive(Debug)]
pub struct Papers(TempDir);

impl Default for Papers {
    fn default() -> Self {
        Self(tempfile::tempdir().expect("temporary files can be made"))
    }
}

impl Papers {
    /// Writes a file and gives where it is.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).expect("a file can be written");
        path
    }

    /// Writes a PDF of about so many bytes, no two pieces of it alike.
    pub fn pdf(&self, name: &str, bytes: usize) -> (PathBuf, Vec<u8>) {
        let mut pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n".to_vec();
        let mut line = 0_u64;
        while pdf.len() < bytes {
            line += 1;
            pdf.extend(format!("% {:020}\n", line.wrapping_mul(0x9e37_79b9_7f4a_7c15)).bytes());
        }
        pdf.extend(b"trailer\n<<>>\n%%EOF\n");
        (self.write(name, &pdf), pdf)
    }

    /// Writes a photo of this size.
    pub fn photo(&self, name: &str, width: u32, height: u32) -> PathBuf {
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, 95)
            .encode_image(&picture(width, height))
            .expect("a picture can be written");
        self.write(name, &jpeg)
    }

    /// Writes a screenshot of this size.
    pub fn screenshot(&self, name: &str, width: u32, height: u32) -> PathBuf {
        let mut png = std::io::Cursor::new(Vec::new());
        picture(width, height)
            .write_to(&mut png, ImageFormat::Png)
            .expect("a picture can be written");
        self.write(name, &png.into_inner())
    }

    /// Writes the beginning of a recording, which is all that is looked at.
    pub fn recording(&self, name: &str) -> (PathBuf, Vec<u8>) {
        let mut recording = b"\0\0\0\x20ftypM4A \0\0\0\0".to_vec();
        recording.extend([7; 5_000]);
        (self.write(name, &recording), recording)
    }
}

/// Something with many edges, as writing has.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let grey = u8::try_from((x ^ y) % 251).unwrap_or_default();
        Rgb([grey, grey, grey.wrapping_add(40)])
    })
}
