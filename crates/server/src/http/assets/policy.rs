//! The content security policies of the app's pages and of its service worker.

use axum::http::HeaderValue;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The service worker fetches what pages ask for, whatever it is, and itself holds to this.
pub(super) const FOR_WORKER: HeaderValue = HeaderValue::from_static("default-src 'self'");

/// Everything from this origin only, but pictures from the given ones too; of inline code nothing but the style
/// sheets that the build put into the pages, named by their hashes.
pub(super) fn for_pages<'a>(
    pages: impl Iterator<Item = &'a [u8]>,
    pictures: &[String],
) -> HeaderValue {
    let mut styles: Vec<String> = pages
        .flat_map(|page| inline_styles(&String::from_utf8_lossy(page)))
        .collect();
    styles.sort();
    styles.dedup();
    let styles: String = styles.iter().map(|hash| format!(" '{hash}'")).collect();
    let pictures: String = pictures.iter().map(|origin| format!(" {origin}")).collect();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'{styles}; \
         connect-src 'self'; img-src 'self' data: blob:{pictures}; manifest-src 'self'; worker-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// `sha256-…` of each `<style>` in the page.
fn inline_styles(page: &str) -> Vec<String> {
    page.split("<style")
        .skip(1)
        .filter_map(|rest| {
            let (_, rest) = rest.split_once('>')?;
            let (style, _) = rest.split_once("</style>")?;
            Some(format!("sha256-{}", STANDARD.encode(Sha256::digest(style))))
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_each_inline_style_once() {
        let page = b"<style>a{}</style><style media=\"print\">b{}</style>".as_slice();
        let policy = for_pages([page, page].into_iter(), &[]);
        let policy = policy.to_str().unwrap();
        assert_eq!(policy.matches("sha256-").count(), 2);
        assert!(policy.contains("'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='"));
        assert!(!policy.contains("unsafe-inline"));
    }
}
