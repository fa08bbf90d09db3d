//! Addresses of databases.

use std::fmt;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use url::Url;

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DatabaseKind {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
}

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// On a server.
    Server(Server),
    /// SQLite: in a file, relative to the config file.
    File(PathBuf),
}

/// A database on a server.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Its kind.
    pub kind: DatabaseKind,
    /// Name or number of the host; empty for the machine itself. The folder of a socket in the file system
    /// begins with `/`.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The database's name.
    pub name: String,
    /// Who asks.
    pub user: Option<String>,
    /// The password that stands in the address.
    pub password: Option<String>,
    /// How the connection is kept secret.
    pub tls: Option<TlsMode>,
    /// A file of certificates that are trusted instead of the system's.
    pub roots: Option<PathBuf>,
}

/// Whether the connection to a server is encrypted, in the words of PostgreSQL's `sslmode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsMode {
    /// It is not.
    Disable,
    /// It is where the server can; whose certificate that is does not matter.
    Prefer,
    /// It is; whose certificate that is does not matter.
    Require,
    /// It is, and the certificate is that of the host.
    Verify,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.whence())
    }
}

/// Schemes of addresses of servers, with the port where the address has none.
const SCHEMES: [(&str, DatabaseKind, u16); 4] = [
    ("postgres", DatabaseKind::Postgres, 5432),
    ("postgresql", DatabaseKind::Postgres, 5432),
    ("mysql", DatabaseKind::Mysql, 3306),
    ("mariadb", DatabaseKind::Mysql, 3306),
];

impl DatabaseAddress {
    /// Reads an address: `postgres://user:password@host:port/name?sslmode=…`, the same with `mysql://` or
    /// `mariadb://`, or `sqlite:file`. An error says what is wrong and never holds the address.
    pub fn parse(address: &str) -> Result<Self, String> {
        if let Some(file) = address.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            if file.is_empty() {
                return Err("it names no file".into());
            }
            return Ok(Self::File(file.into()));
        }
        let scheme = address.split(':').next().unwrap_or_default();
        let Some((_, kind, port)) = SCHEMES.iter().find(|(name, ..)| *name == scheme) else {
            return Err("it is none of `postgres://…`, `mysql://…` and `sqlite:…`".into());
        };
        let url = Url::parse(address).map_err(|error| format!("it is no address: {error}"))?;
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let mut server = Server {
            kind: *kind,
            host: decoded(url.host_str().unwrap_or_default()),
            port: url.port().unwrap_or(*port),
            name: decoded(url.path().trim_start_matches('/')),
            user: Some(decoded(url.username())).filter(|user| !user.is_empty()),
            password: url.password().map(decoded),
            tls: None,
            roots: None,
        };
        for (key, value) in url.query_pairs() {
            server.option(&key, &value)?;
        }
        Ok(Self::Server(server))
    }

    /// What it is called where people read it: without user and password.
    pub fn whence(&self) -> String {
        match self {
            Self::Server(server) => server.whence(),
            Self::File(file) => format!("sqlite:{}", file.display()),
        }
    }
}

