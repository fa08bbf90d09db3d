//! `feedwright completions` and `feedwright man`

use clap::CommandFactory as _;

use super::output;
use crate::cli::{self, Cli};

pub(super) fn completions(args: &cli::Completions) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "feedwright", &mut script);
    output::data(&String::from_utf8_lossy(&script));
    0
}

pub(super) fn man(args: &cli::Man) -> u8 {
    let mut command = Cli::command();
    if let Some(dir) = &args.dir {
        let Err(e) = clap_mangen::generate_to(command, dir) else { return 0 };
        output::report(&format!("feedwright: the pages cannot be written into {}: {e}\n", dir.display()));
        return 2;
    }
    // Names of pages are those of all commands above, too.
    command.build();
    for word in &args.command {
        let Some(inner) = command.find_subcommand(word).cloned() else {
            output::report(&format!("feedwright: there is no command {word:?}\n"));
            return 2;
        };
        command = inner;
    }
    let mut page = Vec::new();
    // Writing to a vector does not fail.
    let _ = clap_mangen::Man::new(command).render(&mut page);
    output::data(&String::from_utf8_lossy(&page));
    0
}
