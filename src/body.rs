//! Bodies: from what a source holds to clean HTML with absolute addresses.
