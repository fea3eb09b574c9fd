//! `saule new`

use std::{
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use clap::Args;
use saule::scenario;

use super::{Done, Failure, simulation::quoted};

/// Starts a scenario: a small one with comments, or one of the systems that come with saule
#[derive(Args)]
pub struct New {
    /// Name of the scenario: NAME.toml is written
    #[arg(value_name = "NAME", required_unless_present = "list")]
    name: Option<PathBuf>,
    /// Start from one of the systems that come with saule
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
    /// List the templates, and write nothing
    #[arg(long, conflicts_with_all = ["name", "template"])]
    list: bool,
    /// Replace files that exist
    #[arg(long)]
    force: bool,
    /// Do not say what to do next
    #[arg(long, short)]
    quiet: bool,
}

/// A scenario that comes with the program.
struct Template {
    name: &'static str,
    text: &'static str,
    /// Data files, by their path from the scenario.
    data: &'static [(&'static str, &'static str)],
}

/// A template with the data files that it reads.
macro_rules! template {
    ($name:literal $(, $data:literal)*) => {
        Template {
            name: $name,
            text: include_str!(concat!("../../scenarios/", $name, ".toml")),
            data: &[$(($data, include_str!(concat!("../../scenarios/", $data)))),*],
        }
    };
}

/// All of `scenarios/`, the best known first.
const TEMPLATES: [Template; 8] = [
    template!("we-the-people", "data/we-the-people-backlog.csv"),
    template!("uk-parliament", "data/uk-parliament-awaiting.csv"),
    template!("ask-jpm"),
    template!("adviser-rollout"),
    template!("bank-channels"),
    template!("adoption-stages"),
    template!("support-forum"),
    template!("willow"),
];

/// What is written without a template.
const MINIMAL: &str = include_str!("new/minimal.toml");

/// By which editors find the schema; it is written beside the scenario.
const SCHEMA_LINE: &str = "#:schema ./saule.schema.json\n";
const SCHEMA: &str = "saule.schema.json";

impl New {
    /// Writes the files and says what to do next.
    pub fn execute(&self) -> Result<Done, Failure> {
        let Some(name) = self.name.as_deref().filter(|_| !self.list) else { return list() };
        let scenario = scenario_path(name)?;
        let template = self.template.as_deref().map(find).transpose()?;
        let files = files(&scenario, template);
        if !self.force {
            refuse_to_overwrite(&files)?;
        }
        for (path, content) in &files {
            let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, content));
            written.map_err(|error| Failure::system(format!("cannot write {}: {error}", path.display())))?;
        }
        if !self.quiet {
            say_what_next(&scenario, &files[1..])?;
        }
        Ok(Done::Whole)
    }
}

/// Prints the templates with their titles.
fn list() -> Result<Done, Failure> {
    let width = TEMPLATES.iter().map(|template| template.name.len()).max().unwrap_or_default();
    for template in &TEMPLATES {
        writeln!(anstream::stdout(), "{:width$}  {}", template.name, template.title())?;
    }
    Ok(Done::Whole)
}

impl Template {
    /// The `title` of the scenario.
    fn title(&self) -> &'static str {
        let line = self.text.lines().find_map(|line| line.strip_prefix("title"));
        line.and_then(|line| line.split('"').nth(1)).unwrap_or(self.name)
    }
}

/// The template of a name, or what may have been meant.
fn find(name: &str) -> Result<&'static Template, Failure> {
    let known = TEMPLATES.iter().find(|template| template.name == name);
    known.ok_or_else(|| {
        let names = TEMPLATES.map(|template| template.name);
        let meant = scenario::nearest(name, names).map(|near| format!("did you mean `{near}`?\n")).unwrap_or_default();
        let names = names.join(", ");
        Failure::input(format!("no template is called `{name}`\n{meant}the templates are {names} (saule new --list)"))
    })
}

/// Where the scenario goes: NAME.toml, also if the ending was written.
fn scenario_path(name: &Path) -> Result<PathBuf, Failure> {
    let file = name.file_name().ok_or_else(|| Failure::input(format!("{} names no file", name.display())))?;
    if name.extension().is_some_and(|extension| extension == "toml") {
        return Ok(name.to_owned());
    }
    let mut file = file.to_owned();
    file.push(".toml");
    Ok(name.with_file_name(file))
}

/// The scenario and then the files beside it, with their content.
fn files(scenario: &Path, template: Option<&Template>) -> Vec<(PathBuf, String)> {
    let text = match template {
        Some(template) => template.text.to_owned(),
        None => {
            let stem = scenario.file_stem().unwrap_or_default().to_string_lossy();
            MINIMAL.replace("NAME", &stem)
        }
    };
    let folder = scenario.parent().unwrap_or(Path::new(""));
    let data = template.map_or(&[][..], |template| template.data);
    let mut files = vec![(scenario.to_owned(), format!("{SCHEMA_LINE}{text}"))];
    files.extend(data.iter().map(|&(path, content)| (folder.join(path), content.to_owned())));
    files.push((folder.join(SCHEMA), format!("{:#}\n", scenario::json_schema())));
    files
}

/// A file that is there already with the same content does not stand in the way.
fn refuse_to_overwrite(files: &[(PathBuf, String)]) -> Result<(), Failure> {
    let mut taken = Vec::new();
    for (path, content) in files {
        match fs::read(path) {
            Ok(found) if found != content.as_bytes() => taken.push(path.display().to_string()),
            Ok(_) => (),
            Err(error) if error.kind() == ErrorKind::NotFound => (),
            Err(error) => return Err(Failure::system(format!("cannot read {}: {error}", path.display()))),
        }
    }
    match taken.as_slice() {
        [] => Ok(()),
        [one] => Err(Failure::input(format!("{one} exists already: choose another name, or --force replaces it"))),
        _ => Err(Failure::input(format!("{} exist already: --force replaces them", taken.join(" and ")))),
    }
}

/// Names what was written, and the next commands.
fn say_what_next(scenario: &Path, beside: &[(PathBuf, String)]) -> Result<(), Failure> {
    let beside: Vec<String> = beside.iter().map(|(path, _)| path.display().to_string()).collect();
    let scenario = quoted(&scenario.display().to_string());
    writeln!(
        anstream::stdout(),
        "Wrote {scenario}, and beside it {}. Next:\n\n  saule explain {scenario}    what theory expects\n  saule run {scenario}        \
         simulate it",
        beside.join(" and ")
    )?;
    Ok(())
}
