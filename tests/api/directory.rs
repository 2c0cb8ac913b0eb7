//! Regions, organizations and the operator's particulars.

use contract::geo::Crs;
use contract::kinds::DisputeField;
use contract::organization::{FilterCounts, OrganizationView, SearchView, SuggestionsView};
use contract::portal::{MapService, PortalView};
use contract::problem::ProblemCode;
use contract::region::RegionView;

use crate::app::{Options, TestApp};
use crate::samples::{COMMITTEE, LABOR};

#[tokio::test]
async fn a_region_comes_with_its_surroundings() {
    let app = TestApp::new().await;
    let anybody = app.anybody();
    let nanjing: RegionView = anybody.get("/api/v1/regions/320100").await.good();
    assert_eq!(nanjing.region.name, "南京市");
    assert_eq!(nanjing.ancestors.len(), 1);
    assert!(
        nanjing
            .children
            .iter()
            .any(|county| county.name == "鼓楼区")
    );
    for code in ["999999", "abc", "3201", "320199"] {
        let answer = anybody.get(&format!("/api/v1/regions/{code}")).await;
        answer.is(ProblemCode::RegionNotFound);
    }
}

#[tokio::test]
async fn a_search_finds_by_field_region_and_distance() {
    let app = TestApp::new().await;
    let anybody = app.anybody();
    let found: SearchView = anybody
        .get("/api/v1/organizations?field=labor&region=320106&utm_source=wechat")
        .await
        .good();
    assert_eq!(found.total, 1);
    assert_eq!(found.organizations[0].id, LABOR);
    assert_eq!(found.region.unwrap().name, "鼓楼区");
    let near: SearchView = anybody
        .get("/api/v1/organizations?near=32.06,118.78")
        .await
        .good();
    assert_eq!(near.total, 3);
}

#[tokio::test]
async fn a_search_that_cannot_be_read_is_told_so() {
    let app = TestApp::new().await;
    for query in [
        "field=nonsense",
        "near=here",
        "near=91,0",
        "near=NaN,0",
        "region=abc",
        "offset=-1",
        "offset=99999999999999999999",
    ] {
        let answer = app
            .anybody()
            .get(&format!("/api/v1/organizations?{query}"))
            .await;
        answer.is(ProblemCode::MalformedParameter);
    }
    let answer = app
        .anybody()
        .get("/api/v1/organizations?region=110101")
        .await;
    answer.is(ProblemCode::RegionNotFound);
}

#[tokio::test]
async fn an_organization_shows_everything_known_and_where_it_came_from() {
    let app = TestApp::new().await;
    let anybody = app.anybody();
    let path = format!("/api/v1/organizations/{COMMITTEE}");
    let view: OrganizationView = anybody.get(&path).await.good();
    assert_eq!(view.card.name, "玄武区人民调解委员会");
    assert_eq!(view.source.title, "调解组织名册");
    let answer = anybody.get("/api/v1/organizations/nobody").await;
    answer.is(ProblemCode::OrganizationNotFound);
}

#[tokio::test]
async fn the_portal_says_what_the_operator_said_and_no_more() {
    let app = TestApp::new().await;
    let view: PortalView = app.anybody().get("/api/v1/portal").await.good();
    assert_eq!(view.operator.as_deref(), Some("某市司法局"));
    assert_eq!(view.icp_number, None);
    assert_eq!(view.first_contact_working_days, 1);
    assert_eq!(view.map, None);
}

#[tokio::test]
async fn the_portal_says_where_maps_come_from() {
    let map = MapService {
        tiles: "https://tiles.example.cn/{z}/{x}/{y}.png".to_owned(),
        subdomains: Vec::new(),
        crs: Crs::Gcj02,
        approval_number: "GS(2024)0000号".to_owned(),
        attribution: "示例地图".to_owned(),
    };
    let app = TestApp::with(Options {
        map: Some(map.clone()),
        ..Options::default()
    })
    .await;
    let view: PortalView = app.anybody().get("/api/v1/portal").await.good();
    assert_eq!(view.map, Some(map));
}

