//! Points and stretches of playing time: NPT (RFC 2326 section 3.6) and the durations of podcasts.

use super::Fault;

/// A point in time of NPT in seconds, or `None` for `now`.
pub fn npt(text: &str) -> Result<Option<f64>, Fault> {
    let fault = |reason| Err(Fault::new(0..text.len(), reason));
    if text == "now" {
        return Ok(None);
    }
    let parts: Vec<&str> = text.split(':').collect();
    let last = parts.last().copied().unwrap_or_default();
    let Ok(seconds) = super::number::decimal(last) else {
        return fault("is no time such as 12.5, 1:05:35 or now");
    };
    match parts.as_slice() {
        [_] => Ok(Some(seconds)),
        // The specification of Media RSS writes minutes and seconds alone in an example of its own.
        [minutes, _] => {
            let whole = last.split('.').next().unwrap_or_default();
            if minutes.is_empty()
                || minutes.len() > 2
                || !minutes.bytes().all(|b| b.is_ascii_digit())
                || whole.len() != 2
            {
                return fault("is no time such as 12.5, 1:05:35 or now");
            }
            let minutes: f64 = minutes.parse().unwrap_or_default();
            if minutes > 59.0 || seconds >= 60.0 {
                return fault("has minutes or seconds over 59");
            }
            Ok(Some(minutes * 60.0 + seconds))
        }
        [hours, minutes, _] => {
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            let whole = last.split('.').next().unwrap_or_default();
            if !digits(hours) || !digits(minutes) || minutes.len() > 2 || whole.len() > 2 {
                return fault("is no time such as 12.5, 1:05:35 or now");
            }
            let minutes: f64 = minutes.parse().unwrap_or_default();
            if minutes > 59.0 || seconds >= 60.0 {
                return fault("has minutes or seconds over 59");
            }
            Ok(Some(hours.parse::<f64>().unwrap_or(f64::MAX) * 3600.0 + minutes * 60.0 + seconds))
        }
        _ => fault("is no time such as 12.5, 1:05:35 or now"),
    }
}

/// A duration of `itunes:duration` in seconds: `75`, `1:15` or `1:01:15`.
pub fn duration(text: &str) -> Result<u64, Fault> {
    let fault = |reason| Err(Fault::new(0..text.len(), reason));
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 3 || parts.iter().any(|p| p.is_empty() || !p.bytes().all(|b| b.is_ascii_digit())) {
        return fault("is no duration such as 75, 1:15 or 1:01:15");
    }
    let mut total = 0_u64;
    for (i, part) in parts.iter().enumerate() {
        let value = part.parse::<u64>().unwrap_or(u64::MAX);
        if i > 0 && (part.len() != 2 || value > 59) {
            return fault("has minutes or seconds that are not two digits up to 59");
        }
        total = total.saturating_mul(60).saturating_add(value);
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn npt_is_now_seconds_or_a_clock() {
        assert_eq!(npt("now"), Ok(None));
        assert_eq!(npt("12.5"), Ok(Some(12.5)));
        assert_eq!(npt("01:00"), Ok(Some(60.0)));
        assert_eq!(npt("1:05:35.25"), Ok(Some(3935.25)));
        assert_eq!(npt("100:00:00"), Ok(Some(360_000.0)));
        for text in ["", "noon", "12 o clock", "1:3", "1:60", "12:99:99", "1:05:60", "1:2:3:4", ":00:00", "-1"] {
            assert!(npt(text).is_err(), "{text}");
        }
    }

    #[test]
    fn durations_count_in_sixties() {
        assert_eq!(duration("75"), Ok(75));
        assert_eq!(duration("1:15"), Ok(75));
        assert_eq!(duration("1:01:15"), Ok(3675));
        for text in ["", "1:5", "1:60", "1:00:00:00", "1.5", "-1", "PT5M", ":10"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parsers(text in "\\PC{0,12}|[0-9:.]{0,16}") {
            let _ = (npt(&text), duration(&text));
        }
    }
}
