//! The report of a sensitivity analysis: which inputs move a statistic, alone and together.

use super::{
    Diagnostics,
    assumptions::{self, Keys},
    charts,
    document::{Block, Cell, Document, Section, Table},
    method,
    say::{self, capitalised},
};
use crate::{
    charts::Chart,
    findings::influence,
    locale::Locale,
    results::sensitivity::{Input, Sensitivity},
    scenario,
};

/// The report of an analysis. Errs if the scenario cannot be read.
pub fn document(
    analysis: &Sensitivity,
    drawn: &[Chart],
    scenario: &str,
    locale: Locale,
) -> Result<Document, Diagnostics> {
    let about = &analysis.about;
    let variants = scenario::variants_in_full(scenario)?;
    let varied = variants.iter().find(|(name, _)| *name == about.variant).or(variants.first());
    let writer = Writer { analysis, keys: Keys::new(varied.map_or("", |(_, text)| text), locale), locale };
    let mut assumed = assumptions::section(&variants, &about.variant, scenario, locale);
    assumed.blocks.insert(0, Block::Table(writer.ranges()));
    let tables = [Some(writer.ends()), about.variance.map(|_| writer.indices())].into_iter().flatten();
    let mut sections = vec![writer.answer()];
    sections.extend(charts::section(drawn, |_| false, locale));
    sections.push(Section {
        id: "tables",
        title: locale.choose("Tables", "Tableaux"),
        blocks: tables.map(Block::Table).collect(),
    });
    sections.push(assumed);
    sections.push(method::section(writer.method(), locale));
    sections.push(method::provenance(&about.provenance, method::REPEAT_COMMAND, locale));
    Ok(Document {
        title: about.title.clone(),
        question: Some(writer.question()),
        scope: writer.scope(),
        lead: capitalised(&influence::sentence(
            analysis,
            &|path| writer.keys.name(path),
            &locale.quoted(&writer.metric()),
            locale,
        )),
        sections,
    })
}

struct Writer<'a> {
    analysis: &'a Sensitivity,
    keys: Keys,
    locale: Locale,
}

