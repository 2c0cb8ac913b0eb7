//! The directory on the wire: search, cards and the organization page.

use serde::{Deserialize, Serialize};

use crate::geo::{Point, Position};
use crate::hours::OpeningSpan;
use crate::kinds::{DisputeField, Fee, Language, Level, OpenTime, OrganizationKind, Service};
use crate::record::TrackRecord;
use crate::region::{Region, RegionCode};

/// Results on one page.
pub const PAGE_SIZE: usize = 20;
/// The furthest a search can be paged.
pub const MAX_OFFSET: usize = 400;

/// What a person searches for. The address bar and the API use the same query string.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SearchQuery {
    /// Disputes the organization takes.
    pub field: Option<DisputeField>,
    /// Its legal kind.
    pub kind: Option<OrganizationKind>,
    /// What it offers.
    pub service: Option<Service>,
    /// Where it stands in the administrative order.
    pub level: Option<Level>,
    /// When its door must be open, by its usual hours.
    pub open: Option<OpenTime>,
    /// Only what costs nothing, by law or by its own statement.
    pub free: bool,
    /// Only what a wheelchair reaches.
    pub step_free: bool,
    /// The language or dialect it must speak.
    pub language: Option<Language>,
    /// Where to look from.
    pub place: Option<Place>,
    /// Results to skip.
    pub offset: usize,
}

/// Where a search looks from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Near a point, in WGS-84.
    Near(Point),
    /// In or close to a region.
    In(RegionCode),
}

/// A query parameter that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadableParameter(pub &'static str);

/// The value of a list, or the error that names the parameter.
macro_rules! known {
    ($list:ident, $value:expr, $name:literal) => {
        match $list::from_wire($value) {
            $list::Unknown => return Err(UnreadableParameter($name)),
            value => value,
        }
    };
}

impl SearchQuery {
    /// Whether anything but the field and the place narrows the search.
    pub fn is_narrowed(&self) -> bool {
        let plain = Self {
            offset: self.offset,
            ..self.without_filters()
        };
        *self != plain
    }

    /// The first page of the search for the same field in the same place, not narrowed by anything else.
    pub fn without_filters(&self) -> Self {
        Self {
            field: self.field,
            place: self.place,
            ..Self::default()
        }
    }

    /// Reads decoded `name=value` pairs. Unknown names are left alone (links carry tracking parameters);
    /// a known name with a value that cannot be read is an error.
    pub fn from_pairs<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, UnreadableParameter> {
        let mut query = Self::default();
        for (name, value) in pairs {
            match name {
                "field" => query.field = Some(known!(DisputeField, value, "field")),
                "kind" => query.kind = Some(known!(OrganizationKind, value, "kind")),
                "service" => query.service = Some(known!(Service, value, "service")),
                "level" => query.level = Some(known!(Level, value, "level")),
                "open" => query.open = Some(known!(OpenTime, value, "open")),
                "free" => query.free = yes(value, "free")?,
                "step-free" => query.step_free = yes(value, "step-free")?,
                "language" => query.language = Some(known!(Language, value, "language")),
                "near" => {
                    query.place = Some(Place::Near(
                        Point::parse(value).ok_or(UnreadableParameter("near"))?,
                    ))
                }
                "region" => {
                    query.place = Some(Place::In(
                        RegionCode::parse(value).ok_or(UnreadableParameter("region"))?,
                    ));
                }
                "offset" => {
                    let offset = value.parse().ok().filter(|offset| *offset <= MAX_OFFSET);
                    query.offset = offset.ok_or(UnreadableParameter("offset"))?;
                }
                _ => {}
            }
        }
        Ok(query)
    }

