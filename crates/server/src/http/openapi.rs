//! The OpenAPI document: collected from the handlers' annotations once, served from memory.

use axum::Extension;
use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder};

/// Names of the ways to prove who one is, as handlers refer to them.
pub(crate) const ACCESS_CODE: &str = "access-code";
pub(crate) const JOIN_CODE: &str = "join-code";
pub(crate) const INVITATION_CODE: &str = "invitation-code";
pub(crate) const DESK_SESSION: &str = "desk-session";
pub(crate) const STAFF_TOKEN: &str = "staff-token";

/// The document, written out.
#[derive(Clone)]
pub(crate) struct Document(Bytes);

impl Document {
    pub(crate) fn new(document: &OpenApi) -> Self {
        // It is made of strings and maps only, so writing it cannot fail.
        Self(
            serde_json::to_vec_pretty(document)
                .unwrap_or_default()
                .into(),
        )
    }
}

/// Title and security of the document; paths come from the handlers.
pub(crate) fn head() -> OpenApi {
    let access_code = ApiKeyValue::with_description(
        "Authorization",
        "`AccessCode XXXX-XXXX-XXXX`, the code of the request's receipt",
    );
    let join_code = ApiKeyValue::with_description(
        "Authorization",
        "`JoinCode XXXXX-XXXXX`, the code that a group's starter hands on",
    );
    let invitation_code = ApiKeyValue::with_description(
        "Authorization",
        "`InvitationCode XXXX-XXXX-XXXX`, the code that staff hand over to the other side",
    );
    let components = ComponentsBuilder::new()
        .security_scheme(
            INVITATION_CODE,
            SecurityScheme::ApiKey(ApiKey::Header(invitation_code)),
        )
        .security_scheme(JOIN_CODE, SecurityScheme::ApiKey(ApiKey::Header(join_code)))
        .security_scheme(
            ACCESS_CODE,
            SecurityScheme::ApiKey(ApiKey::Header(access_code)),
        )
        .security_scheme(
            DESK_SESSION,
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
                "__Host-fengqiao-desk",
                "Set by signing in; what changes something also carries the session's `Desk-Token`",
            ))),
        )
        .security_scheme(
            STAFF_TOKEN,
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .description(Some("Issued by `fengqiao staff token`"))
                    .build(),
            ),
        );
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Fengqiao")
                .version("1")
                .description(Some(
                    "Find a mediation organization, file a request, follow it; for staff: move it on. \
                     Answers that are not a success are `application/problem+json` with a stable `code`.",
                )),
        )
        .components(Some(components.build()))
        .build()
}

/// `GET /api/v1/openapi.json`.
pub(crate) async fn show(Extension(Document(document)): Extension<Document>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], document).into_response()
}
