//! Photos, drawn anew in another size.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// How much a JPEG may lose: writing stays as it was.
const QUALITY: f64 = 0.85;

/// The photo as JPEG in the size that `fit` says for its own, upright. `None` when that says none, or when the browser
/// cannot draw it.
pub async fn redraw(
    photo: &Blob,
    fit: impl FnOnce(u32, u32) -> Option<(u32, u32)>,
) -> Option<Blob> {
    let window = web_sys::window()?;
    // Browsers turn it as its own data say.
    let bitmap = window.create_image_bitmap_with_blob(photo).ok()?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await.ok()?.dyn_into().ok()?;
    let drawn = fit(bitmap.width(), bitmap.height()).and_then(|size| draw(&bitmap, size));
    bitmap.close();
    let canvas = drawn?;
    let written = Promise::new(&mut |resolve, _| {
        let quality = JsValue::from_f64(QUALITY);
        // Where it throws there is no picture, and nothing is waited for.
        if canvas
            .to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &quality)
            .is_err()
        {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(written).await.ok()?.dyn_into().ok()
}

fn draw(bitmap: &ImageBitmap, (width, height): (u32, u32)) -> Option<HtmlCanvasElement> {
    let document = web_sys::window()?.document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width.into(), height.into())
        .ok()?;
    Some(canvas)
}