    /// The query string, without a leading `?`; the same search always gives the same string. A point is
    /// rounded to two decimals (about 1 km), which is all that leaves the phone.
    pub fn to_query_string(&self) -> String {
        let mut parts = Vec::new();
        let mut add = |name: &str, value: &str| parts.push([name, "=", value].concat());
        if let Some(field) = self.field {
            add("field", field.as_str());
        }
        if let Some(kind) = self.kind {
            add("kind", kind.as_str());
        }
        if let Some(service) = self.service {
            add("service", service.as_str());
        }
        if let Some(level) = self.level {
            add("level", level.as_str());
        }
        if let Some(open) = self.open {
            add("open", open.as_str());
        }
        if self.free {
            add("free", YES);
        }
        if self.step_free {
            add("step-free", YES);
        }
        if let Some(language) = self.language {
            add("language", language.as_str());
        }
        match self.place {
            Some(Place::Near(point)) => {
                parts.push(format!(
                    "near={},{}",
                    two_decimals(point.lat),
                    two_decimals(point.lon)
                ));
            }
            Some(Place::In(code)) => parts.push(format!("region={code}")),
            None => {}
        }
        if self.offset > 0 {
            parts.push(format!("offset={}", self.offset));
        }
        parts.join("&")
    }
}

/// How a filter that is on or off is written when it is on.
pub const YES: &str = "yes";

fn yes(value: &str, name: &'static str) -> Result<bool, UnreadableParameter> {
    (value == YES)
        .then_some(true)
        .ok_or(UnreadableParameter(name))
}

/// Two decimals by integer arithmetic: float formatting would weigh on the browser build.
fn two_decimals(degrees: f64) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "degrees are within ±180")]
    let hundredths = (degrees * 100.0).round() as i32;
    let sign = if hundredths < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        hundredths.abs() / 100,
        hundredths.abs() % 100
    )
}

/// One result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationCard {
    /// Opaque and stable across imports.
    pub id: String,
    /// Official name.
    pub name: String,
    /// Legal kind.
    pub kind: OrganizationKind,
    /// Region names from the city inwards, e.g. 南京市 鼓楼区; empty for the whole province.
    pub region_name: String,
    /// Metres from the point searched from, when both are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<u32>,
    /// Where it is and how exactly that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// Opening hours; empty when unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<OpeningSpan>,
    /// What a person pays; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Fee>,
    /// What it offers beyond mediation across a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// Published phone numbers; empty when unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
}

/// `GET /api/v1/organizations`: one page of results, nearest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchView {
    /// How many organizations match, wherever they are.
    pub total: u32,
    /// The region searched in; absent when searching near a point or everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// The smallest region around the one searched in that has any, when the one searched in has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub widened_to: Option<Region>,
    /// This page.
    pub organizations: Vec<OrganizationCard>,
    /// The offset of the next page, while there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_offset: Option<u32>,
}

/// Suggestions in one answer, at most.
pub const SUGGESTIONS_MAX: usize = 8;

/// `GET /api/v1/suggestions`: what a text may mean, the likeliest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestionsView {
    /// Empty when the text means nothing here.
    pub suggestions: Vec<Suggestion>,
}

/// One meaning: an organization, or a search for all that is named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestion {
    /// The words that were understood, or the organization's name.
    pub words: String,
    /// Id of the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Search for this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<DisputeField>,
    /// Search for this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<OrganizationKind>,
    /// Search for this service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// Search in this region; of an organization, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
}

/// `GET /api/v1/organizations/counts`: for every value of every filter, how many organizations there would
/// be if it were chosen and the other filters of the search stayed as they are. The place does not count.
/// Values that would find nothing are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilterCounts {
    /// By dispute field.
    pub fields: Vec<Count<DisputeField>>,
    /// By legal kind.
    pub kinds: Vec<Count<OrganizationKind>>,
    /// By level.
    pub levels: Vec<Count<Level>>,
    /// By what is offered.
    pub services: Vec<Count<Service>>,
    /// By language.
    pub languages: Vec<Count<Language>>,
    /// By opening hours.
    pub open: Vec<Count<OpenTime>>,
    /// Free ones.
    pub free: u32,
    /// Those that a wheelchair reaches.
    pub step_free: u32,
}

/// How many organizations a value would find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Count<T> {
    /// The value.
    pub value: T,
    /// How many.
    pub count: u32,
}

/// A mediator whom the organization lists publicly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mediator {
    /// Name.
    pub name: String,
    /// Grade, e.g. 一级.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<String>,
    /// Public honours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub honours: Vec<String>,
}

/// A typical case that the organization published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishedCase {
    /// Its title.
    pub title: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Where an entry's data came from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DataSource {
    /// Title of the publication or name of the roster.
    pub title: String,
    /// Where it was published, when that is a public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was published, as precisely as known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// When the entry was last verified, `YYYY-MM-DD`; absent when nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<String>,
}

