//! `feedwright doctor`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{build, output};
use crate::cli::{self, ReportFormat};
use crate::newsroom::{self, Examined, ill, well};

/// Bytes that are to be free where feeds and ledger are written.
const ENOUGH: u64 = 50 << 20;

pub(super) fn run(args: &cli::Doctor) -> u8 {
    let now = match build::moment(args.config.now.as_deref()) {
        Ok(now) => now,
        Err(d) => {
            output::diagnostics(&[*d]);
            return 2;
        }
    };
    let examined = newsroom::examine(&args.config.file(), now, !args.offline, &folder);
    let ok = examined.iter().all(|one| one.ok);
    let mut out = String::new();
    match args.format {
        ReportFormat::Json => {
            let _ = writeln!(out, "{:#}", serde_json::json!({"ok": ok, "examined": examined}));
        }
        ReportFormat::Text => {
            for one in &examined {
                let state = if one.ok { "ok" } else { "WRONG" };
                let _ = writeln!(out, "{state:5}  {:13}  {}", one.about, one.found);
                if let Some(help) = &one.help {
                    let _ = writeln!(out, "{:20}  = {help}", "");
                }
            }
        }
    }
    output::data(&out);
    u8::from(!ok)
}

/// Whether a folder can be written to, or made, and has room.
fn folder(about: &'static str, path: &Path) -> Examined {
    let shown = path.display();
    let nearest = path.ancestors().map(|path| if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let nearest = nearest.into_iter().find(|path| path.exists()).map_or_else(|| PathBuf::from("."), Path::to_owned);
    if !nearest.is_dir() {
        let help = "remove the file of that name, or name another folder in the config";
        return ill(about, format!("{} is no folder", nearest.display()), help);
    }
    if !may_write(&nearest) {
        let help = "let who runs feedwright write there (`chown`), or name another folder in the config";
        return ill(about, format!("{shown} cannot be written to"), help);
    }
    if let Some(free) = free(&nearest).filter(|free| *free < ENOUGH) {
        let help = "make room, or name a folder on another disk in the config; what stands stays meanwhile";
        return ill(about, format!("{shown} has {} MB of room left", free >> 20), help);
    }
    well(about, if path.exists() { shown.to_string() } else { format!("{shown} will be made") })
}

#[cfg(unix)]
fn may_write(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(folder: &Path) -> bool {
    folder.metadata().is_ok_and(|meta| !meta.permissions().readonly())
}

/// Bytes that are free where a folder lies.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let stat = rustix::fs::statvfs(folder).ok()?;
    Some(stat.f_bavail.saturating_mul(stat.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}
