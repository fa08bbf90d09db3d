//! Folders of pictures that pages of Jekyll's themes name.

/// Names under which posts of the theme Chirpy say where their pictures lie.
pub(in crate::source) const MEDIA: [&str; 2] = ["media_subpath", "img_path"];

/// A picture's address below the folder that its post names; nothing where it is whole already.
pub(in crate::source) fn below_media(folder: &str, path: &str) -> Option<String> {
    let inner = path.trim_start_matches('/');
    let folder = folder.trim_matches('/');
    let is_below = inner.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    (!path.is_empty() && !path.contains(':') && !path.starts_with('#') && !is_below)
        .then(|| format!("/{folder}/{inner}"))
}