impl Writer<'_> {
    /// The statistic in words.
    fn metric(&self) -> String {
        self.locale.written_statistic(&self.analysis.about.metric)
    }

    fn question(&self) -> String {
        let metric = self.metric();
        match self.locale {
            Locale::English => format!("What decides {}?", self.locale.quoted(&metric)),
            Locale::French => format!("De quoi dépend {}\u{a0}?", self.locale.quoted(&metric)),
        }
    }

    fn scope(&self) -> String {
        let variant = self.locale.quoted(&self.analysis.about.variant);
        let effort = influence::effort(self.analysis, self.locale);
        match self.locale {
            Locale::English => format!("Under {variant}. {effort}."),
            Locale::French => format!("Sous {variant}. {effort}."),
        }
    }

    /// The inputs by their weight.
    fn inputs(&self) -> Vec<&Input> {
        let inputs = &self.analysis.about.inputs;
        let by_weight = influence::by_weight(self.analysis);
        by_weight.into_iter().filter_map(|path| inputs.iter().find(|input| input.path == path)).collect()
    }

    /// The base, and input by input what it does.
    fn answer(&self) -> Section {
        let locale = self.locale;
        let base = self.analysis.row("", "base");
        let base = base.and_then(|row| Some(locale.with_interval(row.value?, row.ci_low.zip(row.ci_high))));
        let metric = self.metric();
        let mut blocks = Vec::new();
        blocks.extend(base.map(|base| {
            Block::Text(match locale {
                Locale::English => {
                    format!("As the scenario stands, {metric} is {base}, the 95% confidence interval in brackets.")
                }
                Locale::French => format!(
                    "Le scénario tel quel donne, pour {metric}, {base}, l’intervalle de confiance à 95\u{202f}% entre \
                     parenthèses."
                ),
            })
        }));
        let entries =
            self.inputs().into_iter().map(|input| (capitalised(&self.keys.name(&input.path)), self.of(input)));
        blocks.push(Block::Entries(entries.collect()));
        Section { id: "answer", title: locale.choose("Answer", "Réponse"), blocks }
    }

    /// What an input does alone, and its part in the variance.
    fn of(&self, input: &Input) -> Vec<String> {
        let (analysis, locale) = (self.analysis, self.locale);
        let change = |quantity| analysis.row(&input.path, quantity).map(|row| influence::difference(row, locale));
        let share = |quantity| analysis.row(&input.path, quantity).map(|row| influence::share(row, locale));
        let [low_end, high_end] = [&input.low, &input.high].map(|text| say::setting(text, locale));
        let alone = change("low_difference").zip(change("high_difference")).map(|(low, high)| match locale {
            Locale::English => {
                format!("Alone, it changes the statistic by {low} at {low_end} and by {high} at {high_end}.")
            }
            Locale::French => {
                format!("Seule, elle change la mesure de {low} pour {low_end} et de {high} pour {high_end}.")
            }
        });
        let together = share("first").zip(share("total")).map(|(first, total)| match locale {
            Locale::English => {
                format!("Of the variance, {first} comes from it alone and {total} involves it.")
            }
            Locale::French => {
                format!("De la variance, {first} vient d’elle seule et {total} en dépend.")
            }
        });
        [alone, together].into_iter().flatten().collect()
    }

    fn table(&self, caption: &str, columns: Vec<String>, cells: impl Fn(&Input) -> Vec<String>) -> Table {
        let row =
            |input: &Input| (self.keys.name(&input.path), cells(input).into_iter().map(Cell::from).collect::<Vec<_>>());
        Table {
            caption: caption.to_owned(),
            corner: self.locale.choose("value", "valeur").to_owned(),
            columns,
            rows: self.inputs().into_iter().map(row).collect(),
            is_text: false,
        }
    }

    fn ranges(&self) -> Table {
        let columns = self.locale.choose(["key", "from", "to"], ["clé", "de", "à"]).map(str::to_owned).to_vec();
        let caption = self.locale.choose(
            "The ranges in which values may lie; all else is as follows",
            "Les intervalles où peuvent se trouver les valeurs\u{202f}; le reste est comme suit",
        );
        let table = self.table(caption, columns, |input| {
            let [low, high] = [&input.low, &input.high].map(|text| say::setting(text, self.locale));
            vec![input.path.clone(), low, high]
        });
        Table { is_text: true, ..table }
    }

    fn ends(&self) -> Table {
        let locale = self.locale;
        let columns =
            locale.choose(["low end", "change there", "high end", "change there"], ["bas", "écart", "haut", "écart"]);
        let caption = match locale {
            Locale::English => format!(
                "One value at a time at the ends of its range: change of {}, with the half-width of its 95% confidence interval",
                self.metric()
            ),
            Locale::French => format!(
                "Une valeur à la fois aux bouts de son intervalle\u{a0}: écart de {}, avec la demi-largeur de son intervalle de \
                 confiance à 95\u{202f}%",
                self.metric()
            ),
        };
        self.table(&caption, columns.map(str::to_owned).to_vec(), |input| {
            let change = |quantity| {
                self.analysis
                    .row(&input.path, quantity)
                    .map_or_else(String::new, |row| influence::difference(row, locale))
            };
            let [low, high] = [&input.low, &input.high].map(|text| say::setting(text, locale));
            vec![low, change("low_difference"), high, change("high_difference")]
        })
    }

    fn indices(&self) -> Table {
        let locale = self.locale;
        let columns = locale.choose(["first-order index", "total index"], ["indice du premier ordre", "indice total"]);
        let caption = locale.choose(
            "Sobol’s indices: shares of the variance, with 95% bootstrap intervals",
            "Indices de Sobol\u{a0}: parts de la variance, avec intervalles bootstrap à 95\u{202f}%",
        );
        self.table(caption, columns.map(str::to_owned).to_vec(), |input| {
            let share = |quantity| {
                self.analysis.row(&input.path, quantity).map_or_else(String::new, |row| influence::share(row, locale))
            };
            vec![share("first"), share("total")]
        })
    }

    fn method(&self) -> Vec<String> {
        let locale = self.locale;
        let runs = locale.whole(self.analysis.about.provenance.replications);
        let first = match locale {
            Locale::English => format!(
                "{} What is explained is the average over {runs} replications, which are the same at every point.",
                method::simulation(locale)
            ),
            Locale::French => format!(
                "{} Ce qui est expliqué est la moyenne de {runs} réplications, les mêmes en chaque point.",
                method::simulation(locale)
            ),
        };
        let rest = locale.choose(
            [
                "One at a time: each value is set to either end of its range while all others stay as they are. Changes are \
                 differences between replications of the same number. This is blind to what happens when two values change \
                 together.",
                "All at once: all values vary independently over their ranges. The first-order index of a value is the share of \
                 the variance that would go if it were known; its total index is the share that would remain if everything else \
                 were (Saltelli et al. 2010, Jansen 1999). Where first-order indices add up to 100%, effects simply add.",
                "The ranges decide the answer: a value that is given a wide range matters more. Intervals tell what other points \
                 would have given, not whether the assumptions are right.",
            ],
            [
                "Une à la fois\u{a0}: chaque valeur est mise à un bout de son intervalle, les autres restant ce qu’elles sont. Les \
                 écarts sont pris entre réplications de même numéro. Cela ne voit pas ce qui arrive quand deux valeurs changent \
                 ensemble.",
                "Toutes à la fois\u{a0}: toutes les valeurs varient indépendamment dans leurs intervalles. L’indice du premier ordre \
                 d’une valeur est la part de la variance qui disparaîtrait si on la connaissait\u{202f}; son indice total est la part \
                 qui resterait si l’on connaissait tout le reste (Saltelli et al. 2010, Jansen 1999). Là où les indices du premier \
                 ordre font 100\u{202f}%, les effets s’additionnent simplement.",
                "Les intervalles choisis décident de la réponse\u{a0}: une valeur à qui l’on donne un large intervalle compte \
                 davantage. Les intervalles de confiance disent ce que d’autres points auraient donné, non si les hypothèses sont \
                 justes.",
            ],
        );
        std::iter::once(first).chain(rest.map(str::to_owned)).collect()
    }
}
