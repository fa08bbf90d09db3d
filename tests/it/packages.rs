//! The packages of `packaging/build`: installed into folders with nothing else in them, they do what the program does.
//!
//! `FEEDWRIGHT_PACKAGES` is the folder that they lie in.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::newsroom::Newsroom;
use crate::newsroom::files;

/// The folder of the packages, and the name of each.
fn packages() -> Option<(PathBuf, Vec<String>)> {
    let Some(folder) = std::env::var_os("FEEDWRIGHT_PACKAGES") else {
        crate::outside::skipped("FEEDWRIGHT_PACKAGES is not set");
        return None;
    };
    let folder = std::fs::canonicalize(folder).unwrap();
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    Some((folder, names))
}

fn one(packages: &(PathBuf, Vec<String>), ending: &str) -> PathBuf {
    let (folder, names) = packages;
    let found: Vec<&String> = names.iter().filter(|name| name.ends_with(ending)).collect();
    assert_eq!(found.len(), 1, "{names:?} for {ending}");
    folder.join(found[0])
}

fn succeeds(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}\n{stdout}\n{stderr}");
    stdout.into_owned()
}

/// Whether this process may make a folder all there is.
fn is_root() -> bool {
    let root = succeeds(Command::new("id").arg("-u")).trim() == "0";
    if !root {
        crate::outside::skipped("only root may make a folder all there is");
    }
    root
}

/// A newsroom, and the same in another folder.
fn newsroom_in(folder: &Path) -> Newsroom {
    let room = Newsroom::new(
        "[[source]]\npath = \"articles/*.md\"\nurl = \"https://courier.example/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n",
    );
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", "After three weeks the Tern sails again.");
    files::write(&files::below(room.path(), room.path()), folder);
    room
}

/// Holds the feeds that were built in a folder against those that this program makes of the newsroom.
fn has_its_feeds(room: &Newsroom, folder: &Path) {
    room.build().ends(0);
    let made = files::below(&folder.join("feeds"), folder);
    assert!(made.contains_key("feeds/top.rss"), "{:?}", made.keys());
    assert_eq!(made, files::below(&room.file("feeds"), room.path()));
}

