//! The identity provider (OpenID Connect) through which people sign in to the desk: sends them there, and learns from it
//! who came back. Authorization code flow with PKCE, state and nonce.
//!
//! The provider is asked when somebody wants to sign in and not before, so that the server starts without it. What was
//! learnt of it is kept for an hour, or until it signs with a key that is not known yet.

use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm as Algorithm,
    CoreProviderMetadata, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, AsyncHttpClient, AuthType, AuthenticationFlow,
    AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IdTokenClaims, IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    StandardErrorResponse, StandardTokenResponse, SubjectIdentifier, TokenResponse as _,
    UserInfoClaims, UserInfoError,
};
use reqwest::redirect::Policy;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::config::is_guarded;
use crate::telemetry::explain;

/// Longest time for one answer of the provider.
const PATIENCE: Duration = Duration::from_secs(4);
/// Longest time for all that it is asked at once.
const LONGEST: Duration = Duration::from_secs(8);
/// How long it is believed what the provider said of itself.
const FRESH: Duration = Duration::from_secs(3600);
/// Largest answer that is read, in bytes.
const ANSWER_LIMIT: usize = 512 * 1024;

/// What may have signed: keys that the provider alone has. The client's secret is no such key.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// The provider, and what it knows this server as.
#[derive(Clone)]
pub struct OidcSettings {
    /// The provider, as it names itself.
    pub issuer: IssuerUrl,
    /// What it knows this server as.
    pub client_id: ClientId,
    /// The secret that goes with it, if there is one.
    pub client_secret: Option<ClientSecret>,
    /// Where it sends people back to.
    pub redirect: RedirectUrl,
    /// What it is asked for besides `openid`.
    pub scopes: Vec<Scope>,
    /// What it says of people that equals the login of their account, if anything does.
    pub login_claim: Option<String>,
    /// Whether nobody signs in with a password any more.
    pub only: bool,
}

/// The secret is not shown.
impl fmt::Debug for OidcSettings {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "OidcSettings({}, …)", self.issuer.as_str())
    }
}

/// Why nobody learns who somebody is. The reason is for the log and holds no secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The provider does not answer, or not as one.
    #[error("the identity provider cannot be asked: {0}")]
    Unreachable(String),
    /// The provider does not know this code, or this server.
    #[error("the identity provider refuses: {0}")]
    Refused(String),
    /// What it answered cannot be believed.
    #[error("the identity provider cannot be believed: {0}")]
    Untrusted(&'static str),
}

/// Where somebody is sent, and what must be known again when they come back.
pub struct Departure {
    /// The address at the provider.
    pub to: String,
    /// Comes back with them.
    pub state: String,
    /// Comes back in what the provider signs.
    pub nonce: String,
    /// Shows that the code was asked for here.
    pub verifier: String,
}

/// Somebody of whom the provider said who they are.
pub struct Person {
    subject: SubjectIdentifier,
    claims: Value,
    token: AccessToken,
}

impl Person {
    /// What the provider calls them, for ever and nobody else.
    pub fn subject(&self) -> &str {
        self.subject.as_str()
    }
}

/// All that the provider says of somebody, under whatever name.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Claims(HashMap<String, Value>);
impl AdditionalClaims for Claims {}

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Claims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        Algorithm,
    >,
    CoreTokenType,
>;

type Client = openidconnect::Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the provider says of itself, and since when that is known.
#[derive(Clone)]
struct Known {
    metadata: Arc<CoreProviderMetadata>,
    at: Instant,
}

/// The provider.
pub struct Provider {
    settings: OidcSettings,
    web: Web,
    /// Held while the provider is asked: many who come at once ask once.
    known: Mutex<Option<Known>>,
}

impl Provider {
    /// Nothing is asked yet.
    pub fn new(settings: OidcSettings) -> Result<Self, reqwest::Error> {
        // Another address would be given secrets that are meant for this one.
        let web = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(Policy::none())
            .build()?;
        Ok(Self {
            settings,
            web: Web(web),
            known: Mutex::default(),
        })
    }

    /// As it names itself.
    pub fn issuer(&self) -> &str {
        self.settings.issuer.as_str()
    }

    /// Whether nobody signs in with a password any more.
    pub fn is_only_way(&self) -> bool {
        self.settings.only
    }

