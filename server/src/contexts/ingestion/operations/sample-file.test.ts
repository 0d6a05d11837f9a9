import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:https'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { makeCertificates } from '../../../../../demo/vendor/certificate.ts'
import { invalidFeed } from '../errors.ts'
import type { Connection, Proposal, Tried, TriedSource } from '../index.ts'
import {
  countsOf,
  type GivenIngestion,
  givenIngestion,
  home,
  refusedByIam,
  table,
  takeIn,
} from '../testing/given-ingestion.ts'

const day = '2026-03-02'

async function sourceOf(given: GivenIngestion, connection = given.connection) {
  const { id: vendorId } = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  return { vendorId, connection, secret: { password: given.password }, directory: '.' }
}

function proposed(tried: Tried<Proposal>): Proposal {
  assert.ok('found' in tried, JSON.stringify(tried))
  return tried.found
}

test('given a vendor’s file, when sampled, then the proposed feed takes it in', async () => {
  await using given = await givenIngestion()
  const source = await sourceOf(given)
  const { connection, secret, vendorId } = source
  await given.put(`counts-${day}.csv`, countsOf(day, [5, 6, 70_000]))
  await given.put(`counts-${day}.csv.ready`, '')

  const sampled = { ...source, path: `counts-${day}.csv` }
  const proposal = proposed(await given.ingestion.sampleFile(given.ana, sampled))
  const agreement = { vendorId, connection, secret }
  const { id: agreementId } = await given.ingestion.createAgreement(given.ana, agreement)
  const roleArn = `arn:aws:iam::${home}:role/feeds`
  const definition = { ...proposal.definition, target: table }
  const made = { name: 'counts', agreementId, roleArn, definition, version: 0 }
  const { feed } = await given.ingestion.applyFeed(given.ana, made)
  const done = await takeIn(given, feed)

  assert.deepEqual(done, { loaded: 1, quarantined: 0 })
  assert.deepEqual(feed.definition.complete, { rule: 'ready-file', suffix: '.ready' })
  assert.deepEqual(feed.definition.key, ['place'])
  const rows = await given.rows('SELECT day::VARCHAR AS day, place, count FROM $table LIMIT 1')
  assert.deepEqual(rows, [{ day, place: 'p0', count: 5 }])
})

test('given a path that is not listed, when sampled, then it leads nowhere', async () => {
  await using given = await givenIngestion()
  const source = await sourceOf(given)

  for (const path of ['../other', '/etc/passwd', 'none.csv']) {
    const tried = await given.ingestion.sampleFile(given.ana, { ...source, path })
    assert.ok('problem' in tried && tried.problem.kind === 'no-directory', path)
  }

  given.refused.add('ingestion:TryConnection')
  const refused = given.ingestion.sampleFile(given.ana, { ...source, path: 'a' })
  await assert.rejects(refused, refusedByIam.matches)
})

/** A server whose one file goes on for ever, in clear text. */
async function endlessServer() {
  const { authorityPem, ...own } = makeCertificates(new Date())
  const sent = { bytes: 0 }
  const server = createServer(
    { key: own.keyPem, cert: own.certificatePem },
    (request, response) => {
      if (request.url === '/') {
        response.end(JSON.stringify({ files: [{ name: `a-${day}.csv`, size: 5 }] }))
        return
      }
      response.write('day,place\n')
      const line = Buffer.from(`${day},p\n`.repeat(10_000))
      const more = () => {
        while (!response.destroyed && response.write(line)) sent.bytes += line.length
      }
      response.on('drain', more)
      more()
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const connection: Connection = { method: 'https', url: `https://127.0.0.1:${port}`, authorityPem }
  return { connection, sent, server }
}

test('given a file that never ends, when sampled, then its beginning is enough', async () => {
  await using given = await givenIngestion()
  const { connection, sent, server } = await endlessServer()
  const source: TriedSource = { ...(await sourceOf(given, connection)), directory: '.' }

  const asked = { ...source, path: `a-${day}.csv` }
  const tried = await given.ingestion.sampleFile(given.ana, asked).finally(() => {
    server.closeAllConnections()
    server.close()
  })
  const proposal = proposed(tried)

  assert.equal(proposal.sample.readBytes, 4 << 20)
  assert.ok(sent.bytes < 64 << 20, `${sent.bytes} bytes were sent`)
  assert.equal(proposal.definition.columns?.length, 2)
})

test('given a sample, when it was looked at, then nothing of it is left', async () => {
  await using given = await givenIngestion()
  const source = await sourceOf(given)
  await given.put('a.csv', 'a,b\n1,2\n')

  await given.ingestion.sampleFile(given.ana, { ...source, path: 'a.csv' })

  const staged = dirname(await given.storage.stagingPath())
  assert.deepEqual(await readdir(staged), [])
  const { rows } = await given.database.pool.query(
    `SELECT resource, detail FROM foundation.outbox WHERE action = 'ingestion.connection-tried'`,
  )
  assert.equal(rows.length, 1)
  assert.doesNotMatch(JSON.stringify(rows), /a-password/)
})

test('given a zone that is none, when sampled, then it is refused', async () => {
  await using given = await givenIngestion()
  const source = await sourceOf(given)
  const asked = { ...source, path: 'a.csv', zone: 'Mars/Olympus' }

  await assert.rejects(given.ingestion.sampleFile(given.ana, asked), invalidFeed.matches)
})
