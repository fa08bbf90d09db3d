//! `feedwright schema`

use std::io::Write;

use crate::cli::{self, SchemaOf};

pub(super) fn run(args: &cli::Schema) -> u8 {
    let schema = match args.of {
        SchemaOf::Config => crate::config::schema(),
        SchemaOf::Article => crate::source::record_schema().to_value(),
    };
    let mut out = std::io::stdout().lock();
    // A reader that has seen enough closes the pipe: no failure.
    let _ = serde_json::to_writer_pretty(&mut out, &schema).map_err(std::io::Error::from).and_then(|()| writeln!(out));
    0
}
