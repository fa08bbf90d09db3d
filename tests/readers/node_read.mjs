// Prints what feedsmith or rss-parser shows of feed files, as tests/it/readers.rs wants it.
// usage: node node_read.mjs feedsmith|rss-parser FILE...

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const modules = process.env.FEEDWRIGHT_NODE_MODULES
const require = createRequire(join(modules, '..', 'from-here.js'))
const [reader, ...files] = process.argv.slice(2)

const seconds = (date) => (date ? Math.floor(Date.parse(date) / 1000) : null)
const some = (...lists) => lists.flat(Infinity).filter((value) => value !== undefined && value !== null)

// Every object of Media RSS below an item, whatever it is nested in.
const objects = (media) => (media ? [media, ...some(media.contents, media.group?.contents, media.groups?.map((g) => g.contents), media.group, media.groups)] : [])
const ofMedia = (media) => ({
  pictures: some(objects(media).map((o) => [o.url, o.thumbnails?.map((t) => t.url)])),
  captions: some(objects(media).map((o) => o.description?.value)),
  credits: some(objects(media).map((o) => o.credits?.map((c) => c.value))),
})

const text = (value) => (value && typeof value === 'object' ? value.value : value)

function withFeedsmith(content) {
  const { parseFeed } = require('feedsmith')
  const { format, feed } = parseFeed(content)
  if (format === 'rss') {
    return (feed.items ?? []).map((item) => {
      const media = ofMedia(item.media)
      return {
        title: item.title,
        link: item.link,
        id: item.guid?.value,
        date: seconds(item.pubDate),
        authors: some(item.dc?.creators, item.authors?.map((a) => text(a.name ?? a))),
        categories: some(item.categories?.map((c) => c.name)),
        summary: item.description,
        body: item.content?.encoded,
        ...media,
        pictures: some(media.pictures, item.enclosures?.map((e) => e.url)),
      }
    })
  }
  if (format === 'atom') {
    return (feed.entries ?? []).map((entry) => {
      const media = ofMedia(entry.media)
      return {
        title: text(entry.title),
        link: entry.links?.find((l) => (l.rel ?? 'alternate') === 'alternate')?.href,
        id: entry.id,
        date: seconds(entry.published),
        authors: some(entry.authors?.map((a) => a.name)),
        categories: some(entry.categories?.map((c) => c.label ?? c.term)),
        summary: text(entry.summary),
        body: text(entry.content),
        ...media,
        pictures: some(media.pictures, entry.links?.filter((l) => l.rel === 'enclosure').map((l) => l.href)),
      }
    })
  }
  return (feed.items ?? []).map((item) => ({
    title: item.title,
    link: item.url,
    id: item.id,
    date: seconds(item.date_published),
    authors: some(item.authors?.map((a) => a.name)),
    categories: some(item.tags),
    summary: item.summary,
    body: item.content_html,
    pictures: some(item.image, item.attachments?.map((a) => a.url)),
    captions: some(item.attachments?.map((a) => a.title)),
    credits: [],
  }))
}

async function withRssParser(content) {
  const Parser = require('rss-parser')
  const feed = await new Parser().parseString(content)
  return feed.items.map((item) => ({
    title: item.title,
    link: item.link,
    id: item.guid ?? item.id,
    date: seconds(item.isoDate ?? item.pubDate),
    authors: some(item.creator, item['dc:creator'], item.author),
    categories: some(item.categories?.map((c) => (typeof c === 'string' ? c : c._ ?? c.$?.label ?? c.$?.term))),
    summary: item['content:encoded'] === undefined ? (item.summary ?? item.content) : item.content,
    body: item['content:encoded'] ?? item.content,
    pictures: some(item.enclosure?.url),
    captions: [],
    credits: [],
  }))
}

const out = {}
for (const file of files) {
  const content = readFileSync(file, 'utf8')
  try {
    out[file] = { fault: null, items: await (reader === 'feedsmith' ? withFeedsmith(content) : withRssParser(content)) }
  } catch (error) {
    out[file] = { fault: String(error).split('\n')[0], items: [] }
  }
}
const { version } = JSON.parse(readFileSync(join(modules, reader, 'package.json'), 'utf8'))
process.stdout.write(JSON.stringify({ version, files: out }))
