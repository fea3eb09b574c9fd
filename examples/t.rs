use std::time::Instant;
fn main() {
    let path = std::env::args().nth(1).unwrap_or("scenarios/we-the-people.toml".into());
    let s = saule::scenario::load(std::path::Path::new(&path), &Default::default()).unwrap().scenario;
    for v in &s.variants {
        let t = Instant::now();
        let c = saule::explain::explain(v);
        println!("{} {:?}", v.name, t.elapsed());
        for s in &c.stages { for f in &s.figures { println!("  {} {:?} {:?} {:?}", f.quantity, f.value, f.unit, f.reason); }
         for p in &s.periods { println!("   {p:?}"); } for w in &s.waits { println!("   {:?} {} {:?} {:?} {}", w.class, w.figure.quantity, w.figure.value, w.figure.reason, w.figure.formula.name); } }
        println!("{:?}", c.left_out);
    }
}
