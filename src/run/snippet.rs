//! `feedwright snippet`

use super::output;
use crate::cli::{self, SnippetOf};
use crate::newsroom::Project;
use crate::site::server::{Server, snippet};

pub(super) fn run(args: &cli::Snippet) -> u8 {
    let server = match args.of {
        SnippetOf::Nginx => Server::Nginx,
        SnippetOf::Caddy => Server::Caddy,
        SnippetOf::Apache => Server::Apache,
        SnippetOf::Headers => Server::Headers,
        SnippetOf::Redirects => Server::Redirects,
    };
    let made = Project::open(&args.config.file(), None)
        .and_then(|project| snippet(server, &project.checked.config).map_err(|d| vec![d]));
    match made {
        Ok(text) => {
            output::data(&text);
            0
        }
        Err(found) => {
            output::diagnostics(&found);
            2
        }
    }
}
