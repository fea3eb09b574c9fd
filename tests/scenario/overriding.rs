//! One rule for variants, `extends` and `--set`.

use std::path::Path;

use saule::model::{Arrivals, Discipline, Distribution, Model, Staff};
use saule::scenario::{Code, Options, load};

use super::loaded;

/// A base with something of everything that can be overridden.
const BASE: &str = r#"
schema  = 1
start   = 2025-01-01
horizon = "1 year"

[monte_carlo]
replications = 500

[requests.petitions]
potential = { lognormal = { median = 150, sigma = 2.5 } }
growth    = { exponential = { mean = "5 days" } }
window    = "30 days"
threshold = { signatures = 5_000, changes = [
  { at = "60 days", signatures = 10_000 },
  { at = "90 days", signatures = 20_000, binds = "open" },
] }
enters    = { desk = 0.5, end = 0.5 }

[requests.petitions.arrivals]
ordinary = { poisson = { rate = "20 per day", from = "10 days" }, new_topic_share = 0.5 }
launch   = { burst = { at = "10 days", size = 500, decay = { exponential = { half_life = "4 days" } } } }

[stages.desk]
staff   = 3
service = { pareto = { minimum = "1 day", exponent = 2.5, maximum = "90 days" } }
discipline = "random"
"#;

/// The model that the base becomes with more text and options.
fn with(more: &str, options: &Options) -> Result<Vec<Model>, Vec<Code>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenario.toml");
    std::fs::write(&path, format!("{BASE}{more}")).unwrap();
    match load(&path, options) {
        Ok(loaded) => Ok(loaded.scenario.variants.into_iter().map(|variant| variant.model).collect()),
        Err(report) => Err(report.diagnostics().iter().map(|diagnostic| diagnostic.code).collect()),
    }
}

/// The model of a variant with these overrides.
fn variant(overrides: &str) -> Model {
    let mut models = with(&format!("[variants.v]\n{overrides}\n"), &Options::default()).unwrap();
    models.remove(0)
}

fn service(model: &Model) -> &Distribution {
    &model.stages[0].service
}

fn changes(model: &Model) -> Vec<(f64, u32)> {
    model.classes[0].threshold.changes.iter().map(|change| (change.at, change.signatures)).collect()
}

#[test]
fn tables_merge_and_scalars_are_replaced() {
    let model = variant("stages.desk.staff = 5");
    assert_eq!(model.stages[0].staff, Staff::Limited(saule::model::Steps::constant(5)));
    assert_eq!(model.stages[0].discipline, Discipline::Random);
    assert_eq!(changes(&variant("requests.petitions.threshold.signatures = 7")), [(60.0, 10_000), (90.0, 20_000)]);
}

