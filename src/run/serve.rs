//! `feedwright serve`

use std::sync::mpsc::sync_channel;

use super::{build, output};
use crate::cli;
use crate::diagnostic::Diagnostic;
use crate::newsroom::Project;
use crate::publish::Destination;
use crate::serve::{Changes, Log, Logged, Server, listen};

/// How many lines of the access log wait to be written; what comes then is not written.
const WAITING: usize = 4_096;

pub(super) fn run(args: &cli::Serve) -> u8 {
    let project = match Project::open(&args.config.file(), args.out.as_deref()) {
        Ok(project) => project,
        Err(found) => return refuse(&found),
    };
    let Destination::Folder(folder) = project.output else {
        let message = format!("{} is a bucket: what stands there is served by its store", project.output);
        let help = "serve a folder: `feedwright serve --out FOLDER`";
        return refuse(&[Diagnostic::error("not-served", message).help(help)]);
    };
    let listener = match listen(&args.addr) {
        Ok(listener) => listener,
        Err(d) => return refuse(&[d]),
    };
    output::diagnostics(&project.found);
    let changes = args.watch.then(Changes::default);
    if let Some(changes) = changes.clone() {
        watch(args, changes);
    }
    let log = (!args.quiet).then(log);
    let config = &project.checked.config;
    let mut server = Server::new(folder, project.state_dir, config, changes, log);
    if args.hub {
        server = match server.with_hub(config) {
            Ok(server) => server,
            Err(d) => return refuse(&[*d]),
        };
    }
    if let Ok(address) = listener.local_addr() {
        let page = server.page(address);
        output::report(&format!("feedwright serves {page}\n"));
        if args.open
            && let Err(e) = open::that_detached(&page)
        {
            output::report(&format!("no browser can be opened: {e}\n"));
        }
    }
    match server.run(listener) {
        Ok(()) => 0,
        Err(d) => refuse(&[d]),
    }
}

fn refuse(found: &[Diagnostic]) -> u8 {
    output::diagnostics(found);
    2
}

/// Builds whenever something changes, and has pages reload then.
fn watch(args: &cli::Serve, changes: Changes) {
    let build = cli::Build { config: args.config.clone(), watch: true, ..cli::Build::default() };
    std::thread::spawn(move || match build::moment(build.config.now.as_deref()) {
        Ok(now) => {
            build::stay(&build, now, &|outcome| {
                if !outcome.nothing_new {
                    changes.tell();
                }
            });
        }
        Err(d) => output::diagnostics(&[*d]),
    });
}

/// Writes the access log without holding an answer up.
fn log() -> Log {
    let (tell, lines) = sync_channel::<Logged>(WAITING);
    std::thread::spawn(move || {
        for line in lines {
            output::data(&(serde_json::to_string(&line).unwrap_or_default() + "\n"));
        }
    });
    Box::new(move |line| drop(tell.try_send(line)))
}
