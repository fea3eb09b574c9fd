//! Ways to gather signatures, as the model has them.

use std::path::Path;

use saule::model::growth::{Curve, Weights};
use saule::model::{Class, Growth, Signal, Source};
use saule::scenario::Options;

use super::{VALID, loaded};

fn classes() -> Vec<Class> {
    let scenario = loaded(&Path::new(VALID).join("growth.toml"), &Options::default()).scenario;
    scenario.variants.into_iter().next().unwrap().model.classes
}

fn growth<'c>(class: &'c Class, source: &str) -> &'c Growth {
    let named = |candidate: &&Source| candidate.name == source;
    class.sources.iter().find(named).and_then(|source| source.growth.as_ref()).unwrap()
}

#[test]
fn waves_have_a_decay_and_weights() {
    let classes = classes();
    let Growth::Waves(waves) = growth(&classes[0], "waves") else { panic!("no waves") };
    assert_eq!((waves.further.mean(), waves.spread.mean(), waves.weights), (1.75, 237.0, Weights::Equal));
    let Growth::Exponential { time_constant } = &waves.decay else { panic!("not exponential") };
    assert!((time_constant.quantile(0.5) - 1.5 / std::f64::consts::LN_2).abs() < 1e-9);
    let Growth::Waves(waves) = growth(&classes[0], "unequal") else { panic!("no waves") };
    assert_eq!(waves.weights, Weights::LogNormal { sigma: 1.0 });
    assert!(matches!(&waves.decay, Growth::Law(law) if law.mean() == 1.0));
}

/// Parameters that do not vary make one curve for all; others are drawn.
#[test]
fn families_keep_what_they_were_given() {
    let classes = classes();
    let fixed = [("at_once", 5.0), ("gamma_cv", 5.0), ("triangular", 11.0 / 3.0), ("mixture", 1.8)];
    for (source, mean) in fixed {
        let Growth::Law(law) = growth(&classes[0], source) else { panic!("{source} is drawn") };
        assert!((law.mean() - mean).abs() < 1e-9, "{source}: {}", law.mean());
    }
    for (source, has_random_time) in [("erlang", true), ("gamma", false), ("weibull", true), ("uniform", true)] {
        let growth = growth(&classes[0], source);
        assert!(matches!(growth, Growth::Family(_)), "{source} does not vary");
        assert_eq!(growth.has_random_time(), has_random_time, "{source}");
    }
    let Growth::Recorded(recorded) = growth(&classes[0], "recorded") else { panic!("not recorded") };
    // Ages without a unit are days; before the first point the curve rises from 0.
    let curve = Curve::Recorded(recorded.clone());
    assert_eq!([0.25, 2.0, 30.0, 105.0].map(|age| curve.share(age)), [0.155, 0.6, 0.9, 0.95]);
    assert!(classes[0].sources.iter().all(|source| source.potential_growth_correlation == 0.8));
}

#[test]
fn a_class_that_follows_has_signatures_and_window_of_the_other() {
    let classes = classes();
    assert_eq!(classes.iter().map(|class| class.follows).collect::<Vec<_>>(), [None, Some(0), Some(1), None]);
    for follower in &classes[1..3] {
        assert_eq!(follower.window, Some(180.0));
        let names = |class: &Class| class.sources.iter().map(|source| source.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(follower), names(&classes[0]));
    }
    assert!(classes[1].sources.iter().all(|source| source.new_topic_share == 0.5));
    assert!(classes[2].sources.iter().all(|source| source.new_topic_share == 1.0));
    let rule = classes[3].threshold.adaptive.unwrap();
    assert_eq!((rule.every, rule.signal, rule.minimum, rule.maximum), (7.0, Signal::ClearingTime, 50, 250));
    assert!(classes[3].threshold.rebinds());
}
