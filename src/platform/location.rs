//! Where the phone is, asked only after a tap.

use contract::geo::Point;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Geolocation, Position, PositionError, PositionOptions};

const PATIENCE_MS: u32 = 10_000;
/// A position of the last five minutes is near enough for a list of organizations.
const MAX_AGE_MS: u32 = 300_000;

/// Why there is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocateFailure {
    /// The person or the phone's settings do not allow it.
    Refused,
    /// The phone cannot tell.
    Unavailable,
    /// The phone took too long.
    TimedOut,
}

/// Asks the phone where it is.
pub async fn locate() -> Result<Point, LocateFailure> {
    let geolocation = web_sys::window()
        .and_then(|window| window.navigator().geolocation().ok())
        .ok_or(LocateFailure::Unavailable)?;
    let asked = Array::of2(&ask(&geolocation), &patience());
    let found = JsFuture::from(Promise::race(&asked))
        .await
        .map_err(|error| why(&error))?;
    if found.is_undefined() {
        return Err(LocateFailure::TimedOut);
    }
    let coordinates = found.unchecked_into::<Position>().coords();
    Point::new(coordinates.latitude(), coordinates.longitude()).ok_or(LocateFailure::Unavailable)
}

fn ask(geolocation: &Geolocation) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let options = PositionOptions::new();
        options.set_timeout(PATIENCE_MS);
        options.set_maximum_age(MAX_AGE_MS);
        let asked = geolocation.get_current_position_with_error_callback_and_options(
            &resolve,
            Some(&reject),
            &options,
        );
        if let Err(error) = asked {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    })
}

/// Ends without a value when a person cannot be expected to wait any longer: the browser's own time does not
/// run while it asks for permission, and a question that was swiped away is never answered.
fn patience() -> Promise {
    const MARGIN_MS: u32 = 5_000;
    Promise::new(&mut |resolve, _| {
        let milliseconds = i32::try_from(PATIENCE_MS + MARGIN_MS).unwrap_or(i32::MAX);
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    })
}

fn why(error: &JsValue) -> LocateFailure {
    // Whatever was thrown has a `code` or has none: reading it is safe on any object.
    let code = error
        .is_object()
        .then(|| error.unchecked_ref::<PositionError>().code());
    match code {
        Some(PositionError::PERMISSION_DENIED) => LocateFailure::Refused,
        Some(PositionError::TIMEOUT) => LocateFailure::TimedOut,
        _ => LocateFailure::Unavailable,
    }
}
