//! `feedwright schema`

use super::output;
use crate::cli::{self, SchemaOf};

pub(super) fn run(args: &cli::Schema) -> u8 {
    let schema = match args.of {
        SchemaOf::Config => crate::config::schema(),
        SchemaOf::Article => crate::source::record_schema().to_value(),
    };
    output::data(&format!("{schema:#}\n"));
    0
}
