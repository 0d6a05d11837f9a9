import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { createOutbound } from '../../../foundation/outbound.ts'
import type { AccountId } from '../../identity/index.ts'
import { invalidConnection, licenceEnded, notFound, tooManyTries } from '../errors.ts'
import type { Fetching, TriedSource } from '../index.ts'
import {
  callerOf,
  type GivenIngestion,
  givenFeed,
  givenIngestion,
  refusedByIam,
} from '../testing/given-ingestion.ts'

const eve = callerOf('eve', '700000000002' as AccountId)

async function sourceOf(given: GivenIngestion, change: Partial<Fetching> = {}) {
  const { id: vendorId } = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  const connection = { ...given.connection, ...change } as Fetching
  return { vendorId, connection, secret: { password: given.password }, directory: '.' }
}

async function kindOf(given: GivenIngestion, source: TriedSource) {
  const tried = await given.ingestion.tryConnection(given.ana, source)
  return 'problem' in tried ? tried.problem.kind : 'reached'
}

test('given a host key that nobody knows, when tried, then it is shown, and no login', async () => {
  await using given = await givenIngestion()
  const source = await sourceOf(given, { hostKeySha256: '' })
  await given.put('a.csv', 'x')
  assert.ok(given.connection.method === 'sftp')

  const first = await given.ingestion.tryConnection(given.ana, source)
  const taken = await given.ingestion.tryConnection(given.ana, {
    ...{ ...source, connection: given.connection },
  })

  assert.ok('problem' in first)
  assert.equal(first.problem.kind, 'host-key-unknown')
  assert.equal(first.problem.hostKeySha256, given.connection.hostKeySha256)
  assert.ok('found' in taken)
  assert.deepEqual(
    taken.found.files.map(({ path }) => path),
    ['a.csv'],
  )
})

test('given many files, when listed by two, then they come page by page, by name', async () => {
  await using given = await givenIngestion()
  const source = await sourceOf(given)
  for (const name of ['b', 'a', 'e', 'c', 'd']) await given.put(name, name)
  const page = async (after?: string) => {
    const asked = { ...source, size: 2, ...(after !== undefined && { after }) }
    const tried = await given.ingestion.tryConnection(given.ana, asked)
    assert.ok('found' in tried)
    return tried.found
  }

  const [first, second, third] = [await page(), await page('b'), await page('d')]

  assert.deepEqual(
    [first, second, third].map(({ files, after }) => [...files.map(({ path }) => path), after]),
    [
      ['a', 'b', 'b'],
      ['c', 'd', 'd'],
      ['e', undefined],
    ],
  )
  assert.equal(first.total, 5)
})

test('given what is wrong, when tried, then each says its own, and no password', async () => {
  await using given = await givenIngestion()
  const source = await sourceOf(given)
  const password = 'wrong-and-secret'
  const other = `SHA256:${'a'.repeat(43)}`
  const on = (change: object) => ({
    ...{ ...source, connection: { ...given.connection, ...change } as Fetching },
  })

  const login = await given.ingestion.tryConnection(given.ana, { ...source, secret: { password } })
  const kinds = [
    await kindOf(given, on({ hostKeySha256: other })),
    await kindOf(given, on({ port: 1 })),
    await kindOf(given, on({ host: 'no-such-host.invalid' })),
    await kindOf(given, { ...source, directory: 'nowhere' }),
  ]

  assert.ok('problem' in login)
  assert.equal(login.problem.kind, 'login-refused')
  assert.doesNotMatch(JSON.stringify(login), /wrong-and-secret/)
  assert.deepEqual(kinds, ['host-key-other', 'refused', 'name-unknown', 'no-directory'])
})

test('given internal addresses, when tried by any method, then none is asked', async () => {
  const outbound = createOutbound({ internalHosts: [] })
  await using given = await givenIngestion(() => ({ outbound }))
  const asked: string[] = []
  const server = createServer((socket) => {
    asked.push('connected')
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const source = await sourceOf(given)
  const key = { bucket: 'b', region: 'us-east-1', accessKeyId: 'AKIA' }
  const places: Fetching[] = [
    { method: 'sftp', host: '127.0.0.1', port, user: 'u', hostKeySha256: '' },
    { method: 'ftp', host: 'localhost', port, user: 'u' },
    { method: 'https', url: `https://localhost:${port}/` },
    { method: 'https', url: 'https://169.254.169.254/latest/meta-data' },
    { method: 'https', url: `https://[::ffff:127.0.0.1]:${port}/` },
    { method: 's3', ...key, endpoint: `http://localhost:${port}` },
    { method: 's3', ...key, endpoint: 'http://169.254.169.254' },
  ]

  const kinds = []
  for (const connection of places) kinds.push(await kindOf(given, { ...source, connection }))
  server.close()

  assert.deepEqual(new Set(kinds), new Set(['internal-address']))
  assert.deepEqual(asked, [])
})

test('given a kept secret, when its agreement is tried, then it goes there alone', async () => {
  await using given = await givenIngestion()
  const { agreementId } = await givenFeed(given)
  const source = { agreementId, directory: '.' }

  const reached = await kindOf(given, source)
  await assert.rejects(given.ingestion.tryConnection(eve, source), notFound.matches)
  await given.ingestion.endAgreement(given.ana, { agreementId })
  const ended = given.ingestion.tryConnection(given.ana, source)

  assert.equal(reached, 'reached')
  await assert.rejects(ended, licenceEnded.matches)
})

test('given no right, or a vendor of others, when tried, then nothing is connected', async () => {
  await using given = await givenIngestion()
  const source = await sourceOf(given)

  await assert.rejects(given.ingestion.tryConnection(eve, source), notFound.matches)
  given.refused.add('ingestion:TryConnection')
  await assert.rejects(given.ingestion.tryConnection(given.ana, source), refusedByIam.matches)
  given.refused.clear()
  const url = 'https://user:password@vendor.test/'
  const spoken = { ...source, connection: { method: 'https' as const, url } }
  await assert.rejects(given.ingestion.tryConnection(given.ana, spoken), invalidConnection.matches)

  const { rows } = await given.database.pool.query(
    `SELECT detail FROM foundation.outbox WHERE action = 'ingestion.connection-tried'`,
  )
  assert.deepEqual(rows, [])
})

test('given one that never answers, when many try, then few hang, and each is told', async () => {
  await using given = await givenIngestion()
  const sockets: { destroy(): void }[] = []
  const server = createServer((socket) => void sockets.push(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const source = await sourceOf(given, { port } as Partial<Fetching>)

  const tries = [1, 2, 3].map(() => given.ingestion.tryConnection(given.ana, source))
  const refused = await Promise.any(tries.map((one) => one.then(Promise.reject, (error) => error)))
  for (const socket of sockets) socket.destroy()
  server.close()
  const ended = await Promise.allSettled(tries)

  assert.ok(tooManyTries.matches(refused))
  assert.deepEqual(ended.map(({ status }) => status).sort(), [
    ...['fulfilled', 'fulfilled', 'rejected'],
  ])
})
