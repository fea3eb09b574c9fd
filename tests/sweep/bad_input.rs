//! What is wrong is said, with exit status 2 and nothing written.

use super::Place;
use super::support::stderr;

fn refused(more: &[&str]) -> String {
    let place = Place::new();
    let output = place.saule(&[&["sweep", "small.toml", "--output", "results"], more].concat());
    assert_eq!(output.status.code(), Some(2), "{more:?}");
    assert_eq!(place.names(), ["small.toml"], "{more:?}");
    stderr(&output)
}

#[test]
fn slips_are_found_before_anything_is_simulated() {
    for (arguments, said) in [
        (&["--vary", "stages.dsek.staff=1,2"][..], "did you mean `desk`?"),
        (&["--vary", "stages.desk.staf=1,2"], "did you mean `staff`?"),
        (&["--vary", "stages.desk.staff=1,-2"], "`staff` cannot be -2"),
        (&["--vary", "stages.desk.staff=4..2"], "write `2..4`"),
        (&["--vary", "stages.desk.staff=1..4 step -1"], "a step leads from the lower end"),
        (&["--vary", "requests.petitions.window=1 day..4 weeks step 1 day"], "different units"),
        (&["--vary", "requests.petitions.window=1 day..4 days"], "does not say which values to take"),
        (&["--vary", "requests.petitions.window=5"], "`window` needs a unit"),
        (&["--vary", "requests.petitions.threshold.changes[0].signatures=5"], "is not a list"),
        (&["--vary", "stages.desk.staff=1..200", "--vary", "monte_carlo.seed=1..200"], "more than 10,000 combinations"),
        (&["--vary", "stages.desk.staff=0..1000000"], "these are too many values"),
        (&["--vary", "stages.desk.staff=1,2", "--vary", "stages.desk.staff=3"], "is varied twice"),
        (&["--vary", "stages.desk.staff=1,2", "--samples", "5"], "a range is needed here"),
        (&["--vary", "stages.desk.staff=1,2", "--risk", "baklog.max > 5"], "did you mean `backlog`?"),
        (&["--vary", "stages.desk.staff=1,2", "--risk", "backlog > 5"], "which statistic of `backlog`"),
        (&["--vary", "stages.desk.staff=1,2", "--metric", "backlog.may"], "did you mean `max`?"),
        (&["--vary", "stages.desk.staff=1,2", "--variant", "tody"], "did you mean `today`?"),
        (&["--vary", "stages.desk.staff=1,2", "--design", "sobol"], "--samples"),
        (&["--vary", "stages.desk.staff=1,2", "--precision", "backlog.end=0.1"], "unexpected argument"),
        (&["--vary", r#"monte_carlo={precision={metric="backlog.end",half_width=0.5}}"#], "the same replications"),
    ] {
        let text = refused(arguments);
        assert!(text.contains(said), "{arguments:?}: {text}");
    }
}
