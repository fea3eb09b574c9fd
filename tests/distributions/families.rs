//! One or more examples of every family, each with its parameters off by 2%.

use saule::model::distribution::{
    Distribution, Empirical, Erlang, Exponential, Gamma, LogNormal, LogNormalPareto, Lomax, Mixture, Normal,
    ParameterError, Pareto, Poisson, Triangular, Uniform, Weibull,
};

/// A distribution, and others that a test must be able to tell from it.
pub struct Example {
    pub name: &'static str,
    pub distribution: Distribution,
    pub mutants: Vec<Distribution>,
    /// Whether fourth moments exist and are tame, so that the sample variance has a usable standard error.
    pub tame: bool,
}

/// An example from a constructor and its parameters: one mutant for each parameter, made 2% larger.
fn example<const N: usize, D: Into<Distribution>>(
    name: &'static str,
    tame: bool,
    parameters: [f64; N],
    new: impl Fn([f64; N]) -> Result<D, ParameterError>,
) -> Example {
    let build = |parameters| new(parameters).expect("the example is valid").into();
    let mutants = (0..N).map(|index| {
        let mut wrong = parameters;
        wrong[index] *= 1.02;
        build(wrong)
    });
    Example { name, distribution: build(parameters), mutants: mutants.collect(), tame }
}

/// All examples.
pub fn examples() -> Vec<Example> {
    let mut examples = one_per_constructor();
    examples.extend(edges());
    examples.extend(composed());
    examples
}

fn one_per_constructor() -> Vec<Example> {
    vec![
        example("exponential by mean", true, [4.0], |[mean]| Exponential::with_mean(mean)),
        example("exponential by half-life", true, [4.0], |[half_life]| Exponential::with_half_life(half_life)),
        example("erlang 3", true, [4.0], |[mean]| Erlang::new(3, mean)),
        example("erlang 40", true, [4.0], |[mean]| Erlang::new(40, mean)),
        example("gamma by cv", true, [4.0, 0.5], |[mean, cv]| Gamma::with_mean_cv(mean, cv)),
        example("gamma by shape", true, [7.5, 2.0], |[shape, scale]| Gamma::with_shape_scale(shape, scale)),
        example("lognormal by cv", true, [15.0, 0.7], |[mean, cv]| LogNormal::with_mean_cv(mean, cv)),
        example("lognormal by median", false, [150.0, 2.3], |[median, sigma]| {
            LogNormal::with_median_sigma(median, sigma)
        }),
        example("lognormal by sigma", true, [4.0, 0.4], |[mean, sigma]| LogNormal::with_mean_sigma(mean, sigma)),
        example("weibull", true, [1.7, 3.0], |[shape, scale]| Weibull::new(shape, scale)),
        example("pareto", false, [2.0, 1.5], |[minimum, exponent]| Pareto::new(minimum, exponent, None)),
        example("truncated pareto", true, [2.0, 1.5, 9.0], |[minimum, exponent, maximum]| {
            Pareto::new(minimum, exponent, Some(maximum))
        }),
        example("lomax", false, [6.0, 1.2], |[scale, exponent]| Lomax::new(scale, exponent)),
        example("uniform", true, [2.0, 6.0], |[min, max]| Uniform::new(min, max)),
        example("triangular", true, [1.0, 2.0, 6.0], |[min, mode, max]| Triangular::new(min, mode, max)),
        example("normal", true, [3.0, 2.0], |[mean, sd]| Normal::new(mean, sd)),
        example("poisson", true, [400.0], |[mean]| Poisson::new(mean)),
        example("lognormal_pareto", false, [12.0, 1.5, 15.0, 1.5], |[median, sigma, tail_from, exponent]| {
            LogNormalPareto::new(median, sigma, tail_from, exponent, None)
        }),
    ]
}

/// Where samplers change their method, or nearly degenerate.
fn edges() -> Vec<Example> {
    vec![
        example("gamma of small shape", true, [0.3, 5.0], |[shape, scale]| Gamma::with_shape_scale(shape, scale)),
        example("weibull of small shape", false, [0.4, 5.0], |[shape, scale]| Weibull::new(shape, scale)),
        example("heavy pareto", false, [1.0, 0.5], |[minimum, exponent]| Pareto::new(minimum, exponent, None)),
        example("barely truncated pareto", false, [1.0, 0.7], |[minimum, exponent]| {
            Pareto::new(minimum, exponent, Some(1e6))
        }),
        example("normal around its cut", true, [-0.5, 1.0], |[mean, sd]| Normal::new(mean, sd)),
        example("normal below its cut", true, [-4.0, 1.0], |[mean, sd]| Normal::new(mean, sd)),
        example("normal far below its cut", true, [-60.0, 2.0], |[mean, sd]| Normal::new(mean, sd)),
        example("small poisson", true, [0.7], |[mean]| Poisson::new(mean)),
        example("summed poisson", true, [11.9], |[mean]| Poisson::new(mean)),
        example("guessed poisson", true, [12.1], |[mean]| Poisson::new(mean)),
        example("large poisson", true, [1e7], |[mean]| Poisson::new(mean)),
        example("truncated lognormal_pareto", true, [12.0, 0.5, 13.0, 2.5], |[median, sigma, tail_from, exponent]| {
            LogNormalPareto::new(median, sigma, tail_from, exponent, Some(40.0))
        }),
    ]
}

fn composed() -> Vec<Example> {
    let mixture = |[weight, mean]: [f64; 2]| {
        let few = Uniform::new(10.0, 12.0)?.into();
        let many = Exponential::with_mean(mean)?.into();
        Mixture::new(vec![(1.0, few), (weight, many), (0.5, Distribution::fixed(3.0))])
    };
    let recorded = |values: &[f64]| Distribution::from(Empirical::new(values.to_vec()).expect("the values are valid"));
    vec![
        example("mixture", true, [1.5, 2.0], mixture),
        Example {
            name: "empirical",
            distribution: recorded(&[5.0, 1.0, 9.0, 5.0, 2.0]),
            mutants: vec![recorded(&[5.0, 1.0, 9.0, 5.0, 2.04])],
            tame: true,
        },
        Example {
            name: "fixed",
            distribution: Distribution::fixed(5.0),
            mutants: vec![Distribution::fixed(5.1)],
            tame: true,
        },
    ]
}
