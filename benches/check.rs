//! Checking: a feed of 2,000 items, with and without the HTML inside.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use feedwright::check::{Options, check};

/// A feed of about 10 MB, with bodies as newspapers write them.
fn feed() -> String {
    let paragraph = "<p>The harbour was <b>closed</b> on <a href=\"https://example.org/day\">Monday</a> &amp; Tuesday; ships waited.</p>\n";
    let items: String = (0..2000)
        .map(|i| {
            format!(
                "<item><title>Storm {i}</title><link>https://example.org/{i}</link><guid>https://example.org/{i}</guid>\
                 <pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate><description>Ships waited.</description>\
                 <content:encoded><![CDATA[{}]]></content:encoded></item>\n",
                paragraph.repeat(40)
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>News</title><link>https://example.org/</link><description>All</description>\n{items}</channel></rss>\n"
    )
}

fn checking(c: &mut Criterion) {
    let feed = feed();
    let mut group = c.benchmark_group("check");
    group.sample_size(20).throughput(Throughput::Bytes(feed.len() as u64));
    for (name, html) in [("with HTML", true), ("without HTML", false)] {
        let mut options = Options::new("feed.xml");
        options.html = html;
        options.max_findings = 200;
        group.bench_function(name, |b| b.iter(|| check(feed.as_bytes(), &options)));
    }
    group.finish();
}

criterion_group!(benches, checking);
criterion_main!(benches);
