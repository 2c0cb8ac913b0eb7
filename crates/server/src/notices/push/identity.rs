//! Who the portal is to push services (RFC 8292): a key of its own, and tokens signed with it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use web_push_native::p256::SecretKey;
use web_push_native::p256::ecdsa::signature::Signer as _;
use web_push_native::p256::ecdsa::{Signature, SigningKey};

use crate::crypto::{Keyring, Purpose};

/// How long a token is good for: half of what push services take at most (RFC 8292, 2).
const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(12);

/// The key. It follows from the lookup key, so that all copies of the server have it, and for as long as there are
/// browsers that know the portal by it.
pub struct Identity {
    key: SigningKey,
    public: String,
}

impl Identity {
    /// The one of this installation.
    pub fn new(keys: &Keyring) -> Self {
        let mut block = 0_u32;
        loop {
            let secret = keys.mac(Purpose::PushIdentity, &block.to_be_bytes());
            // Of 2^32 secrets about one is no number that the curve takes.
            if let Ok(secret) = SecretKey::from_slice(&secret) {
                let key = SigningKey::from(secret);
                let point = key.verifying_key().to_encoded_point(false);
                let public = URL_SAFE_NO_PAD.encode(point.as_bytes());
                return Self { key, public };
            }
            block = block.wrapping_add(1);
        }
    }

    /// The public key, an uncompressed point in base64url: browsers begin with it.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The header `Authorization` for the push service with this origin; `contact` is where it asks about us.
    pub(super) fn authorization(&self, origin: &str, contact: &str, now: Timestamp) -> String {
        let expires = now.as_second().saturating_add(TOKEN_LIFE.as_secs());
        let head = json!({"typ": "JWT", "alg": "ES256"});
        let claims = json!({"aud": origin, "exp": expires, "sub": contact});
        let [head, claims] = [head, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{head}.{claims}");
        let signature: Signature = self.key.sign(signed.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        format!("vapid t={signed}.{signature}, k={}", self.public)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use web_push_native::p256::ecdsa::VerifyingKey;
    use web_push_native::p256::ecdsa::signature::Verifier as _;

    fn identity(lookup: u8) -> Identity {
        Identity::new(&Keyring::new([lookup; 32], &[(1, [9; 32])]).unwrap())
    }

    #[test]
    fn it_stays_with_the_lookup_key() {
        let rotated = Keyring::new([1; 32], &[(1, [9; 32]), (2, [8; 32])]).unwrap();
        assert_eq!(identity(1).public(), Identity::new(&rotated).public());
        assert_ne!(identity(1).public(), identity(2).public());
        let point = URL_SAFE_NO_PAD.decode(identity(1).public()).unwrap();
        assert_eq!((point.len(), point.first()), (65, Some(&4)));
    }

    #[test]
    fn a_token_names_the_service_the_end_and_whom_to_ask() {
        let (identity, now) = (identity(1), Timestamp::from_second(1_000_000).unwrap());
        let header = identity.authorization("https://push.example.net", "mailto:a@example.cn", now);
        let rest = header.strip_prefix("vapid t=").unwrap();
        let (token, key) = rest.split_once(", k=").unwrap();
        assert_eq!(key, identity.public());
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        let signature = Signature::from_slice(&decode(signature)).unwrap();
        let verifying = VerifyingKey::from_sec1_bytes(&decode(key)).unwrap();
        verifying.verify(signed.as_bytes(), &signature).unwrap();
        let (head, claims) = signed.split_once('.').unwrap();
        let read = |text| serde_json::from_slice::<serde_json::Value>(&decode(text)).unwrap();
        assert_eq!(read(head), json!({"typ": "JWT", "alg": "ES256"}));
        let expected = json!({
            "aud": "https://push.example.net", "exp": 1_043_200, "sub": "mailto:a@example.cn"
        });
        assert_eq!(read(claims), expected);
    }
}
