// Lets a subscriber around a library of JavaScript fetch a feed once, as subscribe.py does for others.
// usage: node subscribe.mjs feedsmith|rss-parser ADDRESS FOLDER
//
// The library reads; what is asked for, kept and followed is the subscriber's, as the specifications say.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const modules = process.env.FEEDWRIGHT_NODE_MODULES
const require = createRequire(join(modules, '..', 'from-here.js'))
const [name, address, folder] = process.argv.slice(2)
const kept = join(folder, 'kept.json')
const state = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : { url: address, items: {} }

async function read(text) {
  if (name === 'rss-parser') {
    const Parser = require('rss-parser')
    return (await new Parser().parseString(text)).items.map((item) => [item.guid ?? item.id, item.title])
  }
  const { feed } = require('feedsmith').parseFeed(text)
  const plain = (value) => value?.value ?? value
  return (feed.items ?? feed.entries ?? []).map((item) => [plain(item.guid) ?? item.id, plain(item.title)])
}

if (!state.gone) {
  let answer
  for (;;) {
    const headers = state.etag ? { 'If-None-Match': state.etag } : {}
    answer = await fetch(state.url, { headers, redirect: 'manual' })
    if (answer.status !== 301) break
    state.url = new URL(answer.headers.get('location'), state.url).href
  }
  state.gone = answer.status === 410
  if (answer.status === 200) {
    state.etag = answer.headers.get('etag')
    for (const [id, title] of await read(await answer.text())) state.items[id] = title
  }
  writeFileSync(kept, JSON.stringify(state))
}
const { version } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'))
process.stdout.write(
  JSON.stringify({ version, items: Object.entries(state.items), url: state.url, fault: state.gone ? 'gone' : null }),
)
