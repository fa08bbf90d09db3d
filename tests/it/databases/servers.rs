//! Servers of the tests: PostgreSQL and MariaDB from Debian's packages, on loopback and free ports, gone with the test.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that runs.
pub(crate) struct Server {
    process: Child,
    folder: tempfile::TempDir,
    kind: ServerKind,
    port: u16,
}

/// A kind of server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServerKind {
    Postgres,
    Mariadb,
}

/// The user whose password is in the addresses.
const PASSWORD: &str = "p%40ss%3Aw%2Frd";

impl ServerKind {
    /// A program of it; `None` where it is not installed.
    fn program(self, name: &str) -> Option<PathBuf> {
        let folders: Vec<PathBuf> = match self {
            Self::Postgres => {
                fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|e| e.path().join("bin")).collect()
            }
            Self::Mariadb => ["/usr/sbin", "/usr/bin", "/usr/local/bin"].map(PathBuf::from).to_vec(),
        };
        folders.into_iter().map(|folder| folder.join(name)).find(|path| path.exists())
    }
}

/// A command that does not run as root, which servers refuse.
fn ordinary(program: &Path, user: &str) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", user, "--regid", user, "--clear-groups"]).arg(program);
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    String::from_utf8_lossy(&id.stdout).trim() == "0"
}

fn owned_by(folder: &Path, user: &str) {
    if is_root() {
        assert!(Command::new("chown").arg("-R").arg(user).arg(folder).status().unwrap().success());
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn runs(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Starts the server of data that are there.
fn launch(kind: ServerKind, folder: &Path, port: u16) -> Option<Child> {
    let data = folder.join("data");
    let mut command = match kind {
        ServerKind::Postgres => {
            let mut command = ordinary(&kind.program("postgres")?, "postgres");
            command.arg("-D").arg(&data).args(["-p", &port.to_string(), "-h", "127.0.0.1", "-c", "fsync=off", "-k"]);
            command.arg(folder);
            command
        }
        ServerKind::Mariadb => {
            let mut command = ordinary(&kind.program("mariadbd")?, "mysql");
            // What is committed outlives the process, not the machine.
            command.args(["--no-defaults", "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=2"]);
            command.arg(format!("--port={port}")).env("TMPDIR", folder);
            for (name, file) in [("datadir", "data"), ("socket", "socket"), ("pid-file", "pid")] {
                command.arg(format!("--{name}={}", folder.join(file).display()));
            }
            command
        }
    };
    let log = fs::File::create(folder.join("log")).unwrap();
    Some(command.stdout(Stdio::null()).stderr(log).spawn().unwrap())
}

impl Server {
    /// Starts one that was killed again, on the data that it left.
    pub(crate) fn restart(&mut self) {
        let until = Instant::now() + Duration::from_mins(1);
        let _ = fs::remove_file(self.folder.path().join("socket"));
        self.process = launch(self.kind, self.folder.path(), self.port).unwrap();
        while !self.serves() {
            assert!(Instant::now() < until, "it does not start again: {}", self.log());
            std::thread::sleep(Duration::from_millis(50));
            // As long as those that it had started have not ended it does not.
            if self.process.try_wait().unwrap().is_some() {
                self.process = launch(self.kind, self.folder.path(), self.port).unwrap();
            }
        }
    }

    /// Whether it answers a question.
    fn serves(&self) -> bool {
        self.client("select 1").output().is_ok_and(|output| output.status.success())
    }

    /// Starts one; `None` where its programs are not installed.
    pub(crate) fn start(kind: ServerKind) -> Option<Self> {
        let folder = tempfile::Builder::new().prefix("fw").tempdir_in("/tmp").unwrap();
        let data = folder.path().join("data");
        let port = free_port();
        match kind {
            ServerKind::Postgres => {
                let initdb = kind.program("initdb")?;
                owned_by(folder.path(), "postgres");
                fs::write(folder.path().join("password"), "p@ss:w/rd\n").unwrap();
                runs(
                    ordinary(&initdb, "postgres")
                        .args([
                            "--username=desk",
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C.UTF-8",
                            "--no-sync",
                        ])
                        .arg(format!("--pwfile={}", folder.path().join("password").display()))
                        .arg("-D")
                        .arg(&data),
                );
            }
            ServerKind::Mariadb => {
                let install = kind.program("mariadb-install-db")?;
                owned_by(folder.path(), "mysql");
                runs(
                    ordinary(&install, "mysql")
                        // Two that begin at once name their temporary tables alike.
                        .env("TMPDIR", folder.path())
                        .args(["--no-defaults", "--skip-test-db", "--auth-root-authentication-method=normal"])
                        .arg(format!("--datadir={}", data.display())),
                );
            }
        }
        let process = launch(kind, folder.path(), port)?;
        let mut server = Self { process, folder, kind, port };
        server.wait();
        if kind == ServerKind::Mariadb {
            let grant = "create database news character set utf8mb4; create user desk@'%' identified by 'p@ss:w/rd'; \
                         grant all on *.* to desk@'%';";
            server.root(grant);
        } else {
            server.run("select 1");
        }
        Some(server)
    }

    /// Waits until it lets people in.
    fn wait(&mut self) {
        let until = Instant::now() + Duration::from_mins(1);
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() || !self.answers() {
            assert!(self.process.try_wait().unwrap().is_none(), "it has ended: {}", self.log());
            assert!(Instant::now() < until, "it does not answer: {}", self.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn answers(&self) -> bool {
        match self.kind {
            ServerKind::Postgres => self.client("select 1").output().unwrap().status.success(),
            ServerKind::Mariadb => self.folder.path().join("socket").exists(),
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Where it listens on loopback.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The address of its database, with the password.
    pub(crate) fn address(&self) -> String {
        match self.kind {
            ServerKind::Postgres => format!("postgres://desk:{PASSWORD}@127.0.0.1:{}/postgres", self.port),
            ServerKind::Mariadb => format!("mysql://desk:{PASSWORD}@127.0.0.1:{}/news", self.port),
        }
    }

    /// Runs statements.
    pub(crate) fn run(&self, sql: &str) {
        let mut child = self.client("").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn client(&self, sql: &str) -> Command {
        let mut command = match self.kind {
            ServerKind::Postgres => {
                let mut psql = Command::new(self.kind.program("psql").unwrap());
                psql.args(["-q", "-X", "-v", "ON_ERROR_STOP=1", &self.address()]);
                psql
            }
            ServerKind::Mariadb => {
                let mut client = Command::new(self.kind.program("mariadb").unwrap());
                client.args(["--no-defaults", "--default-character-set=utf8mb4", "-u", "root", "news"]);
                client.arg(format!("--socket={}", self.folder.path().join("socket").display()));
                client
            }
        };
        if !sql.is_empty() {
            command.args([if self.kind == ServerKind::Postgres { "-c" } else { "-e" }, sql]);
        }
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Runs statements where there is no database yet.
    fn root(&self, sql: &str) {
        let mut client = Command::new(self.kind.program("mariadb").unwrap());
        client.args(["--no-defaults", "-u", "root", "-e", sql]);
        runs(client.arg(format!("--socket={}", self.folder.path().join("socket").display())));
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        // Of PostgreSQL the processes that it started see that and end.
        let until = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