/// `GET /api/v1/organizations/{id}`: everything known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "FlatOrganization")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationView {
    /// What the card shows (without a distance).
    #[serde(flatten)]
    pub card: OrganizationCard,
    /// Level in the administrative order, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Its region, when it belongs to one below the province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionCode>,
    /// Id and name of the organization it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<OrganizationRef>,
    /// Disputes it takes.
    pub fields: Vec<DisputeField>,
    /// Whether `fields` were read off its name and kind because its source lists none.
    #[serde(default)]
    pub fields_from_name: bool,
    /// Street address, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Opening hours in its own words, when they could not be read as data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_note: Option<String>,
    /// Where its tariff is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tariff_url: Option<String>,
    /// Licence number or roster entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Its brand (调解品牌), the name people know it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// Whether a wheelchair reaches it; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_free: Option<bool>,
    /// Languages and dialects besides standard Chinese; empty when unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// Mediators it lists publicly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mediators: Vec<Mediator>,
    /// Typical cases it published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<PublishedCase>,
    /// How it answered requests here; absent while there were too few to say anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<TrackRecord>,
    /// Where all this came from.
    pub source: DataSource,
}

impl OrganizationView {
    /// Whether it is known to take other disputes, and not these.
    pub fn takes_others(&self, field: DisputeField) -> bool {
        field.is_known() && !self.fields.is_empty() && !self.fields.contains(&field)
    }

    /// Whether it is for another area than this county or township.
    pub fn is_elsewhere(&self, region: RegionCode) -> bool {
        self.region
            .is_some_and(|own| !own.contains(region) && !region.contains(own))
    }
}

/// An organization as it is read: side by side, what the view holds in two parts. Reading a flattened part
/// goes through a buffer that would weigh on the browser build.
#[derive(Deserialize)]
struct FlatOrganization {
    id: String,
    name: String,
    kind: OrganizationKind,
    region_name: String,
    #[serde(default)]
    distance_m: Option<u32>,
    #[serde(default)]
    position: Option<Position>,
    #[serde(default)]
    hours: Vec<OpeningSpan>,
    #[serde(default)]
    fee: Option<Fee>,
    #[serde(default)]
    services: Vec<Service>,
    #[serde(default)]
    phones: Vec<String>,
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    region: Option<RegionCode>,
    #[serde(default)]
    parent: Option<OrganizationRef>,
    fields: Vec<DisputeField>,
    #[serde(default)]
    fields_from_name: bool,
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    hours_note: Option<String>,
    #[serde(default)]
    tariff_url: Option<String>,
    #[serde(default)]
    license: Option<String>,
    #[serde(default)]
    brand: Option<String>,
    #[serde(default)]
    step_free: Option<bool>,
    #[serde(default)]
    languages: Vec<Language>,
    #[serde(default)]
    mediators: Vec<Mediator>,
    #[serde(default)]
    cases: Vec<PublishedCase>,
    #[serde(default)]
    record: Option<TrackRecord>,
    source: DataSource,
}

impl From<FlatOrganization> for OrganizationView {
    fn from(flat: FlatOrganization) -> Self {
        Self {
            card: OrganizationCard {
                id: flat.id,
                name: flat.name,
                kind: flat.kind,
                region_name: flat.region_name,
                distance_m: flat.distance_m,
                position: flat.position,
                hours: flat.hours,
                fee: flat.fee,
                services: flat.services,
                phones: flat.phones,
            },
            level: flat.level,
            region: flat.region,
            parent: flat.parent,
            fields: flat.fields,
            fields_from_name: flat.fields_from_name,
            address: flat.address,
            hours_note: flat.hours_note,
            tariff_url: flat.tariff_url,
            license: flat.license,
            brand: flat.brand,
            step_free: flat.step_free,
            languages: flat.languages,
            mediators: flat.mediators,
            cases: flat.cases,
            record: flat.record,
            source: flat.source,
        }
    }
}

