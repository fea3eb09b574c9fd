//! Erlang's two formulas.

use super::at_least_0;

/// Share of arrivals that find all servers busy and are lost (M/G/c/c), at an offered load (arrival rate times mean
/// service time) of at least 0.
///
/// Source: A. K. Erlang 1917; by the recursion B(n) = load·B(n − 1)/(n + load·B(n − 1)), B(0) = 1.
pub fn erlang_b(servers: u32, load: f64) -> Option<f64> {
    let load = at_least_0(load)?;
    Some((1..=servers).fold(1.0, |blocking, n| load * blocking / (f64::from(n) + load * blocking)))
}

/// Share of arrivals that find all servers busy and wait (M/M/c), at an offered load of at least 0 and below the
/// number of servers.
///
/// Source: A. K. Erlang 1917; C = B/(1 − (load/servers)·(1 − B)) with B from [`erlang_b`].
pub fn erlang_c(servers: u32, load: f64) -> Option<f64> {
    let blocking = erlang_b(servers, load)?;
    let utilisation = load / f64::from(servers);
    (utilisation < 1.0).then(|| blocking / (1.0 - utilisation * (1.0 - blocking)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server() {
        assert_eq!(erlang_b(1, 0.5), Some(1.0 / 3.0));
        assert_eq!(erlang_c(1, 0.5), Some(0.5));
    }

    #[test]
    fn edges_of_the_domain() {
        assert_eq!((erlang_b(0, 2.0), erlang_b(3, 0.0)), (Some(1.0), Some(0.0)));
        assert_eq!((erlang_c(3, 3.0), erlang_c(0, 0.0), erlang_c(2, -1.0)), (None, None, None));
        assert_eq!(erlang_b(2, f64::NAN), None);
        assert!((0.0..1e-3).contains(&erlang_b(100_000, 99_000.0).unwrap()));
    }
}
