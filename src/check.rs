//! Judges feeds as a stranger would: bytes in, diagnostics out.
pub mod value;