/// An organization mentioned by another resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its published phones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Its address, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn says_whether_a_matter_is_for_somebody_else() {
        let view = |region: &str, fields: &str| -> OrganizationView {
            let json = format!(
                r#"{{"id":"o1","name":"甲","kind":"peoples-committee","region_name":"","fields":[{fields}],
                    {region} "source":{{"title":"名册"}}}}"#
            );
            serde_json::from_str(&json).unwrap()
        };
        let family = view(r#""region":"320106","#, r#""family""#);
        assert!(family.takes_others(DisputeField::Labor));
        assert!(!family.takes_others(DisputeField::Family));
        assert!(!family.takes_others(DisputeField::Unknown));
        let silent = view("", "");
        assert!(!silent.takes_others(DisputeField::Labor));
        for (region, elsewhere) in [
            ("320106", false),
            ("320106003", false),
            ("320102", true),
            ("320500", true),
        ] {
            let region = RegionCode::parse(region).unwrap();
            assert_eq!(family.is_elsewhere(region), elsewhere, "{region}");
            assert!(!silent.is_elsewhere(region));
        }
    }

    #[test]
    fn the_address_bar_holds_the_search() {
        for text in [
            "",
            "field=labor&region=320106",
            "field=family&near=32.06,118.79",
            "service=legal-health-check&offset=20",
            "kind=public-legal-service",
            "level=county&open=this-evening&free=yes&step-free=yes&language=wu",
        ] {
            let pairs: Vec<_> = text
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .collect();
            assert_eq!(
                SearchQuery::from_pairs(pairs).unwrap().to_query_string(),
                text
            );
        }
    }

    #[test]
    fn an_organization_reads_back_whole() {
        let view = OrganizationView {
            card: OrganizationCard {
                id: "o1".into(),
                name: "甲".into(),
                kind: OrganizationKind::LaborOrganization,
                region_name: "南京市".into(),
                distance_m: Some(7),
                position: None,
                hours: Vec::new(),
                fee: Some(Fee::Free),
                services: vec![Service::OnlineMediation],
                phones: vec!["12348".into()],
            },
            level: Some(Level::County),
            region: RegionCode::parse("320106"),
            parent: Some(OrganizationRef {
                id: "o0".into(),
                name: "乙".into(),
                phones: Vec::new(),
                address: None,
            }),
            fields: vec![DisputeField::Labor],
            fields_from_name: true,
            address: Some("一楼".into()),
            hours_note: Some("工作日".into()),
            tariff_url: Some("https://example.org".into()),
            license: Some("1".into()),
            brand: Some("老娘舅".into()),
            step_free: Some(false),
            languages: vec![Language::Wu],
            mediators: vec![Mediator {
                name: "丙".into(),
                grade: Some("一级".into()),
                honours: vec!["奖".into()],
            }],
            cases: vec![PublishedCase {
                title: "案".into(),
                url: Some("https://example.org/1".into()),
            }],
            record: Some(TrackRecord {
                answered: 10,
                half_within_hours: 20,
            }),
            source: DataSource {
                title: "名录".into(),
                url: None,
                published: None,
                verified: None,
            },
        };
        let json = serde_json::to_string(&view).unwrap();
        assert_eq!(
            serde_json::from_str::<OrganizationView>(&json).unwrap(),
            view
        );
    }

    #[test]
    fn only_a_rounded_position_leaves_the_phone() {
        let place = Point::new(-0.0049, 118.796_877).map(Place::Near);
        let query = SearchQuery {
            place,
            ..SearchQuery::default()
        };
        assert_eq!(query.to_query_string(), "near=0.00,118.80");
        assert_eq!(two_decimals(-1.237), "-1.24");
    }

    #[test]
    fn refuses_what_it_cannot_read_and_ignores_what_it_does_not_know() {
        for pair in [
            ("field", "nonsense"),
            ("near", "1"),
            ("region", "abc"),
            ("offset", "-1"),
            ("offset", "401"),
            ("field", "unknown"),
            ("level", "moon"),
            ("open", "always"),
            ("free", "no"),
            ("step-free", ""),
            ("language", "latin"),
        ] {
            assert_eq!(
                SearchQuery::from_pairs([pair]),
                Err(UnreadableParameter(pair.0)),
                "{pair:?}"
            );
        }
        assert_eq!(
            SearchQuery::from_pairs([("utm_source", "wechat")]),
            Ok(SearchQuery::default())
        );
    }
}
