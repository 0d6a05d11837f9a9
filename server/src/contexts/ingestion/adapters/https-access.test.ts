import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { makeCertificates } from '../../../../../demo/vendor/certificate.ts'
import { createOutbound, internalAddress } from '../../../foundation/outbound.ts'
import type { Fetching } from '../model/connection.ts'
import { connectionProblem } from '../steps/connection-problem.ts'
import { openFetcher } from './open-fetcher.ts'

const outbound = createOutbound({ internalHosts: ['localhost'] })
const secret = { password: 'p:ss wörd' }
const INDEX = JSON.stringify({ files: [{ name: 'a.csv', size: 3 }] })

interface Heard {
  path: string
  authorization: string
  body: string
}

/** Tokens and files of one server; each token is good for so many requests. */
async function givenServer({ uses = Number.POSITIVE_INFINITY, seconds = 3600, token = '' } = {}) {
  const { authorityPem, certificatePem: cert, keyPem: key } = makeCertificates(new Date())
  const heard: Heard[] = []
  const good = new Map<string, number>()
  const server = createServer({ cert, key }, async (request, response) => {
    const { url: path = '', headers } = request as IncomingMessage
    const { authorization = '' } = headers
    heard.push({ path, authorization, body: await text(request) })
    if (path === '/token') {
      if (authorization !== `Basic ${Buffer.from('client+1:p%3Ass+w%C3%B6rd').toString('base64')}`)
        return response.writeHead(401).end('{"error":"invalid_client"}')
      const name = token || `token-${good.size + 1}`
      good.set(`Bearer ${name}`, uses)
      return response.end(JSON.stringify({ access_token: name, expires_in: seconds }))
    }
    const left = good.get(authorization) ?? 0
    good.set(authorization, left - 1)
    if (left <= 0) return response.writeHead(401).end()
    return response.end(path === '/out/' ? INDEX : 'a,b')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `https://localhost:${(server.address() as AddressInfo).port}`
  const oauth = { tokenUrl: `${url}/token`, clientId: 'client 1', scope: 'files' }
  const connection = { method: 'https', url, oauth, authorityPem } satisfies Fetching
  return {
    ...{ connection, heard },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('given client credentials, when files are read, then a token opens them', async () => {
  await using far = await givenServer()
  const { connection } = far
  await using fetcher = await openFetcher({ connection, secret, directory: 'out', outbound })

  const [file] = await fetcher.list()
  const read = await text(await fetcher.read(file!, 0))

  assert.equal(read, 'a,b')
  const [asked, ...others] = far.heard
  assert.deepEqual(asked?.body, 'grant_type=client_credentials&scope=files')
  assert.deepEqual(
    others.map(({ path, authorization }) => `${path} ${authorization}`),
    ['/out/ Bearer token-1', '/out/a.csv Bearer token-1'],
  )
})

test('given a token that is over, when files are read, then there is another', async () => {
  for (const life of [{ uses: 1 }, { seconds: 31 }]) {
    await using far = await givenServer(life)
    const { connection } = far
    await using fetcher = await openFetcher({ connection, secret, directory: 'out', outbound })
    const [file] = await fetcher.list()
    if (life.seconds) await new Promise((resolve) => setTimeout(resolve, 1100))

    const read = await text(await fetcher.read(file!, 0))

    assert.equal(read, 'a,b')
    assert.equal(far.heard.filter(({ path }) => path === '/token').length, 2)
  }
})

test('given a wrong secret, or no token, when looked at, then it is told without it', async () => {
  await using far = await givenServer()
  await using odd = await givenServer({ token: 'two\nlines' })
  const kindOf = async (connection: Fetching, password: string) => {
    const options = { connection, secret: { password }, directory: 'out', outbound }
    await using fetcher = await openFetcher(options)
    const error = await fetcher.list().then(
      () => assert.fail('it was listed'),
      (cause: unknown) => cause,
    )
    const { kind, message } = connectionProblem(error, { password })
    assert.ok(!message.includes(password), message)
    return kind
  }

  assert.equal(await kindOf(far.connection, 'guessed'), 'login-refused')
  assert.equal(await kindOf(odd.connection, secret.password), 'other')
})

test('given tokens from inside the network, when asked for, then nothing is sent', async () => {
  await using far = await givenServer()
  const oauth = { ...far.connection.oauth, tokenUrl: 'https://169.254.169.254/token' }
  const connection = { ...far.connection, oauth }

  const opening = openFetcher({ connection, secret, directory: 'out', outbound })

  await assert.rejects(opening, internalAddress.matches)
  assert.deepEqual(far.heard, [])
})
