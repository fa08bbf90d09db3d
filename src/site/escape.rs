//! Text as HTML and XML hold it.

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, Output, State, Value};

/// Escapes all that templates fill in. The built-in way also writes each `/` as a reference, which no address
/// can be read through.
pub(super) fn set(environment: &mut Environment<'_>) {
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(|out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value| {
        if value.is_safe() || *state.auto_escape() == AutoEscape::None {
            return Ok(out.write_str(&value.to_string())?);
        }
        match value.kind() {
            ValueKind::Undefined | ValueKind::None => Ok(()),
            _ => write(out, &value.to_string()),
        }
    });
}

fn write(out: &mut Output<'_>, text: &str) -> Result<(), Error> {
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        out.write_str(&rest[..at])?;
        let one = rest[at..].chars().next().unwrap_or_default();
        out.write_str(match one {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            _ => "",
        })?;
        rest = &rest[at + one.len_utf8()..];
    }
    Ok(out.write_str(rest)?)
}

/// What is written as a reference, and what neither HTML nor XML can hold, which goes.
fn special(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}' | '\u{7f}'..='\u{9f}')
        || (c.is_control() && !matches!(c, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_text_wherever_it_stands() {
        let mut environment = Environment::new();
        set(&mut environment);
        let made = |text: &str| {
            let template = "<a title=\"{{ text }}\">{{ text }}</a>";
            environment.render_str(template, minijinja::context! { text }).unwrap()
        };
        for (text, written) in [
            ("\"><script>alert('x')</script>", "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
            ("Ports & piers/quays", "Ports &amp; piers/quays"),
            ("a\u{0}\u{1b}b\u{fffe}\u{85}c\nd", "abc\nd"),
            ("{{ site.title }}", "{{ site.title }}"),
            ("الميناء", "الميناء"),
        ] {
            assert_eq!(made(text), format!("<a title=\"{written}\">{written}</a>"));
        }
    }
}
