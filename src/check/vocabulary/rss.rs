//! RSS 0.91 to 2.0: one table, in which each row says since when and until when there is such an element.

use super::Version::{V0_91, V0_92, V0_93, V0_94};
use super::places::{CHANNEL, IMAGE, ITEM, TEXT_INPUT};
use super::{Element, Parent, Vocabulary, element, need, optional, required, types};
use crate::check::namespace::Ns;
use crate::check::rules::rss::parts::{CHANNEL_MISSING, DESCRIPTION, LINK, PART, TITLE};

const RSS: Parent = (Ns::NONE, "rss");

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::NONE],
    title: "RSS 2.0",
    url: "https://www.rssboard.org/rss-specification",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("rss", &[])
        .contains(list![need(Ns::NONE, "channel", &CHANNEL_MISSING)])
        .attributes(list![required("version", &types::RSS_VERSION)])
        .spec("what is RSS"),
    element("channel", &[RSS])
        .once()
        .contains(list![
            need(Ns::NONE, "title", &TITLE),
            need(Ns::NONE, "link", &LINK),
            need(Ns::NONE, "description", &DESCRIPTION)
        ])
        .spec("required channel elements"),
    element("item", &[CHANNEL]).contains(&[]).spec("elements of <item>"),
    // The channel.
    element("title", &[CHANNEL]).once().holds(&types::FILLED).spec("<title>"),
    element("link", &[CHANNEL]).once().holds(&types::URI).spec("<link>"),
    element("description", &[CHANNEL]).once().holds(&types::TEXT).spec("<description>"),
    element("language", &[CHANNEL]).once().holds(&types::LANGUAGE).spec("<language>"),
    element("copyright", &[CHANNEL]).once().holds(&types::TEXT).spec("<copyright>"),
    element("managingEditor", &[CHANNEL]).once().holds(&types::CONTACT).spec("<managingEditor>"),
    element("webMaster", &[CHANNEL]).once().holds(&types::CONTACT).spec("<webMaster>"),
    element("pubDate", &[CHANNEL]).once().holds(&types::RFC822).spec("optional channel elements"),
    element("lastBuildDate", &[CHANNEL]).once().holds(&types::RFC822).spec("<lastBuildDate>"),
    element("category", &[CHANNEL])
        .since(V0_94)
        .holds(&types::TEXT)
        .attributes(list![optional("domain", &types::TEXT)])
        .spec("<category>"),
    element("generator", &[CHANNEL]).since(V0_94).once().holds(&types::TEXT).spec("<generator>"),
    element("docs", &[CHANNEL]).once().holds(&types::URI).spec("<docs>"),
    element("cloud", &[CHANNEL])
        .since(V0_92)
        .once()
        .attributes(list![
            required("domain", &types::FILLED),
            required("port", &types::PORT),
            required("path", &types::FILLED),
            required("registerProcedure", &types::TEXT),
            required("protocol", &types::CLOUD_PROTOCOL),
        ])
        .spec("<cloud>"),
    element("ttl", &[CHANNEL]).since(V0_94).once().holds(&types::POSITIVE_FILLED).spec("<ttl>"),
    element("rating", &[CHANNEL]).holds(&types::TEXT).spec("<rating>"),
    element("skipHours", &[CHANNEL]).once().contains(list![need(Ns::NONE, "hour", &PART)]).spec("<skipHours>"),
    element("hour", &[(Ns::NONE, "skipHours")]).holds(&types::HOUR).spec("<skipHours>"),
    element("skipDays", &[CHANNEL]).once().contains(list![need(Ns::NONE, "day", &PART)]).spec("<skipDays>"),
    element("day", &[(Ns::NONE, "skipDays")]).holds(&types::DAY).spec("<skipDays>"),
    // Its picture.
    element("image", &[CHANNEL])
        .once()
        .contains(list![need(Ns::NONE, "url", &PART), need(Ns::NONE, "title", &TITLE), need(Ns::NONE, "link", &LINK)])
        .spec("<image>"),
    element("url", &[IMAGE]).once().holds(&types::IMAGE_URL).spec("<image>"),
    element("title", &[IMAGE]).once().holds(&types::FILLED).spec("<image>"),
    element("link", &[IMAGE]).once().holds(&types::URI).spec("<image>"),
    element("width", &[IMAGE]).once().holds(&types::IMAGE_WIDTH).spec("<image>"),
    element("height", &[IMAGE]).once().holds(&types::IMAGE_HEIGHT).spec("<image>"),
    element("description", &[IMAGE]).once().holds(&types::TEXT).spec("<image>"),
    // Its form.
    element("textInput", &[CHANNEL])
        .once()
        .contains(list![
            need(Ns::NONE, "title", &TITLE),
            need(Ns::NONE, "description", &DESCRIPTION),
            need(Ns::NONE, "name", &PART),
            need(Ns::NONE, "link", &LINK),
        ])
        .spec("<textInput>"),
    // As Netscape spelt it.
    element("textinput", &[CHANNEL])
        .until(V0_91)
        .once()
        .contains(list![
            need(Ns::NONE, "title", &TITLE),
            need(Ns::NONE, "description", &DESCRIPTION),
            need(Ns::NONE, "name", &PART),
            need(Ns::NONE, "link", &LINK),
        ])
        .spec("<textinput>"),
    element("title", &[TEXT_INPUT]).once().holds(&types::FILLED).spec("<textInput>"),
    element("description", &[TEXT_INPUT]).once().holds(&types::FILLED).spec("<textInput>"),
    element("name", &[TEXT_INPUT]).once().holds(&types::INPUT_NAME).spec("<textInput>"),
    element("link", &[TEXT_INPUT]).once().holds(&types::URI).spec("<textInput>"),
    // The item.
    element("title", &[ITEM]).once().holds(&types::FILLED).spec("elements of <item>"),
    element("link", &[ITEM]).once().holds(&types::URI).spec("elements of <item>"),
    element("description", &[ITEM]).once().holds(&types::HTML).spec("elements of <item>"),
    element("author", &[ITEM]).since(V0_94).once().holds(&types::CONTACT).spec("<author>"),
    element("category", &[ITEM])
        .since(V0_92)
        .holds(&types::FILLED)
        .attributes(list![optional("domain", &types::TEXT)])
        .spec("<category>"),
    element("comments", &[ITEM]).since(V0_94).once().holds(&types::URI).spec("<comments>"),
    // More than one is a matter of its own.
    element("enclosure", &[ITEM])
        .since(V0_92)
        .attributes(list![
            required("url", &types::HTTP_URL),
            required("length", &types::LENGTH),
            required("type", &types::MEDIA_TYPE),
        ])
        .spec("<enclosure>"),
    element("guid", &[ITEM])
        .since(V0_94)
        .once()
        .holds(&types::FILLED)
        .attributes(list![optional("isPermaLink", &types::PERMALINK)])
        .spec("<guid>"),
    element("pubDate", &[ITEM]).since(V0_93).once().holds(&types::RFC822).spec("<pubDate>"),
    element("expirationDate", &[ITEM]).since(V0_93).until(V0_94).once().holds(&types::RFC822).spec("<expirationDate>"),
    element("source", &[ITEM])
        .since(V0_92)
        .once()
        .holds(&types::TEXT)
        .attributes(list![required("url", &types::URI)])
        .spec("<source>"),
];
