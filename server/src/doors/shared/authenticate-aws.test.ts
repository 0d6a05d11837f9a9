import assert from 'node:assert/strict'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { DomainError } from '../../foundation/errors.ts'
import { authenticateAws } from './authenticate-aws.ts'
import {
  chunked,
  chunkedWithTrailer,
  type Example,
  exampleKey,
  exampleNow,
  examples,
  presignedV2,
} from './golden/sigv4-examples.ts'
import { readBody } from './verified-body.ts'

const caller: Caller = {
  accountId: '111111111111' as AccountId,
  principalArn: 'arn:aws:iam::111111111111:user/ana',
  arn: 'arn:aws:iam::111111111111:user/ana',
  userId: 'AIDAEXAMPLE',
  accessKeyId: exampleKey.accessKeyId,
  sessionTags: {},
  sessionPolicies: [],
}

interface Answer {
  code: string
  body: string
  trailers: Record<string, string>
}

/** A listener that answers how it authenticated each request, and its body. */
async function givenListener(now: Date) {
  const identity = {
    authenticate: async () => ({ secretAccessKey: exampleKey.secretAccessKey, caller }),
  }
  const server = createServer(async (request, response) => {
    const [rawPath = '', rawQuery = ''] = (request.url ?? '').split('?')
    const exchange = {
      requestId: 'r',
      rawPath,
      rawQuery,
      box: undefined,
      sidePort: undefined,
      secure: false,
    }
    const answer: Answer = { code: 'ok', body: '', trailers: {} }
    try {
      const authenticated = await authenticateAws(
        identity,
        { request, response, ...exchange },
        { now: () => now },
      )
      answer.body = (await readBody(authenticated.body, 2 ** 20)).toString()
      answer.trailers = Object.fromEntries(authenticated.trailers)
    } catch (error) {
      answer.code = error instanceof DomainError ? error.code : String(error)
    }
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    send: (example: Example) => send(port, example),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function send(port: number, { method, path, headers, body }: Example): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers },
      async (response) => resolve(JSON.parse((await readBody(response, 2 ** 20)).toString())),
    )
    request.on('error', reject)
    request.end(body)
  })
}

function flipped(example: Example, from: string, to: string): Example {
  const text = JSON.stringify(example)
  assert.ok(text.includes(from), `"${from}" is in the example`)
  return JSON.parse(text.replace(from, to))
}

for (const example of [...examples, chunked, chunkedWithTrailer]) {
  test(`given AWS's example ${example.name}, when sent, then it is verified`, async () => {
    await using listener = await givenListener(exampleNow)

    const answer = await listener.send(example)

    assert.equal(answer.code, 'ok')
    const expected = example.body?.startsWith('10000;') ? 'a'.repeat(66560) : (example.body ?? '')
    assert.equal(answer.body, expected)
  })
}

test('given a signed trailer, when the body has ended, then the trailer is there', async () => {
  await using listener = await givenListener(exampleNow)

  const answer = await listener.send(chunkedWithTrailer)

  assert.deepEqual(answer.trailers, { 'x-amz-checksum-crc32c': 'sOO8/Q==' })
})

const attacks: [string, Example, string][] = [
  ['another path', flipped(examples[0]!, '/test.txt', '/tesu.txt'), 'signature.mismatch'],
  ['another range', flipped(examples[0]!, 'bytes=0-9', 'bytes=0-99'), 'signature.mismatch'],
  ['another method', flipped(examples[0]!, '"GET"', '"DELETE"'), 'signature.mismatch'],
  ['another query', flipped(examples[3]!, 'prefix=J', 'prefix=K'), 'signature.mismatch'],
  ['another body', flipped(examples[1]!, 'Welcome', 'welcome'), 'body.hash-mismatch'],
  ['a longer life', flipped(examples[4]!, '86400', '86401'), 'signature.mismatch'],
  ['a life over a week', flipped(examples[4]!, '86400', '604801'), 'signature.incomplete'],
  ['another region', flipped(examples[0]!, 'us-east-1', 'us-east-2'), 'signature.mismatch'],
  ['a byte of a chunk', flipped(chunked, '\\r\\naaaa', '\\r\\nbaaa'), 'signature.mismatch'],
  ['a chunk’s signature', flipped(chunked, 'ad80c730', 'ad80c731'), 'signature.mismatch'],
  ['a trailer', flipped(chunkedWithTrailer, 'sOO8/Q==', 'sOO8/A=='), 'signature.mismatch'],
  [
    'its trailer away',
    flipped(chunkedWithTrailer, 'x-amz-checksum-crc32c:sOO8/Q==\\r\\n', ''),
    'body.trailer-malformed',
  ],
  ['a chunk too many', flipped(chunked, '400;', '401;'), 'body.malformed'],
  [
    'its hash header away',
    flipped(examples[0]!, '"x-amz-content-sha256"', '"x-other"'),
    'signature.payload-hash-missing',
  ],
  [
    'a header put in',
    { ...examples[0]!, headers: { ...examples[0]!.headers, 'x-amz-acl': 'public-read' } },
    'signature.headers-not-signed',
  ],
  ['no signature', { ...examples[0]!, headers: { Host: 'x' } }, 'signature.missing'],
  [
    'half a signature',
    flipped(examples[0]!, ',SignedHeaders=', ',Headers='),
    'signature.incomplete',
  ],
]
for (const [what, example, code] of attacks) {
  test(`given a signed request, when it comes with ${what}, then ${code}`, async () => {
    await using listener = await givenListener(exampleNow)

    const answer = await listener.send(example)

    assert.equal(answer.code, code)
  })
}

const times: [string, number, string][] = [
  ['2013-05-24T00:15:00Z', 0, 'ok'],
  ['2013-05-24T00:15:01Z', 0, 'signature.skewed'],
  ['2013-05-23T23:45:00Z', 0, 'ok'],
  ['2013-05-23T23:44:59Z', 0, 'signature.skewed'],
  ['2013-05-24T23:59:59Z', 4, 'ok'],
  ['2013-05-25T00:00:01Z', 4, 'signature.expired'],
  ['2013-05-23T23:44:00Z', 4, 'signature.not-yet-valid'],
]
for (const [at, index, code] of times) {
  test(`given ${examples[index]!.name}, when it arrives at ${at}, then ${code}`, async () => {
    await using listener = await givenListener(new Date(at))

    const answer = await listener.send(examples[index]!)

    assert.equal(answer.code, code)
  })
}

const duringV2 = new Date('2026-11-23T07:00:00Z')
for (const example of presignedV2) {
  test(`given ${example.name}, presigned, when sent or altered, then it holds or not`, async () => {
    await using listener = await givenListener(duringV2)
    await using late = await givenListener(new Date('2026-11-23T09:00:00Z'))

    const codes = [
      await listener.send(example),
      await listener.send(flipped(example, '/b/', '/c/')),
      await listener.send(flipped(example, 'Expires=1795421701', 'Expires=1795421702')),
      await listener.send(flipped(example, '&Expires', '&prefix=x&Expires')),
      await late.send(example),
    ].map(({ code }) => code)

    const mismatch = 'signature.mismatch'
    assert.deepEqual(codes, ['ok', mismatch, mismatch, 'signature.incomplete', 'signature.expired'])
  })
}
