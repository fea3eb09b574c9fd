//! Not a check: draws samples for people to look at, into `pictures/` of the build folder's `tmp`.

use std::path::Path;

use saule::charts::charts;

use crate::{hard_cases, sample};

#[test]
#[ignore = "draws pictures to look at"]
fn pictures() {
    let samples = [("flagship", sample::flagship())].into_iter().chain(hard_cases::gallery());
    for (name, results) in samples {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures").join(name);
        std::fs::create_dir_all(&folder).unwrap();
        for chart in charts(&results) {
            std::fs::write(folder.join(format!("{}.svg", chart.name)), &chart.svg).unwrap();
            std::fs::write(folder.join(format!("{}.png", chart.name)), chart.png().unwrap()).unwrap();
        }
    }
}
