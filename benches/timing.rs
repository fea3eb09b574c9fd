//! What each work costs in time, with criterion: `cargo bench --bench timing`, or a part: `… -- sample`.

mod works;

use criterion::{Criterion, criterion_group, criterion_main};

fn timing(criterion: &mut Criterion) {
    for work in works::all() {
        let mut turn = (work.prepare)();
        criterion.bench_function(work.name, |bencher| bencher.iter(&mut turn));
    }
}

criterion_group!(benches, timing);
criterion_main!(benches);
