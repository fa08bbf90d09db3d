//! Whole and fractional numbers as feeds write them: decimal digits, no separators, no units.

use super::Fault;

/// How a number is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is no number at all.
    Form,
    /// It is a number, but below what is allowed.
    TooSmall,
}

fn whole(text: &str, least: i128) -> Result<i128, (Wrong, Fault)> {
    let fault = |wrong, reason| Err((wrong, Fault::new(0..text.len(), reason)));
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return fault(Wrong::Form, "is no whole number");
    }
    // More digits than fit are still a number; which one does not matter.
    let value = text.parse::<i128>().unwrap_or(if text.starts_with('-') { i128::MIN } else { i128::MAX });
    if value < least {
        return fault(Wrong::TooSmall, if least > 0 { "is not above zero" } else { "is below zero" });
    }
    Ok(value)
}

/// Any whole number.
pub fn integer(text: &str) -> Result<i128, (Wrong, Fault)> {
    whole(text, i128::MIN)
}

/// A whole number of zero or more.
pub fn non_negative(text: &str) -> Result<i128, (Wrong, Fault)> {
    whole(text, 0)
}

/// A whole number of one or more.
pub fn positive(text: &str) -> Result<i128, (Wrong, Fault)> {
    whole(text, 1)
}

/// A number with or without a fraction, not negative: `25`, `29.97`.
pub fn decimal(text: &str) -> Result<f64, Fault> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fits = !whole.is_empty() && whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
    match text.parse::<f64>() {
        Ok(value) if fits && value.is_finite() => Ok(value),
        _ => Err(Fault::new(0..text.len(), "is no plain number")),
    }
}

/// A number with or without sign and fraction, as coordinates are written.
pub fn signed_decimal(text: &str) -> Result<f64, Fault> {
    let negative = text.starts_with('-');
    let value =
        decimal(text.strip_prefix(['-', '+']).unwrap_or(text)).map_err(|f| Fault::new(0..text.len(), f.reason))?;
    Ok(if negative { -value } else { value })
}

/// Whole numbers divided by commas, as `slash:hit_parade` has them.
pub fn integer_list(text: &str) -> Result<(), Fault> {
    let mut at = 0;
    for part in text.split(',') {
        let number = part.trim();
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Fault::new(at..at + part.len(), "is no list of whole numbers divided by commas"));
        }
        at += part.len() + 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn boundaries_of_whole_numbers() {
        for text in ["0", "-0", "12", "+3", "99999999999999999999999999999999999999999999"] {
            assert!(non_negative(text).is_ok(), "{text}");
        }
        for (text, wrong) in [
            ("-1", Wrong::TooSmall),
            ("", Wrong::Form),
            ("1_000", Wrong::Form),
            ("1.0", Wrong::Form),
            (" 1", Wrong::Form),
            ("12 MB", Wrong::Form),
            ("-", Wrong::Form),
            ("١", Wrong::Form),
        ] {
            assert_eq!(non_negative(text).unwrap_err().0, wrong, "{text}");
        }
        assert_eq!(positive("0").unwrap_err().0, Wrong::TooSmall);
        assert_eq!(positive("1"), Ok(1));
        assert_eq!(integer("-7"), Ok(-7));
    }

    #[test]
    fn fractions_have_digits_on_the_left() {
        for text in ["0", "29.97", "128", "7."] {
            assert!(decimal(text).is_ok(), "{text}");
        }
        for text in ["", ".5", "-1", "1:30", "128kbps", "1e3", "NaN", "inf", "1.2.3"] {
            assert!(decimal(text).is_err(), "{text}");
        }
        assert_eq!(signed_decimal("-1.5"), Ok(-1.5));
        assert!(signed_decimal("--1").is_err());
    }

    #[test]
    fn lists_are_divided_by_commas() {
        assert!(integer_list("1, 2,3").is_ok());
        for text in ["", "1,,2", "1;2", "a", "1,2,"] {
            assert!(integer_list(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parsers(text in "\\PC{0,12}|[-+0-9.,]{0,12}") {
            let _ = (integer(&text), positive(&text), decimal(&text), signed_decimal(&text), integer_list(&text));
        }

        #[test]
        fn every_integer_is_one(n in any::<i64>()) {
            prop_assert_eq!(integer(&n.to_string()), Ok(i128::from(n)));
        }
    }
}