#[test]
fn lists_and_shares_are_replaced() {
    let model = variant(r#"requests.petitions.threshold.changes = [{ at = "5 days", signatures = 1 }]"#);
    assert_eq!(changes(&model), [(5.0, 1)]);
    let model = variant("requests.petitions.enters = { end = 1 }");
    assert_eq!(format!("{:?}", model.classes[0].enters), "Shares([(1.0, End)])");
}

#[test]
fn another_kind_replaces_the_old() {
    let model = variant(r#"stages.desk.service = { exponential = { mean = "2 days" } }"#);
    assert!(matches!(service(&model), Distribution::Exponential(_)));
    let model = variant(r#"stages.desk.service.exponential.mean = "2 days""#);
    assert!(matches!(service(&model), Distribution::Exponential(_)));
    let model = variant(r#""stages.desk.service.exponential.mean" = "2 days""#);
    assert!(matches!(service(&model), Distribution::Exponential(_)));
    let model = variant(r#"stages.desk.service = "2 days""#);
    assert_eq!(*service(&model), Distribution::fixed(2.0));
    let model = variant(r#"requests.petitions.arrivals.launch = { poisson = { rate = "1 per day" } }"#);
    assert!(matches!(model.classes[0].sources[1].arrivals, Arrivals::Poisson { rate: 1.0, .. }));
}

#[test]
fn what_is_beside_a_kind_stays() {
    let model =
        variant(r#"requests.petitions.arrivals.ordinary = { burst = { at = "1 day", size = 5, decay = "1 day" } }"#);
    assert!(matches!(model.classes[0].sources[0].arrivals, Arrivals::Burst { .. }));
    assert_eq!(model.classes[0].sources[0].new_topic_share, 0.5);
}

#[test]
fn parameters_in_full_replace_the_old_set() {
    let full = variant(r#"stages.desk.service = { pareto = { minimum = "2 days", exponent = 3 } }"#);
    // The maximum is gone: mean = exponent·minimum/(exponent − 1).
    assert!((service(&full).mean() - 3.0).abs() < 1e-12);
    let model = variant("requests.petitions.potential = { lognormal = { mean = 100, cv = 1 } }");
    assert!((model.classes[0].sources[0].potential.as_ref().unwrap().mean() - 100.0).abs() < 1e-9);
}

#[test]
fn some_parameters_change_only_those() {
    let partly = variant("stages.desk.service.pareto.exponent = 3");
    let whole =
        variant(r#"stages.desk.service = { pareto = { minimum = "1 day", exponent = 3, maximum = "90 days" } }"#);
    assert_eq!(service(&partly), service(&whole));
    let Arrivals::Poisson { rate, from, .. } =
        variant(r#"requests.petitions.arrivals.ordinary.poisson.rate = "7 per day""#).classes[0].sources[0].arrivals
    else {
        panic!("another kind")
    };
    assert_eq!((rate, from), (7.0, 10.0));
}

#[test]
fn none_removes_what_is_optional() {
    assert_eq!(variant(r#"requests.petitions.window = "none""#).classes[0].window, None);
    assert_eq!(variant(r#"stages.desk.discipline = "none""#).stages[0].discipline, Discipline::Fifo);
    assert_eq!(variant(r#"requests.petitions.arrivals.launch = "none""#).classes[0].sources.len(), 1);
    let whole = variant(r#"stages.desk.service = { pareto = { minimum = "1 day", exponent = 2.5 } }"#);
    assert_eq!(service(&variant(r#"stages.desk.service.pareto.maximum = "none""#)), service(&whole));
}

#[test]
fn paths_have_indices() {
    let model = variant(r#""requests.petitions.threshold.changes[1].at" = "100 days""#);
    assert_eq!(changes(&model), [(60.0, 10_000), (100.0, 20_000)]);
    let model = variant(r#""requests.petitions.threshold.changes[0]" = { signatures = 11_000 }"#);
    assert_eq!(changes(&model), [(60.0, 11_000), (90.0, 20_000)]);
    let model = variant("[variants.v.requests]\n\"petitions.threshold.changes[0].signatures\" = 12_000");
    assert_eq!(changes(&model), [(60.0, 12_000), (90.0, 20_000)]);
}

#[test]
fn the_command_line_comes_before_the_variants() {
    let options = super::set("requests.petitions.threshold.changes[0].signatures=15_000");
    let models =
        with("[variants.a]\n[variants.b]\n\"requests.petitions.threshold.changes[0].signatures\" = 16_000\n", &options)
            .unwrap();
    assert_eq!(changes(&models[0])[0].1, 15_000);
    assert_eq!(changes(&models[1])[0].1, 16_000);
}

#[test]
fn a_value_on_the_command_line_is_toml_or_else_text() {
    for (assignment, expected) in [
        ("stages.desk.service=3 days", 3.0),
        ("stages.desk.service = \"4 days\"", 4.0),
        ("stages.desk.service={ uniform = { min = \"1 day\", max = \"3 days\" } }", 2.0),
    ] {
        let models = with("", &super::set(assignment)).unwrap();
        assert!((service(&models[0]).mean() - expected).abs() < 1e-12, "{assignment}");
    }
    let broken = with("", &super::set("stages.desk.service={ uniform = ")).unwrap_err();
    assert!(broken.iter().all(|code| *code == Code::Syntax), "{broken:?}");
    let moved = with("", &super::set("start=2025-02-01")).unwrap();
    assert_eq!(moved[0].time.start.to_string(), "2025-02-01T00:00:00");
}

#[test]
fn a_slip_in_a_path_is_an_error() {
    for (assignment, code) in [
        ("requests.petition.window=5 days", Code::UnknownPath),
        ("requests.petitions.widnow=5 days", Code::UnknownPath),
        ("requests.petitions.threshold.changes[2].at=5 days", Code::UnknownPath),
        ("requests.petitions.window.length=5 days", Code::UnknownPath),
        ("requests.petitions.window", Code::InvalidPath),
        ("requests.petitions.=5", Code::InvalidPath),
        ("schema=1", Code::NotOverridable),
        ("stages.desk.staff=none", Code::NotOverridable),
    ] {
        assert_eq!(with("", &super::set(assignment)).unwrap_err(), [code], "{assignment}");
    }
}

#[test]
fn a_variant_cannot_change_what_all_share() {
    for (overrides, code) in [
        ("horizon = \"2 years\"", Code::NotOverridable),
        ("monte_carlo.seed = 3", Code::NotOverridable),
        ("stages.desks.staff = 3", Code::DanglingName),
        ("requests.petitions = \"none\"", Code::NotOverridable),
    ] {
        let found = with(&format!("[variants.v]\n{overrides}\n"), &Options::default()).unwrap_err();
        assert_eq!(found, [code], "{overrides}");
    }
}

#[test]
fn an_extending_file_changes_the_base_and_its_variants() {
    let scenario = loaded(Path::new("tests/scenario/valid/extending.toml"), &Options::default()).scenario;
    assert_eq!(scenario.title, "Everything, and then some");
    assert_eq!(scenario.question.as_deref(), Some("Does it load?"));
    let names: Vec<&str> = scenario.variants.iter().map(|variant| variant.name.as_str()).collect();
    assert_eq!(names, ["as it is", "fewer people", "other services", "a third"]);
    let [as_it_is, fewer, _, third] = scenario.variants.as_slice() else { panic!("four variants") };
    // The base is changed by path, the sources by name; "none" in a variant of the base still removes.
    assert_eq!(as_it_is.model.classes[0].threshold.changes[0].at, 32.0 - 8.5 / 24.0);
    let sources: Vec<&str> = as_it_is.model.classes[0].sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(sources, ["ordinary", "launch", "quick", "other"]);
    assert_eq!(fewer.model.classes[0].window, Some(20.0));
    // The overrides of a variant merge with those of the base's variant.
    assert_eq!(fewer.model.stages[0].staff, Staff::Limited(saule::model::Steps::constant(1)));
    assert_eq!(as_it_is.model.stages[1].staff, Staff::Limited(saule::model::Steps::constant(4)));
    assert_eq!(third.model.stages[0].discipline, Discipline::Fifo);
}

#[test]
fn chosen_variants_keep_the_order_of_the_file() {
    let options = Options { variants: vec!["a third".to_owned(), "as it is".to_owned()], ..Options::default() };
    let scenario = loaded(Path::new("tests/scenario/valid/extending.toml"), &options).scenario;
    let names: Vec<&str> = scenario.variants.iter().map(|variant| variant.name.as_str()).collect();
    assert_eq!(names, ["as it is", "a third"]);
    // Its baseline, "fewer people", was not chosen.
    assert_eq!(scenario.baseline, 0);
}

#[test]
fn what_is_varied_holds_in_every_variant_that_is_kept() {
    let more = r#"
[variants.plain]
[variants.many]
"stages.desk.staff" = 8
requests.petitions.threshold.changes = []
[variants.none]
stages.desk.staff = 0
"#;
    let vary = |assignments: &[&str], variants: &[&str]| {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        with(more, &Options { vary: owned(assignments), variants: owned(variants), ..Options::default() })
    };
    let staff = |models: &[Model]| models.iter().map(|model| model.stages[0].staff.clone()).collect::<Vec<_>>();
    let five = Staff::Limited(saule::model::Steps::constant(5));
    assert_eq!(staff(&vary(&["stages.desk.staff=5"], &[]).unwrap()), [five.clone(), five.clone(), five.clone()]);
    assert_eq!(staff(&vary(&["stages.desk.staff=5"], &["many"]).unwrap()), [five]);
    // An index must exist in every variant that is kept.
    let item = "requests.petitions.threshold.changes[1].signatures=7";
    assert_eq!(changes(&vary(&[item], &["plain", "none"]).unwrap()[1]), [(60.0, 10_000), (90.0, 7)]);
    assert_eq!(vary(&[item], &[]).unwrap_err(), [Code::UnknownPath]);
    assert_eq!(vary(&["stages.dsek.staff=5"], &[]).unwrap_err(), [Code::UnknownPath]);
    assert_eq!(vary(&["stages.desk.staff=-5"], &[]).unwrap_err(), [Code::OutOfRange]);
}

#[test]
fn a_varied_scenario_is_resolved_with_its_values() {
    let assignments = ["stages.archive.staff=5", "monte_carlo.seed=77"].map(str::to_owned).to_vec();
    let options = Options { vary: assignments, ..Options::default() };
    let varied = loaded(Path::new("tests/scenario/valid/extending.toml"), &options);
    let again = saule::scenario::reload(&varied.resolved).unwrap();
    for scenario in [varied.scenario, again.scenario] {
        assert_eq!(scenario.seed, 77);
        let five = Staff::Limited(saule::model::Steps::constant(5));
        assert!(scenario.variants.iter().all(|variant| variant.model.stages[1].staff == five));
    }
}
