//! Connections: where they come from, how many there may be, how long they may take, and how they end.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use super::answer::{self, Inquiry};
use super::body::Sent;
use super::hub::{self, Hub};
use super::{Logged, Server, client, reader, refused};
use crate::diagnostic::Diagnostic;

/// The longest header of a request in bytes, and its most fields.
const HEADER: (usize, usize) = (16 << 10, 100);

/// How long answers that are under way may take when the server ends.
const GRACE: Duration = Duration::from_secs(10);

/// Listens on an address, or on the socket that systemd has opened.
///
/// # Errors
/// `not-served`.
pub fn listen(address: &str) -> Result<TcpListener, Diagnostic> {
    let fail = |e: std::io::Error| refused(address, &e);
    let given = listenfd::ListenFd::from_env().take_tcp_listener(0).map_err(fail)?;
    let listener = match given {
        Some(listener) => listener,
        None => TcpListener::bind(address).map_err(fail)?,
    };
    listener.set_nonblocking(true).map_err(fail)?;
    Ok(listener)
}

impl Server {
    /// Serves until the process is told to end (SIGINT, SIGTERM), and then lets answers that are under way
    /// be sent.
    ///
    /// # Errors
    /// `not-served`, where the system gives no threads or no signals.
    pub fn run(self, listener: TcpListener) -> Result<(), Diagnostic> {
        allow_open_files();
        let address = listener.local_addr().map_or_else(|_| "this address".to_owned(), |address| address.to_string());
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|e| refused(&address, &e))?;
        let served = runtime.block_on(Arc::new(self).serve(listener)).map_err(|e| refused(&address, &e));
        // What still reads a file is not waited for.
        runtime.shutdown_background();
        served
    }

    async fn serve(self: Arc<Self>, listener: TcpListener) -> std::io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let places = Arc::new(Semaphore::new(self.connections));
        let graceful = GracefulShutdown::new();
        let mut end = pin!(told_to_end()?);
        loop {
            let next = async {
                // Whoever comes when all places are taken waits for one.
                let place = places.clone().acquire_owned().await;
                (place, listener.accept().await)
            };
            let (place, accepted) = {
                let mut next = pin!(next);
                match either(&mut end, &mut next).await {
                    Some(next) => next,
                    None => break,
                }
            };
            let Ok((stream, peer)) = accepted else {
                // The system has no room for another one; it may have soon.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let connection = self.clone().connection(stream, peer, &graceful);
            let server = self.clone();
            tokio::spawn(async move {
                server.counters.connections.fetch_add(1, Ordering::Relaxed);
                connection.await;
                server.counters.connections.fetch_sub(1, Ordering::Relaxed);
                drop(place);
            });
        }
        drop(listener);
        // Who has not got all by then does not get it.
        let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
        Ok(())
    }

    fn connection(
        self: Arc<Self>,
        stream: TcpStream,
        peer: SocketAddr,
        graceful: &GracefulShutdown,
    ) -> impl Future<Output = ()> + use<> {
        // Answers are written whole: there is nothing to wait for.
        let _ = stream.set_nodelay(true);
        let timeout = self.timeout;
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(timeout));
        let service = service_fn(move |request| {
            let server = self.clone();
            async move { Ok::<_, Infallible>(server.respond(request, peer.ip()).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(timeout)
            .max_header_size(HEADER.0)
            .max_headers(HEADER.1)
            .max_buf_size(HEADER.0 * 2)
            .serve_connection(TokioIo::new(Box::pin(stream)), service);
        let watched = graceful.watch(connection);
        async move {
            // What clients break is theirs.
            let _ = watched.await;
        }
    }

    async fn respond(&self, request: Request<Incoming>, peer: IpAddr) -> Response<Sent> {
        let began = Instant::now();
        let (head, body) = request.into_parts();
        let client = client::address(peer, &head.headers, &self.proxies);
        let asked = Inquiry {
            method: &head.method,
            path: head.uri.path(),
            query: head.uri.query().unwrap_or_default(),
            headers: &head.headers,
            peer,
            client,
        };
        let mut answer = match &self.hub {
            Some(hub) if asked.path == hub::PATH && head.method == Method::POST => taken(hub, body).await,
            _ => {
                let is_over = body.is_end_stream();
                let mut answer = self.answer(asked).await;
                if !is_over {
                    // Nothing is read that was sent along.
                    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                }
                answer
            }
        };
        if head.version == Version::HTTP_10 {
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        let reader = reader::of(&head.headers);
        let status = answer.status().as_u16();
        let bytes = answer.body().size_hint().exact().unwrap_or_default();
        self.counters.count(reader, status, bytes);
        if let Some(log) = &self.log {
            let agent = head.headers.get(header::USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
            log(Logged {
                time: chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
                client,
                method: head.method.as_str().to_owned(),
                path: head.uri.path().to_owned(),
                status,
                bytes,
                micros: began.elapsed().as_micros() as u64,
                reader,
                agent: agent.unwrap_or_default().into_owned(),
            });
        }
        answer
    }
}

/// What the hub answers to a form, if that is not too long.
async fn taken(hub: &Hub, body: Incoming) -> Response<Sent> {
    let form = Limited::new(body, hub::REQUEST).collect();
    match tokio::time::timeout(GRACE, form).await {
        Ok(Ok(form)) => hub.take(&form.to_bytes(), answer::now()),
        _ => answer::plain(StatusCode::PAYLOAD_TOO_LARGE),
    }
}

/// Waits for the end, or for what comes next.
async fn either<T>(
    end: &mut (impl Future<Output = ()> + Unpin),
    next: &mut (impl Future<Output = T> + Unpin),
) -> Option<T> {
    std::future::poll_fn(|cx| {
        use std::pin::Pin;
        use std::task::Poll;
        if Pin::new(&mut *end).poll(cx).is_ready() {
            return Poll::Ready(None);
        }
        Pin::new(&mut *next).poll(cx).map(Some)
    })
    .await
}

/// Ends when the process is told to.
#[cfg(unix)]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(std::future::poll_fn(move |cx| {
        let told = interrupt.poll_recv(cx).is_ready() || terminate.poll_recv(cx).is_ready();
        if told { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    }))
}

#[cfg(not(unix))]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where it cannot be told it ends otherwise.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// Lets as many files be open as the system allows: each connection is one.
fn allow_open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        // Where it is refused there is room for fewer.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    }
}
