//! Which paths may be written: plain ones below the output folder, and no others.

/// The longest name of a file in bytes: that of common file systems, less a twin's ending.
const LONGEST_NAME: usize = 255 - ".zst".len();

/// The longest path in bytes, below what common systems take.
const LONGEST_PATH: usize = 1_024;

/// Why a path below the output folder is refused, if it is.
pub(super) fn fault(path: &str) -> Option<String> {
    if path.is_empty() {
        return Some("it is empty".into());
    }
    if path.len() > LONGEST_PATH {
        return Some(format!("it is longer than {LONGEST_PATH} bytes"));
    }
    if let Some(c) = path.chars().find(|c| c.is_control()) {
        return Some(format!("it holds the control character U+{:04X}", u32::from(c)));
    }
    if path.contains('\\') {
        return Some("it holds a backslash".into());
    }
    for name in path.split('/') {
        match name {
            "" => return Some("it starts or ends with a slash or holds two in a row".into()),
            "." | ".." => return Some(format!("it goes through `{name}`")),
            _ if name.len() > LONGEST_NAME => {
                return Some(format!("a name in it is longer than {LONGEST_NAME} bytes"));
            }
            _ if name.starts_with(super::new_file::TEMPORARY_PREFIX) => {
                return Some("a name in it is that of a temporary file".into());
            }
            _ => {}
        }
    }
    None
}

/// Names that Windows keeps for devices, with any ending.
pub(super) fn names_a_device(path: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    path.split('/').any(|name| {
        let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
        let numbered = stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit() && c != '0');
        numbered || DEVICES.contains(&stem.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_below_the_folder_pass() {
        let long = format!("{}.rss", "x".repeat(300));
        for bad in [
            "",
            "/etc/passwd",
            "../x.rss",
            "a/../../x.rss",
            "a//b.rss",
            "a/",
            "./a",
            "a\\b.rss",
            "a\0.rss",
            "a\n.rss",
            &long,
            ".feedwright-tmp-1",
        ] {
            assert!(fault(bad).is_some(), "{bad:?}");
        }
        for good in ["top.rss", "section/world.atom", "…/ä.json", ".well-known/feed.rss", "a..b.rss"] {
            assert_eq!(fault(good), None, "{good:?}");
        }
    }

    #[test]
    fn device_names_are_known_with_any_ending() {
        for device in ["con.rss", "section/NUL.atom", "lpt1", "com9.x.rss"] {
            assert!(names_a_device(device), "{device}");
        }
        for plain in ["conference.rss", "com0.rss", "section/common.atom"] {
            assert!(!names_a_device(plain), "{plain}");
        }
    }
}