impl Server {
    fn option(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "host" | "socket" | "unix_socket" => value.clone_into(&mut self.host),
            "port" => self.port = value.parse().map_err(|_| "its `port` is no number".to_owned())?,
            "user" => self.user = Some(value.to_owned()),
            "password" => self.password = Some(value.to_owned()),
            "dbname" | "database" => value.clone_into(&mut self.name),
            "sslrootcert" | "ssl-ca" => self.roots = Some(value.into()),
            "sslmode" | "ssl-mode" => {
                self.tls = Some(match value.to_ascii_lowercase().replace('_', "-").as_str() {
                    "disable" | "disabled" => TlsMode::Disable,
                    "allow" | "prefer" | "preferred" => TlsMode::Prefer,
                    "require" | "required" => TlsMode::Require,
                    "verify-ca" | "verify-full" | "verify-identity" => TlsMode::Verify,
                    _ => return Err(format!("its `{key}` is none of disable, prefer, require and verify-full")),
                });
            }
            // What says how a program calls itself or waits has no meaning here.
            "application_name" | "connect_timeout" | "charset" => {}
            _ => return Err(format!("it has an unknown option, `{}`", key.escape_default())),
        }
        Ok(())
    }

    fn whence(&self) -> String {
        let (scheme, ..) = SCHEMES.iter().find(|(_, kind, _)| *kind == self.kind).unwrap_or(&SCHEMES[0]);
        let host = if self.host.is_empty() { "localhost" } else { &self.host };
        format!("{scheme}://{host}:{}/{}", self.port, self.name)
    }

    /// Whether the server is on this machine, so that nobody between could listen.
    pub fn is_here(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        let here = ["", "localhost"].contains(&host) || host.starts_with('/');
        here || host.parse::<std::net::IpAddr>().is_ok_and(|number| number.is_loopback())
    }

    /// Whether the connection is encrypted: as the address says, else with anyone on this machine if they
    /// can, and elsewhere with the host alone.
    pub fn tls(&self) -> TlsMode {
        self.tls.unwrap_or(if self.is_here() { TlsMode::Prefer } else { TlsMode::Verify })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(address: &str) -> Server {
        match DatabaseAddress::parse(address).unwrap() {
            DatabaseAddress::Server(server) => server,
            DatabaseAddress::File(file) => panic!("{}", file.display()),
        }
    }

    #[test]
    fn the_parts_of_an_address_are_decoded() {
        let found = server("postgresql://d%40sk:p%2Fw%3A@db.example:6432/news%20room?sslmode=verify-ca");
        assert_eq!((&*found.host, found.port, &*found.name), ("db.example", 6432, "news room"));
        assert_eq!((found.user.as_deref(), found.password.as_deref()), (Some("d@sk"), Some("p/w:")));
        assert_eq!(found.tls(), TlsMode::Verify);
        let socket = server("postgres:///news?host=/var/run/postgresql&user=desk");
        assert_eq!((&*socket.host, socket.port, socket.is_here()), ("/var/run/postgresql", 5432, true));
        assert_eq!(server("postgres://%2Frun%2Fpg/news").host, "/run/pg");
        assert_eq!(server("mariadb://desk@db/news").port, 3306);
        for (address, file) in [("sqlite:news.db", "news.db"), ("sqlite:///srv/a.db", "/srv/a.db"), ("sqlite:/a", "/a")]
        {
            assert_eq!(DatabaseAddress::parse(address), Ok(DatabaseAddress::File(file.into())));
        }
    }

    #[test]
    fn a_connection_that_leaves_the_machine_is_verified_unless_the_address_says_otherwise() {
        for (address, tls) in [
            ("postgres://localhost/a", TlsMode::Prefer),
            ("postgres:///a", TlsMode::Prefer),
            ("mysql://127.0.0.2/a", TlsMode::Prefer),
            ("mysql://[::1]/a", TlsMode::Prefer),
            ("postgres://db.example/a", TlsMode::Verify),
            ("mysql://10.0.0.1/a", TlsMode::Verify),
            ("postgres://localhost.example/a", TlsMode::Verify),
            ("postgres://db.example/a?sslmode=disable", TlsMode::Disable),
            ("mysql://db.example/a?ssl-mode=REQUIRED", TlsMode::Require),
            ("mysql://localhost/a?ssl-mode=VERIFY_IDENTITY", TlsMode::Verify),
        ] {
            assert_eq!(server(address).tls(), tls, "{address}");
        }
    }

    #[test]
    fn what_is_shown_of_an_address_has_no_user_and_no_password() {
        for address in ["postgres://u5er:s3cret@db/news", "mysql://db/news?user=u5er&password=s3cret"] {
            let shown = format!("{:?} {}", server(address), DatabaseAddress::parse(address).unwrap().whence());
            assert!(!shown.contains("u5er") && !shown.contains("s3cret"), "{shown}");
        }
        for address in ["oracle://u5er:s3cret@db/n", "postgres://u5er:s3cret@db:x/n", "mysql://db/?a=s3cret", "s3cret"]
        {
            let error = DatabaseAddress::parse(address).unwrap_err();
            assert!(!error.contains("u5er") && !error.contains("s3cret"), "{error}");
        }
    }
}
