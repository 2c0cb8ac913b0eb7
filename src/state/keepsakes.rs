//! What a tab keeps until it is closed: the receipt just shown, the case that is open, the group that somebody is
//! invited to, and the invitation to mediate.

use crate::view::prelude::*;
use contract::number::{AccessCode, JoinCode, RequestNumber};
use contract::request::Receipt;

use crate::api;
use crate::platform::storage::{self, Shelf};

const RECEIPT_KEY: &str = "fengqiao.receipt";
const CASE_KEY: &str = "fengqiao.case";
const JOIN_KEY: &str = "fengqiao.join";
const INVITED_KEY: &str = "fengqiao.invited";

/// The number and the secret that open a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseKey {
    /// The request number.
    pub number: RequestNumber,
    /// The access code.
    pub code: AccessCode,
}

impl CaseKey {
    /// Reads `NUMBER.CODE`, the form of the receipt's QR code.
    pub fn parse(joined: &str) -> Option<Self> {
        let (number, code) = joined.split_once('.')?;
        Some(Self {
            number: RequestNumber::parse(number)?,
            code: AccessCode::parse(code)?,
        })
    }

    /// What opens the case of this receipt.
    pub fn of(receipt: &Receipt) -> Option<Self> {
        Self::parse(&[&receipt.number, ".", &receipt.access_code].concat())
    }

    /// `NUMBER.CODE`.
    pub fn joined(&self) -> String {
        [self.number.as_str(), ".", self.code.symbols()].concat()
    }
}

/// Kept in memory and, so that a reload keeps it, by the tab.
#[derive(Clone, Copy)]
pub struct Keepsakes {
    receipt: StoredValue<Option<Receipt>>,
    case: StoredValue<Option<CaseKey>>,
    sitting: StoredValue<u32>,
}

impl Keepsakes {
    pub(super) fn new() -> Self {
        let stored = |key| storage::get(Shelf::Tab, key);
        Self {
            receipt: StoredValue::new(stored(RECEIPT_KEY).and_then(|json| api::from_json(&json))),
            case: StoredValue::new(stored(CASE_KEY).and_then(|joined| CaseKey::parse(&joined))),
            sitting: StoredValue::new(0),
        }
    }

    /// The receipt of the request just sent.
    pub fn receipt(self) -> Option<Receipt> {
        self.receipt.get_value()
    }

    /// Keeps a receipt, and what opens its case.
    pub fn keep_receipt(self, receipt: Receipt) {
        if let Some(case) = CaseKey::of(&receipt) {
            self.keep_case(case);
        }
        if let Some(json) = api::to_json(&receipt) {
            storage::set(Shelf::Tab, RECEIPT_KEY, &json);
        }
        self.receipt.set_value(Some(receipt));
    }

    /// What opens the case that is open.
    pub fn case(self) -> Option<CaseKey> {
        self.case.get_value()
    }

    /// Keeps what opens a case.
    pub fn keep_case(self, case: CaseKey) {
        storage::set(Shelf::Tab, CASE_KEY, &case.joined());
        self.case.set_value(Some(case));
    }

    /// Forgets what opens a case, if it is this.
    pub fn drop_case(self, case: &CaseKey) {
        if self.case().as_ref() == Some(case) {
            storage::remove(Shelf::Tab, CASE_KEY);
            self.case.set_value(None);
        }
    }

    /// The code of the group that the person is invited to.
    pub fn invitation(self) -> Option<JoinCode> {
        JoinCode::parse(&storage::get(Shelf::Tab, JOIN_KEY)?)
    }

    /// Keeps the code of a group.
    pub fn keep_invitation(self, code: &JoinCode) {
        storage::set(Shelf::Tab, JOIN_KEY, code.symbols());
    }

    /// Forgets the code of the group.
    pub fn drop_invitation(self) {
        storage::remove(Shelf::Tab, JOIN_KEY);
    }

    /// What opens the invitation to mediate that the person has.
    pub fn invited(self) -> Option<CaseKey> {
        CaseKey::parse(&storage::get(Shelf::Tab, INVITED_KEY)?)
    }

    /// Keeps what opens an invitation to mediate.
    pub fn keep_invited(self, invited: &CaseKey) {
        storage::set(Shelf::Tab, INVITED_KEY, &invited.joined());
    }

    /// Forgets what opens the invitation to mediate.
    pub fn drop_invited(self) {
        storage::remove(Shelf::Tab, INVITED_KEY);
    }

    /// Forgets the case, the receipt and what was looked at: somebody else may use this phone next.
    pub fn leave(self) {
        api::forget_kept();
        for key in [RECEIPT_KEY, CASE_KEY, JOIN_KEY, INVITED_KEY] {
            storage::remove(Shelf::Tab, key);
        }
        self.case.set_value(None);
        self.receipt.set_value(None);
        self.sitting.update_value(|sitting| *sitting += 1);
    }

    /// Forgets the invitation because whoever had it leaves: what was asked for it is not theirs who come next.
    pub fn leave_invited(self) {
        self.drop_invited();
        self.sitting.update_value(|sitting| *sitting += 1);
    }

    /// Changes whenever somebody leaves: an answer asked for before that is not theirs who sit here now.
    pub fn sitting(self) -> u32 {
        self.sitting.get_value()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_case_key_reads_back_from_its_joined_form() {
        let number = RequestNumber::new(2026, 11, [7, 3, 18, 20, 25]);
        let joined = [number.as_str(), ".0123-4567-89AB"].concat();
        let key = CaseKey::parse(&joined).unwrap();
        assert_eq!(key.number, number);
        assert_eq!(CaseKey::parse(&key.joined()), Some(key));
        for odd in ["", ".", "FQ-2611-AAAAA-A.0123456789AB", number.as_str()] {
            assert_eq!(CaseKey::parse(odd), None, "{odd}");
        }
    }
}
