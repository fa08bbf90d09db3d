//! How object stores are spoken to: over the same HTTP as everything else here.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt as _;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use ureq::http;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// How long a request may take for everything together; a large feed takes its time.
const LONGEST: Duration = Duration::from_mins(10);

/// How long a store may take to answer what it has read.
const SILENCE: Duration = Duration::from_secs(30);

/// The longest answer that is read.
const MOST: u64 = 4 << 30;

/// Makes the clients of a store.
#[derive(Debug)]
pub(super) struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        // A store of one's own may have a certificate that only this machine trusts.
        let own = rustls_native_certs::load_native_certs().certs;
        let own: Vec<_> = own.iter().map(|one| Certificate::from_der(one).to_owned()).collect();
        let mut tls = TlsConfig::builder();
        if !own.is_empty() {
            tls = tls.root_certs(RootCerts::Specific(Arc::new(own)));
        }
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .accept_encoding("identity")
            .user_agent(concat!("feedwright/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(LONGEST))
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_recv_response(Some(SILENCE))
            .tls_config(tls.build())
            .build();
        Ok(HttpClient::new(Client(agent.into())))
    }
}

#[derive(Debug)]
struct Client(ureq::Agent);

#[async_trait]
impl HttpService for Client {
    /// Each request has a thread that waits for it, and nothing else is to be done there.
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let takes_body = matches!(head.method, http::Method::PUT | http::Method::POST);
        let answer = if takes_body {
            self.0.run(http::Request::from_parts(head, &body[..]))
        } else {
            self.0.run(http::Request::from_parts(head, ()))
        };
        let (head, body) = answer.map_err(fault)?.into_parts();
        let bytes = body.into_with_config().limit(MOST).read_to_vec().map_err(fault)?;
        Ok(http::Response::from_parts(head, bytes.into()))
    }
}

/// Which failures pass when it is tried again is said by their kind.
fn fault(error: ureq::Error) -> HttpError {
    let kind = match &error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => HttpErrorKind::Connect,
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::Io(e) if e.kind() == io::ErrorKind::ConnectionRefused => HttpErrorKind::Connect,
        ureq::Error::Io(e) if e.kind() == io::ErrorKind::TimedOut => HttpErrorKind::Timeout,
        ureq::Error::Io(_) | ureq::Error::Protocol(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}
