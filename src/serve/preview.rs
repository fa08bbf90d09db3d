//! Pages that reload themselves when a build has changed something.

use tokio::sync::watch;

/// Where pages ask whether something has changed, and where their script is.
pub(super) const CHANGES: &str = "/-/changes";
pub(super) const SCRIPT: &str = "/-/reload.js";

/// What pages run: it asks for the number of the build, and reloads when that is another one.
pub(super) const RELOAD: &str = "// generator: feedwright
(async () => {
  let seen = \"\";
  for (;;) {
    try {
      const answer = await fetch(\"/-/changes?seen=\" + seen, { cache: \"no-store\" });
      const now = (await answer.text()).trim();
      if (seen !== \"\" && now !== seen) {
        location.reload();
        return;
      }
      seen = now;
    } catch {
      await new Promise((wait) => setTimeout(wait, 1000));
    }
  }
})();
";

/// How long a page waits for an answer.
pub(super) const WAIT: std::time::Duration = std::time::Duration::from_secs(25);

/// A page with the script.
pub(super) fn reloading(mut page: Vec<u8>) -> Vec<u8> {
    let tag = format!("<script src=\"{SCRIPT}\"></script>");
    let end = page.windows(7).rposition(|w| w.eq_ignore_ascii_case(b"</body>")).unwrap_or(page.len());
    page.splice(end..end, tag.into_bytes());
    page
}

/// Says that a build has changed something.
#[derive(Clone, Debug)]
pub struct Changes(watch::Sender<u64>);

impl Default for Changes {
    fn default() -> Self {
        // A page of the server before this one is not to take the first number for its own.
        let began = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Self(watch::Sender::new(began.map_or(0, |d| d.as_millis() as u64)))
    }
}

impl Changes {
    /// Says it.
    pub fn tell(&self) {
        self.0.send_modify(|number| *number += 1);
    }

    /// The number of the build, once it is another than the one that was seen.
    pub(super) async fn after(&self, seen: &str) -> u64 {
        let mut number = self.0.subscribe();
        let other = number.wait_for(|number| number.to_string() != seen);
        // Who has waited long enough learns that it is the same.
        let _ = tokio::time::timeout(WAIT, other).await;
        *self.0.borrow()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gets_its_script_before_its_end() {
        let tag = "<script src=\"/-/reload.js\"></script>";
        for (page, made) in [
            ("<body>a</BODY></html>", format!("<body>a{tag}</BODY></html>")),
            ("<p></body></body>", format!("<p></body>{tag}</body>")),
            ("a", format!("a{tag}")),
        ] {
            assert_eq!(String::from_utf8(reloading(page.into())).unwrap(), made);
        }
    }
}
