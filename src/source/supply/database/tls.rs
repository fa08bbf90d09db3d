//! What a certificate of a server is held against.

use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use super::Login;
use crate::config::TlsMode;
use crate::inside::Folder;

/// How a connection to a server is made secret.
pub(super) fn client(login: &Login) -> Result<ClientConfig, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    if login.server.tls() != TlsMode::Verify {
        return Ok(config
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anyone(provider)))
            .with_no_client_auth());
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates(login)?);
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// The certificates that are trusted: those of the address's file, else the system's.
fn certificates(login: &Login) -> Result<Vec<CertificateDer<'static>>, String> {
    let Some(path) = &login.server.roots else { return Ok(rustls_native_certs::load_native_certs().certs) };
    let text = read(&login.root, path).map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(format!("`{}` holds no certificate", path.display())),
        Err(error) => Err(format!("`{}` holds no certificates: {error}", path.display())),
    }
}

/// A file of certificates; where the config names one elsewhere on the machine, that.
fn read(root: &Path, path: &Path) -> io::Result<Vec<u8>> {
    let path = root.join(path);
    let (folder, name) = (path.parent().unwrap_or(root), path.file_name().unwrap_or_default());
    let mut text = Vec::new();
    Folder::new(folder)?.open(Path::new(name))?.take(1 << 20).read_to_end(&mut text)?;
    Ok(text)
}

/// Takes any server for the right one: the connection is secret for those who only listen.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