    /// Where to send somebody who wants to sign in.
    pub async fn depart(&self) -> Result<Departure, Trouble> {
        let known = in_time(self.known(FRESH)).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (to, state, nonce) = self
            .client(&known)
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scopes(self.settings.scopes.iter().cloned())
            .set_pkce_challenge(challenge)
            .url();
        Ok(Departure {
            to: to.into(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Who came back with this code.
    pub async fn arrive(
        &self,
        code: String,
        nonce: String,
        verifier: String,
    ) -> Result<Person, Trouble> {
        in_time(self.exchange(code, nonce, verifier)).await
    }

    /// What the provider says of them that equals the login of their account, where that was configured. It is asked
    /// for it when it has not said so yet.
    pub async fn login_of(&self, person: &Person) -> Result<Option<String>, Trouble> {
        let Some(name) = &self.settings.login_claim else {
            return Ok(None);
        };
        match claim(&person.claims, name) {
            Some(login) => Ok(Some(login)),
            None => in_time(self.more_of(person, name)).await,
        }
    }

    async fn exchange(
        &self,
        code: String,
        nonce: String,
        verifier: String,
    ) -> Result<Person, Trouble> {
        let known = self.known(FRESH).await?;
        let tokens: Tokens = self
            .client(&known)
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| Trouble::Unreachable("it names no address for tokens".to_owned()))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&self.web)
            .await
            .map_err(refused)?;
        let nonce = Nonce::new(nonce);
        match self.believe(&known, &tokens, &nonce) {
            // It may have another key by now.
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let known = self.known(known.at.elapsed()).await?;
                self.believe(&known, &tokens, &nonce)
            }
            believed => believed,
        }
        .map_err(|error| Trouble::Untrusted(doubt(&error)))
    }

    /// Who the tokens are about, if signature, issuer, audience, time, nonce and the token beside it are as they must be.
    fn believe(
        &self,
        known: &Known,
        tokens: &Tokens,
        nonce: &Nonce,
    ) -> Result<Person, ClaimsVerificationError> {
        let missing = || ClaimsVerificationError::Other(String::new());
        let client = self.client(known);
        let verifier = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
        let token = tokens.id_token().ok_or_else(missing)?;
        let claims: &IdTokenClaims<Claims, CoreGenderClaim> = token.claims(&verifier, nonce)?;
        if let Some(expected) = claims.access_token_hash() {
            let hash = token
                .signing_alg()
                .and_then(|algorithm| Ok((algorithm, token.signing_key(&verifier)?)))
                .map_err(ClaimsVerificationError::SignatureVerification)
                .and_then(|(algorithm, key)| {
                    AccessTokenHash::from_token(tokens.access_token(), algorithm, key)
                        .map_err(|_| missing())
                })?;
            if hash != *expected {
                return Err(missing());
            }
        }
        Ok(Person {
            subject: claims.subject().clone(),
            claims: serde_json::to_value(claims).unwrap_or_default(),
            token: tokens.access_token().clone(),
        })
    }

    /// Asks the provider what else it says of somebody.
    async fn more_of(&self, person: &Person, name: &str) -> Result<Option<String>, Trouble> {
        let known = self.known(FRESH).await?;
        // It must be of the same person.
        let subject = Some(person.subject.clone());
        let client = self.client(&known);
        let Ok(question) = client.user_info(person.token.clone(), subject) else {
            return Ok(None);
        };
        let more: UserInfoClaims<Claims, CoreGenderClaim> = question
            .request_async(&self.web)
            .await
            .map_err(|error| match error {
                UserInfoError::Request(error) => Trouble::Unreachable(explain(&error)),
                // Its words would name who it is about.
                _ => Trouble::Untrusted("what it says of somebody is not as it must be"),
            })?;
        let claims = serde_json::to_value(&more).unwrap_or_default();
        Ok(claim(&claims, name))
    }

    /// What the provider says of itself, known for less than so long.
    async fn known(&self, age: Duration) -> Result<Known, Trouble> {
        let mut known = self.known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| known.at.elapsed() < age) {
            return Ok(known.clone());
        }
        let found =
            CoreProviderMetadata::discover_async(self.settings.issuer.clone(), &self.web).await;
        let metadata = found.map_err(|error| Trouble::Unreachable(explain(&error)))?;
        if !is_guarded(metadata.authorization_endpoint().as_str()) {
            let why = "people would be sent to an address that is not encrypted";
            return Err(Trouble::Unreachable(why.to_owned()));
        }
        let fresh = Known {
            metadata: Arc::new(metadata),
            at: Instant::now(),
        };
        *known = Some(fresh.clone());
        Ok(fresh)
    }