#[tokio::test]
async fn browsers_keep_directory_answers_until_the_next_import() {
    let app = TestApp::new().await;
    let anybody = app.anybody();
    let first = anybody.get("/api/v1/organizations?field=labor").await;
    assert_eq!(first.header("cache-control"), "public, max-age=60");
    let tag = first.header("etag").to_owned();
    let asking = anybody.with("if-none-match", tag);
    let again = asking.get("/api/v1/organizations?field=labor").await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));

    let store: &dyn fengqiao::store::Store = app.store.as_ref();
    let import = store.begin_import().await.unwrap();
    import.commit(true).await.unwrap();
    assert!(app.directory.refresh(store).await.unwrap());
    let after = asking.get("/api/v1/organizations?field=labor").await;
    assert_eq!(after.good::<SearchView>().total, 0);
    let missing = anybody.get("/api/v1/organizations/nobody").await;
    assert_eq!(missing.header("cache-control"), "no-store");
}

#[tokio::test]
async fn filters_narrow_and_counts_say_what_each_would_find() {
    let app = TestApp::new().await;
    let anybody = app.anybody();
    let found = async |query: &str| -> Vec<String> {
        let path = format!("/api/v1/organizations?{query}");
        let view: SearchView = anybody.get(&path).await.good();
        view.organizations.into_iter().map(|card| card.id).collect()
    };
    assert_eq!(found("free=yes").await, [COMMITTEE]);
    assert_eq!(
        found("step-free=yes&language=jianghuai-mandarin").await,
        [COMMITTEE]
    );
    assert_eq!(found("level=county&kind=labor-organization").await, [LABOR]);
    assert_eq!(found("open=weekend").await, [""; 0]);
    for query in ["free=no", "open=sometimes", "language=latin", "level=moon"] {
        let answer = anybody.get(&format!("/api/v1/organizations?{query}")).await;
        answer.is(ProblemCode::MalformedParameter);
    }

    let path = "/api/v1/organizations/counts?kind=peoples-committee";
    let answer = anybody.get(path).await;
    let counts: FilterCounts = answer.good();
    assert_eq!((counts.free, counts.step_free), (1, 1));
    assert_eq!(counts.kinds.len(), 3);
    let fields: Vec<_> = counts.fields.iter().map(|count| count.value).collect();
    assert_eq!(fields, [DisputeField::Family, DisputeField::Neighbours]);
}

#[tokio::test]
async fn a_search_says_how_far_it_was_widened() {
    let app = TestApp::new().await;
    let path = "/api/v1/organizations?field=labor&region=320102";
    let view: SearchView = app.anybody().get(path).await.good();
    let widened = view.widened_to.map(|region| region.name);
    assert_eq!(widened.as_deref(), Some("南京市"));
    let path = "/api/v1/organizations?field=labor&region=320106";
    let view: SearchView = app.anybody().get(path).await.good();
    assert_eq!(view.widened_to, None);
}

#[tokio::test]
async fn a_text_is_understood_as_places_words_and_names() {
    let app = TestApp::new().await;
    let anybody = app.anybody();
    let suggested = async |query: &str| -> SuggestionsView {
        let path = format!("/api/v1/suggestions?{query}");
        anybody.get(&path).await.good()
    };
    // 玄武区家庭
    let view = suggested("q=%E7%8E%84%E6%AD%A6%E5%8C%BA%E5%AE%B6%E5%BA%AD").await;
    let first = view.suggestions.first().unwrap();
    let region = first.region.as_ref().map(|region| region.name.as_str());
    assert_eq!(
        (first.field, region),
        (Some(DisputeField::Family), Some("玄武区"))
    );
    let view = suggested("q=xuanwuqu&region=320102").await;
    let found: Vec<_> = view
        .suggestions
        .iter()
        .filter_map(|found| found.organization.as_deref())
        .collect();
    assert_eq!(found, [COMMITTEE]);
    assert_eq!(suggested("q=").await, SuggestionsView::default());
    assert_eq!(suggested("").await, SuggestionsView::default());
    let answer = anybody.get("/api/v1/suggestions?q=a&region=moon").await;
    answer.is(ProblemCode::MalformedParameter);
}
