//! What must leave no trace: whatever is about the family, by the address or, where that keeps silent, by what was
//! answered. One rule for the way out, for what is kept to be read without a network and for the browser's cache.

use contract::kinds::DisputeField;

use super::stores;
use crate::router::use_location;
use crate::view::prelude::*;

/// The field of dispute that the address names.
pub fn address_field() -> Option<DisputeField> {
    let known = |name: &str| Some(DisputeField::from_wire(name)).filter(|field| field.is_known());
    use_location()
        .query
        .with(|pairs| pairs.get_str("field").and_then(known))
}

/// Whether what is being looked at must leave no trace.
pub fn leaves_no_trace() -> bool {
    is_private(address_field(), stores().doors.quiet().get())
}

fn is_private(field: Option<DisputeField>, quiet: bool) -> bool {
    field.map_or(quiet, |field| field == DisputeField::Family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_tells_and_else_what_was_answered() {
        use DisputeField::{Family, Labor};
        for (field, quiet, private) in [
            (Some(Family), false, true),
            (Some(Family), true, true),
            (Some(Labor), true, false),
            (None, true, true),
            (None, false, false),
        ] {
            assert_eq!(is_private(field, quiet), private, "{field:?} {quiet}");
        }
    }
}
