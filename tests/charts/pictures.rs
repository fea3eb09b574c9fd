//! Not a check: draws the samples for people to look at, into `pictures/` of the build folder's `tmp`.

use std::path::Path;

use saule::charts::{charts, png};

#[test]
#[ignore = "draws pictures to look at"]
fn pictures() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).unwrap();
    for chart in charts(&crate::sample::flagship()) {
        std::fs::write(folder.join(format!("{}.svg", chart.name)), &chart.svg).unwrap();
        std::fs::write(folder.join(format!("{}.png", chart.name)), png(&chart.svg).unwrap()).unwrap();
    }
    println!("{}", folder.display());
}
