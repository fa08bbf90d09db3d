//! A bucket that can be asked.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, BackoffConfig, Error, GetOptions, ObjectMeta, ObjectStore, ObjectStoreExt as _, PutMode,
    PutOptions, PutPayload, RetryConfig, UpdateVersion,
};

use super::client::Connector;
use super::{Address, Label, Object, Over, Tag};

/// How often, how slowly and how long a request is tried again that came to nothing.
fn patience() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(5),
            base: 2.0,
        },
        max_retries: 6,
        retry_timeout: Duration::from_mins(1),
    }
}

/// How often what has a condition is sent again, and how soon first.
const ATTEMPTS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(100);

/// A bucket, of which one address is asked.
#[derive(Debug)]
pub struct Bucket {
    store: Arc<dyn ObjectStore>,
    address: Address,
}

impl Bucket {
    /// The bucket at an address; nothing is asked yet.
    ///
    /// # Errors
    /// Where the environment does not say enough of it.
    pub fn open(address: &Address) -> io::Result<Self> {
        let url = format!("{}://{}", address.scheme, address.name);
        let store: object_store::Result<Arc<dyn ObjectStore>> = match address.scheme {
            "gs" => GoogleCloudStorageBuilder::from_env()
                .with_url(url)
                .with_retry(patience())
                .with_http_connector(Connector)
                .build()
                .map(|store| Arc::new(store) as _),
            "az" => MicrosoftAzureBuilder::from_env()
                .with_url(url)
                .with_retry(patience())
                .with_http_connector(Connector)
                .build()
                .map(|store| Arc::new(store) as _),
            _ => AmazonS3Builder::from_env()
                .with_url(url)
                .with_retry(patience())
                .with_http_connector(Connector)
                .build()
                .map(|store| Arc::new(store) as _),
        };
        let store = store.map_err(|e| fault(&e))?;
        Ok(Self { store, address: address.clone() })
    }

    /// All objects whose path begins with that of a folder, by their paths below the address.
    ///
    /// # Errors
    /// Where it cannot be asked, or refuses.
    pub fn list(&self, folder: &str) -> io::Result<Vec<(String, Object)>> {
        let prefix = self.path(folder)?;
        let below = self.address.prefix.len() + usize::from(!self.address.prefix.is_empty());
        let listed: Vec<ObjectMeta> =
            wait(self.store.list(Some(&prefix).filter(|p| !p.as_ref().is_empty())).try_collect())?;
        let found = listed.into_iter().filter_map(|meta| {
            let path = meta.location.as_ref().get(below..)?.to_owned();
            (!path.is_empty()).then(|| (path, object(meta)))
        });
        Ok(found.collect())
    }

    /// What stands at a path.
    ///
    /// # Errors
    /// Where it cannot be asked, or refuses.
    pub fn look(&self, path: &str) -> io::Result<Option<Object>> {
        match wait(self.store.head(&self.path(path)?)) {
            Ok(meta) => Ok(Some(object(meta))),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The object at a path of at most so many bytes, and its bytes.
    ///
    /// # Errors
    /// Where none stands there, it is larger, or it cannot be asked for.
    pub fn read(&self, path: &str, most: u64) -> io::Result<(Object, Vec<u8>)> {
        let key = self.path(path)?;
        wait(async {
            let got = self.store.get_opts(&key, GetOptions::default()).await?;
            let object = object(got.meta.clone());
            if object.size > most {
                return Ok(Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it has over {most} bytes"))));
            }
            let bytes = got.bytes().await?;
            Ok(Ok((object, bytes.to_vec())))
        })?
    }

    /// Puts an object, if what it replaces is what stands there; else fails with
    /// [`io::ErrorKind::AlreadyExists`]. Returns which version it is.
    ///
    /// # Errors
    /// Where another version stands, or the store cannot be asked, or refuses.
    pub fn put(&self, path: &str, bytes: Vec<u8>, label: &Label, over: Over<'_>) -> io::Result<Tag> {
        let key = self.path(path)?;
        let mode = match over {
            Over::Nothing => PutMode::Create,
            Over::Version(tag) => PutMode::Update(self.version(path, tag)?),
        };
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, label.media_type.clone().into());
        attributes.insert(Attribute::CacheControl, label.caching.clone().into());
        if let Some(coding) = label.coding {
            attributes.insert(Attribute::ContentEncoding, coding.into());
        }
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        let payload = PutPayload::from(bytes);
        // What has a condition is sent once by the library: it cannot know whether the store did it before the answer
        // was lost. Here it shows: then the condition does not hold any longer, and who asked looks what stands.
        let mut attempt = 0;
        loop {
            match wait(self.store.put_opts(&key, payload.clone(), options.clone())) {
                Ok(put) => {
                    return Ok(Tag { etag: bare(put.e_tag.as_deref().unwrap_or_default()), version: put.version });
                }
                Err(e) if e.kind() == io::ErrorKind::Other && attempt < ATTEMPTS => {
                    thread::sleep(PAUSE * 2_u32.pow(attempt));
                    attempt += 1;
                }
                Err(e) => return Err(e),
            }
        }
    }

    /// Removes the object at a path, if one stands there.
    ///
    /// # Errors
    /// Where it cannot be asked, or refuses.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        match wait(self.store.delete(&self.path(path)?)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    fn path(&self, path: &str) -> io::Result<Path> {
        let whole = if self.address.prefix.is_empty() || path.is_empty() {
            format!("{}{path}", self.address.prefix)
        } else {
            format!("{}/{path}", self.address.prefix)
        };
        Path::parse(whole).map_err(|e| io::Error::new(io::ErrorKind::InvalidInput, e.to_string()))
    }

    /// How the store wants a version named. Google's counts, and lists no numbers.
    fn version(&self, path: &str, tag: &Tag) -> io::Result<UpdateVersion> {
        let mut version = tag.version.clone();
        if self.address.scheme == "gs" && version.is_none() {
            match self.look(path)? {
                Some(object) if object.tag.etag == tag.etag => version = object.tag.version,
                _ => return Err(io::ErrorKind::AlreadyExists.into()),
            }
        }
        Ok(UpdateVersion { e_tag: Some(format!("\"{}\"", tag.etag)), version })
    }
}

/// An entity tag without its quotes, which Azure leaves out of its lists.
fn bare(etag: &str) -> String {
    etag.trim_matches('"').to_owned()
}

fn object(meta: ObjectMeta) -> Object {
    let modified_ns = meta.last_modified.timestamp_nanos_opt().unwrap_or_default();
    // A store that tags nothing is known by what else changes.
    let etag = meta.e_tag.map_or_else(|| format!("{}-{modified_ns}", meta.size), |etag| bare(&etag));
    Object { size: meta.size, tag: Tag { etag, version: meta.version }, modified_ns }
}

/// Waits for an answer of a store, on a thread that has nothing else to do.
fn wait<T>(answer: impl Future<Output = object_store::Result<T>>) -> io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(answer).map_err(|e| fault(&e))
}

/// What went wrong, in the words of the system.
fn fault(error: &Error) -> io::Error {
    // The innermost cause says most; those around it repeat it.
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let text = cause.to_string();
    let kind = match error {
        Error::NotFound { .. } => io::ErrorKind::NotFound,
        Error::AlreadyExists { .. } | Error::Precondition { .. } => io::ErrorKind::AlreadyExists,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => io::ErrorKind::PermissionDenied,
        _ if ["401 ", "403 "].iter().any(|status| text.contains(&format!("status code: {status}"))) => {
            io::ErrorKind::PermissionDenied
        }
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, text)
}
