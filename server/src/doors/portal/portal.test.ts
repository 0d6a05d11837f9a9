import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createLog } from '../../foundation/log.ts'
import { createPortalDoor } from './index.ts'

const SCRIPT = 'export const answer = 42\n'

test('given a built portal, when a page of it is asked for, then the document comes', async () => {
  await using portal = await givenPortal()

  const answer = await fetch(`${portal.url}/app/datasets/111111111111/mobility/flights.v2`)

  const nonce = /nonce-([\w-]+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1]
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.match(answer.headers.get('content-security-policy') ?? '', /script-src 'self';/)
  assert.equal(await answer.text(), `<html><meta name="nonce" content="${nonce}"></html>`)
})

test('given two visits, when the document comes, then each has a nonce of its own', async () => {
  await using portal = await givenPortal()

  const [first, second] = await Promise.all(
    [1, 2].map(async () => (await fetch(`${portal.url}/app/`)).text()),
  )

  assert.notEqual(first, second)
})

test('given a hashed file, when it is asked for, then it comes compressed, for good', async () => {
  await using portal = await givenPortal()
  const url = `${portal.url}/app/assets/index-1a2b.js`

  const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })

  assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(answer.headers.get('content-encoding'), 'gzip')
  assert.equal(await answer.text(), SCRIPT)
  const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
  assert.equal(plain.headers.get('content-encoding'), null)
  const etag = plain.headers.get('etag') ?? ''
  assert.equal((await fetch(url, { headers: { 'if-none-match': etag } })).status, 304)
})

test('given a file that is no more, when it is asked for, then no document comes', async () => {
  await using portal = await givenPortal()

  const answer = await fetch(`${portal.url}/app/assets/index-old.js`)

  assert.equal(answer.status, 404)
})

test('given a path that leaves the directory, when asked for, then it is a page', async () => {
  await using portal = await givenPortal()

  const answer = await fetch(`${portal.url}/app/%2e%2e/%2e%2e/etc/passwd`)

  assert.match(await answer.text(), /<html>/)
})

test('given no build, when the portal is asked for, then it says so until there is', async () => {
  await using portal = await givenPortal({ built: false })
  assert.equal((await fetch(`${portal.url}/app/`)).status, 503)

  await build(portal.directory)

  assert.equal((await fetch(`${portal.url}/app/`)).status, 200)
})

async function givenPortal(options: { built?: boolean } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'portal-'))
  if (options.built !== false) await build(directory)
  const door = createPortalDoor({ directory, log: createLog('silent') })
  const server = createServer((request, response) => {
    const [rawPath = '', rawQuery = ''] = (request.url ?? '').split('?')
    const here = {
      requestId: 'r',
      rawPath,
      rawQuery,
      box: undefined,
      sidePort: undefined,
      secure: false,
    }
    void door.handle({ request, response, ...here })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    directory,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(directory, { recursive: true })
    },
  }
}

async function build(directory: string): Promise<void> {
  await mkdir(join(directory, 'assets'))
  await writeFile(join(directory, 'assets/index-1a2b.js'), SCRIPT)
  await writeFile(join(directory, 'assets/index-1a2b.js.gz'), gzipSync(SCRIPT))
  await writeFile(
    join(directory, 'index.html'),
    '<html><meta name="nonce" content="__NONCE__"></html>',
  )
}