    fn client(&self, known: &Known) -> Client {
        let settings = &self.settings;
        let metadata = CoreProviderMetadata::clone(&known.metadata);
        // Unsaid, it is this one (OpenID Connect Discovery 1.0, section 3).
        let takes_basic = metadata
            .token_endpoint_auth_methods_supported()
            .is_none_or(|ways| ways.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let client = Client::from_provider_metadata(
            metadata,
            settings.client_id.clone(),
            settings.client_secret.clone(),
        );
        client
            .set_redirect_uri(settings.redirect.clone())
            .set_auth_type(match takes_basic {
                true => AuthType::BasicAuth,
                false => AuthType::RequestBody,
            })
    }
}

/// How the provider is asked.
struct Web(reqwest::Client);

impl Web {
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unanswered> {
        if !is_guarded(&request.uri().to_string()) {
            return Err(Unanswered::Open);
        }
        let mut answer = self.0.execute(request.try_into()?).await?;
        let mut whole = http::Response::builder().status(answer.status());
        if let Some(headers) = whole.headers_mut() {
            headers.clone_from(answer.headers());
        }
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await? {
            body.extend_from_slice(&part);
            if body.len() > ANSWER_LIMIT {
                return Err(Unanswered::TooLong);
            }
        }
        Ok(whole.body(body)?)
    }
}

impl<'c> AsyncHttpClient<'c> for Web {
    type Error = Unanswered;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unanswered>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
enum Unanswered {
    #[error("the address is neither encrypted nor of this machine")]
    Open,
    #[error("the answer is too long")]
    TooLong,
    #[error("no answer")]
    Web(#[source] reqwest::Error),
    #[error("the answer cannot be read")]
    Http(#[from] http::Error),
}

impl From<reqwest::Error> for Unanswered {
    fn from(error: reqwest::Error) -> Self {
        Self::Web(error.without_url())
    }
}

async fn in_time<T>(answer: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    let answer = timeout(LONGEST, answer).await;
    answer.unwrap_or_else(|_| Err(Trouble::Unreachable("it took too long".to_owned())))
}

/// What a claim says, if it is a text that is not empty. An e-mail address counts when the provider verified it.
fn claim(claims: &Value, name: &str) -> Option<String> {
    let is_verified = name != "email" || claims.get("email_verified") == Some(&Value::Bool(true));
    let text = claims.get(name)?.as_str()?.trim();
    (is_verified && !text.is_empty()).then(|| text.to_owned())
}

/// The provider's words for it would name what was sent.
fn refused(
    error: RequestTokenError<Unanswered, StandardErrorResponse<CoreErrorResponseType>>,
) -> Trouble {
    match error {
        RequestTokenError::ServerResponse(answer) => Trouble::Refused(answer.error().to_string()),
        RequestTokenError::Request(error) => Trouble::Unreachable(explain(&error)),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            Trouble::Untrusted("its answer is no token")
        }
    }
}

/// What is wrong with a token, without what is in it.
fn doubt(error: &ClaimsVerificationError) -> &'static str {
    use ClaimsVerificationError as E;
    match error {
        E::Expired(_) => "its token has expired",
        E::InvalidAudience(_) => "its token is for somebody else",
        E::InvalidIssuer(_) => "its token is from somebody else",
        E::InvalidNonce(_) => "its token is for another time",
        E::SignatureVerification(_) => "its token is not signed by it",
        _ => "its token is not as it must be",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_claim_is_a_text_and_an_address_is_verified() {
        let claims = json!({
            "preferred_username": " Wang ", "employee": 7, "nickname": "",
            "email": "wang@example.cn", "email_verified": false,
        });
        assert_eq!(
            claim(&claims, "preferred_username").as_deref(),
            Some("Wang")
        );
        for none in ["employee", "nickname", "email", "sub"] {
            assert_eq!(claim(&claims, none), None, "{none}");
        }
        let verified = json!({"email": "wang@example.cn", "email_verified": true});
        assert!(claim(&verified, "email").is_some());
    }
}