/// Installs into an empty folder, and builds a newsroom with that folder as all there is.
fn builds(install: impl FnOnce(&Path), program: &str) {
    if !is_root() {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    install(root.path());
    let newsroom = root.path().join("newsroom");
    let room = newsroom_in(&newsroom);
    let run = |arguments: &[&str]| {
        let mut command = Command::new("chroot");
        command.arg(root.path()).arg(program).args(arguments);
        command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        succeeds(&mut command)
    };
    assert_eq!(run(&["--version"]), format!("feedwright {}\n", env!("CARGO_PKG_VERSION")));
    run(&["build", "--config", "/newsroom/config.toml", "--now", crate::newsroom::NOW]);
    has_its_feeds(&room, &newsroom);
}

/// What is installed beside the program.
fn has_the_rest(root: &Path, zsh: &str) {
    let rest = [
        "usr/share/man/man1/feedwright.1.gz",
        "usr/share/man/man1/feedwright-check.1.gz",
        "usr/share/bash-completion/completions/feedwright",
        zsh,
        "usr/share/fish/vendor_completions.d/feedwright.fish",
        "usr/lib/systemd/system/feedwright@.service",
        "usr/lib/systemd/system/feedwright@.timer",
        "usr/share/doc/feedwright/docs/config.md",
    ];
    for file in rest {
        assert!(root.join(file).metadata().is_ok_and(|found| found.len() > 0), "{file}");
    }
}

#[test]
fn a_deb_is_all_that_a_folder_needs() {
    let Some(packages) = packages() else { return };
    let install = |root: &Path| {
        let database = root.join("var/lib/dpkg");
        for folder in ["info", "updates", "triggers"] {
            std::fs::create_dir_all(database.join(folder)).unwrap();
        }
        std::fs::write(database.join("status"), "").unwrap();
        succeeds(Command::new("dpkg").arg("--root").arg(root).arg("--install").arg(one(&packages, ".deb")));
        has_the_rest(root, "usr/share/zsh/vendor-completions/_feedwright");
    };
    builds(install, "/usr/bin/feedwright");
}

#[test]
fn an_rpm_is_all_that_a_folder_needs() {
    let Some(packages) = packages() else { return };
    let install = |root: &Path| {
        succeeds(Command::new("rpm").arg("--root").arg(root).arg("--initdb"));
        succeeds(
            Command::new("rpm")
                .arg("--root")
                .arg(root)
                .args(["--install", "--nosignature"])
                .arg(one(&packages, ".rpm")),
        );
        has_the_rest(root, "usr/share/zsh/site-functions/_feedwright");
    };
    builds(install, "/usr/bin/feedwright");
}

#[test]
fn a_program_out_of_the_tar_file_needs_nothing_else() {
    let Some(packages) = packages() else { return };
    let install = |root: &Path| {
        succeeds(
            Command::new("tar")
                .arg("-C")
                .arg(root)
                .args(["--strip-components=1", "-xf"])
                .arg(one(&packages, ".tar.xz")),
        );
    };
    builds(install, "/feedwright");
}

/// The image as another program unpacks it, run as it says itself: its user, folder, environment and command, in namespaces of
/// its own, without a network.
#[test]
fn an_image_holds_the_program_alone_and_runs_it_as_a_user_without_rights() {
    let Some(packages) = packages() else { return };
    let image = one(&packages, ".oci.tar");
    assert!(image.metadata().unwrap().len() < 30_000_000, "{:?}", image.metadata());
    if !is_root() {
        return;
    }
    let room = tempfile::tempdir().unwrap();
    let (layout, bundle) = (room.path().join("layout"), room.path().join("bundle"));
    std::fs::create_dir(&layout).unwrap();
    succeeds(Command::new("tar").arg("-C").arg(&layout).arg("-xf").arg(image));
    let name = format!("{}:feedwright:{}", layout.display(), env!("CARGO_PKG_VERSION"));
    succeeds(Command::new("umoci").args(["unpack", "--image", &name]).arg(&bundle));
    let root = bundle.join("rootfs");
    let programs: Vec<String> = files::below(&root.join("usr/bin"), &root).into_keys().collect();
    assert_eq!(programs, ["usr/bin/feedwright"]);

    let config: serde_json::Value =
        serde_json::from_slice(&std::fs::read(bundle.join("config.json")).unwrap()).unwrap();
    let annotations = &config["annotations"];
    assert_eq!(annotations["org.opencontainers.image.version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(annotations["org.opencontainers.image.licenses"], "MIT OR Apache-2.0");
    let process = &config["process"];
    let (user, group) = (process["user"]["uid"].to_string(), process["user"]["gid"].to_string());
    assert!(user != "0" && group != "0", "{process}");
    let folder = process["cwd"].as_str().unwrap();
    let newsroom = root.join(folder.trim_start_matches('/'));
    let courier = newsroom_in(&newsroom);
    succeeds(Command::new("chown").args(["-R", &format!("{user}:{group}")]).arg(&newsroom));
    let texts = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let mut command = Command::new("unshare");
    command.args(["--net", "--mount", "--ipc", "--uts", "--pid", "--fork", "--setuid", &user, "--setgid", &group]);
    command
        .arg("--root")
        .arg(&root)
        .args(["--wd", folder])
        .args(texts(&process["args"]))
        .args(["--now", crate::newsroom::NOW]);
    let variables = texts(&process["env"]);
    command.env_clear().envs(variables.iter().filter_map(|text| text.split_once('=')));
    let authorities = variables.iter().find_map(|text| text.strip_prefix("SSL_CERT_FILE=/")).unwrap();
    assert!(std::fs::read_to_string(root.join(authorities)).unwrap().contains("BEGIN CERTIFICATE"));
    // Where programs lie is for the machine to know, not for the image.
    command.env("PATH", std::env::var("PATH").unwrap());
    succeeds(&mut command);
    has_its_feeds(&courier, &newsroom);
}

#[test]
fn a_wheel_brings_the_program_and_checks_from_python() {
    let Some(packages) = packages() else { return };
    let room = tempfile::tempdir().unwrap();
    succeeds(Command::new("python3").args(["-m", "venv"]).arg(room.path()));
    let bin = room.path().join("bin");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"];
    succeeds(Command::new(bin.join("python")).args(pip).arg(one(&packages, ".whl")));
    let version = format!("feedwright {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(succeeds(Command::new(bin.join("feedwright")).arg("--version")), version);
    let feed = std::fs::canonicalize("feeds/all.rss").unwrap();
    let script = format!(
        "import doctest, feedwright\n\
         assert doctest.testmod(feedwright) == (0, 4)\n\
         good = feedwright.check(open({feed:?}, 'rb').read(), profiles=['msn', 'rssboard'], html=False)\n\
         assert good.raise_for_errors() is good and good.feed_type == 'rss-2.0' and good.items > 0\n\
         try:\n    feedwright.check('<rss version=\"2.0\"><channel/></rss>').raise_for_errors()\n\
         except feedwright.InvalidFeed as e:\n    print(e)\n\
         try:\n    feedwright.check(b'', profiles=['nobody'])\n\
         except ValueError as e:\n    assert 'nobody' in str(e), e\n"
    );
    let said = succeeds(Command::new(bin.join("python")).args(["-c", &script]));
    assert!(said.contains("1:20: error[missing-title]"), "{said}");
}

#[test]
fn a_package_of_npm_checks_what_is_given_and_finds_what_the_program_finds() {
    let Some(packages) = packages() else { return };
    if !packages.1.iter().any(|name| name.ends_with("tgz")) {
        return crate::outside::skipped(
            "this Rust builds nothing for Node: `rustup target add wasm32-unknown-unknown`",
        );
    }
    let room = tempfile::tempdir().unwrap();
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--offline", "--no-audit", "--no-fund", "--prefix"]).arg(room.path());
    succeeds(npm.arg(one(&packages, ".tgz")));
    let mut bad = std::fs::read("feeds/all.rss").unwrap();
    let cut = bad.len() / 2;
    bad.truncate(cut);
    std::fs::write(room.path().join("bad.rss"), &bad).unwrap();
    let script = "import { readFileSync } from 'node:fs'; import { check, profiles } from 'feedwright-check';\n\
        const feed = readFileSync('bad.rss');\n\
        const report = check(feed, { file: 'bad.rss', profiles: ['msn'], now: new Date('2026-12-01T00:00:00Z') });\n\
        if (check(feed.toString(), { file: 'bad.rss' }).valid) throw new Error('valid');\n\
        try { check(feed, { profiles: ['nobody'] }); throw new Error('known'); } catch (e) { if (!(e instanceof RangeError)) throw e; }\n\
        if (profiles().length < 5) throw new Error('profiles');\n\
        console.log(JSON.stringify(report));\n";
    std::fs::write(room.path().join("try.mjs"), script).unwrap();
    let said = succeeds(Command::new("node").arg("try.mjs").current_dir(room.path()));
    let mut check = Command::new(env!("CARGO_BIN_EXE_feedwright"));
    let arguments = [
        "check",
        "--format",
        "jsonl",
        "--profile",
        "msn",
        "--max-findings",
        "1000",
        "--now",
        "2026-12-01T00:00:00Z",
        "bad.rss",
    ];
    let ours = check.args(arguments).current_dir(room.path()).output().unwrap();
    let read = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).unwrap();
    assert_eq!(read(said.as_bytes()), read(&ours.stdout));
    assert!(read(said.as_bytes())["findings"].as_array().unwrap().len() > 1, "{said}");
}

#[test]
fn the_sums_and_the_list_of_parts_are_right() {
    let Some(packages) = packages() else { return };
    succeeds(Command::new("sha256sum").current_dir(&packages.0).args(["--check", "--quiet", "SHA256SUMS"]));
    let sums = std::fs::read_to_string(packages.0.join("SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), packages.1.len() - 1);
    let parts = std::fs::read(one(&packages, ".cdx.json")).unwrap();
    let parts: serde_json::Value = serde_json::from_slice(&parts).unwrap();
    let names: Vec<&str> = parts["components"].as_array().unwrap().iter().filter_map(|c| c["name"].as_str()).collect();
    for name in ["rss", "atom_syndication", "quick-xml", "postgres", "mysql"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
}

#[test]
fn the_action_and_the_hook_run_the_check() {
    let action = std::fs::read_to_string("action.yml").unwrap();
    let run = action.rsplit_once("      run: |\n").unwrap().1;
    let script: String = run.lines().map(|line| format!("{}\n", line.trim_start())).collect();
    let room = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(room.path().join(".feedwright/bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_feedwright"), room.path().join(".feedwright/bin/feedwright"))
        .unwrap();
    std::fs::write(room.path().join("a b.rss"), "<rss version=\"2.0\"><channel/></rss>").unwrap();
    let act = |files: &str, profiles: &str| {
        let mut command = Command::new("bash");
        command.args(["-euo", "pipefail", "-c", &script]).current_dir(room.path()).env("HOME", room.path());
        command.envs([("FILES", files), ("PROFILES", profiles), ("DENY", "")]);
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (status, said) = act("a b.rss\n", "msn");
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("::error file=a b.rss,line=1"), "{said}");
    let good = std::fs::canonicalize("feeds/all.json").unwrap();
    assert_eq!(act(good.to_str().unwrap(), "").0, Some(0));
    let hook = std::fs::read_to_string(".pre-commit-hooks.yaml").unwrap();
    assert!(hook.contains("  entry: feedwright check\n") && hook.contains("  language: rust\n"));
}
