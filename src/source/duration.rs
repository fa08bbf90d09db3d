//! Lengths of sound and video in the forms that they are written in.

/// Seconds of `5400`, `1231.08`, `00:34:00`, `34:00`, `PT5M`, `1h 2m 3s`, `34 min`.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.len() > 40 {
        return None;
    }
    let sound = |n: f64| (n.is_finite() && n >= 0.0).then_some(n);
    if let Ok(n) = text.parse::<f64>() {
        return sound(n);
    }
    if text.contains(':') {
        let parts: Vec<&str> = text.split(':').collect();
        let whole = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        return ((2..=3).contains(&parts.len()) && parts.iter().all(whole))
            .then(|| parts.iter().try_fold(0.0, |sum, part| Some(sum * 60.0 + part.parse::<f64>().ok()?)))
            .flatten();
    }
    let lower = text.to_ascii_lowercase();
    let period = lower.strip_prefix('p').map(|rest| rest.replace('t', ""));
    units(period.as_deref().unwrap_or(&lower))
}

/// Numbers, each with its unit.
fn units(text: &str) -> Option<f64> {
    const UNITS: [(&[&str], f64); 4] = [
        (&["d", "day", "days"], 86_400.0),
        (&["h", "hr", "hrs", "hour", "hours", "std"], 3_600.0),
        (&["m", "min", "mins", "minute", "minutes"], 60.0),
        (&["s", "sec", "secs", "second", "seconds"], 1.0),
    ];
    let (mut rest, mut total, mut last) = (text.trim(), 0.0, f64::INFINITY);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let number: f64 = rest[..digits].parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (_, length) = UNITS.iter().find(|(names, _)| names.contains(&&rest[..letters]))?;
        // Each unit once, the larger first.
        if *length >= last {
            return None;
        }
        (total, last) = (total + number * length, *length);
        rest = rest[letters..].trim_start_matches(['.', ',', ' ']);
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_however_it_is_written() {
        for (text, expected) in [
            ("1231.08", 1231.08),
            ("5400", 5400.0),
            ("00:34:00", 2040.0),
            ("34:00", 2040.0),
            ("1:02:03.5", 3723.5),
            ("PT5M", 300.0),
            ("PT1H30M5S", 5405.0),
            ("P1DT1S", 86_401.0),
            ("34 min", 2040.0),
            ("1h 2m 3s", 3723.0),
            ("90s", 90.0),
            ("2 hours, 5 minutes", 7500.0),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for text in ["", "long", "1:2:3:4", "5 x", "-3", "PT", "3m 4h", ":", "NaN", "inf"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
