import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import { invalidConnection, notFound } from '../errors.ts'
import type { Connection } from '../model/connection.ts'
import { callerOf, givenIngestion } from '../testing/given-ingestion.ts'

test('given a password, when the agreement is kept, then the database cannot read it', async () => {
  await using given = await givenIngestion()
  const vendor = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  const secret = { password: 'open-sesame' }
  const command = { vendorId: vendor.id, connection: given.connection, secret }

  const agreement = await given.ingestion.createAgreement(given.ana, command)

  const { rows } = await given.database.pool.query('SELECT * FROM ingestion.agreements')
  assert.equal(rows.length, 1)
  assert.ok(!JSON.stringify(rows).includes('open-sesame'))
  assert.ok(!rows[0].secret_sealed.includes('open-sesame'))
  assert.ok(!JSON.stringify(agreement).includes('open-sesame'))
})

test('given no host key, or plain http, when agreed, then it is refused', async () => {
  await using given = await givenIngestion()
  const { id: vendorId } = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  const unpinned = { ...given.connection, hostKeySha256: '' } as Connection
  const plain: Connection = { method: 'https', url: 'http://vendor.test' }

  for (const connection of [unpinned, plain]) {
    const attempt = given.ingestion.createAgreement(given.ana, { vendorId, connection })
    await assert.rejects(attempt, invalidConnection.matches)
  }
})

test('given PGP keys that cannot be used, when agreed, then it is said at once', async () => {
  await using given = await givenIngestion()
  const { id: vendorId } = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  const { connection } = given

  for (const secret of [{ pgpPrivateKey: 'no key' }, { pgpSigners: 'no keys' }]) {
    const attempt = given.ingestion.createAgreement(given.ana, { vendorId, connection, secret })
    await assert.rejects(attempt, invalidConnection.matches)
  }
})

test('given another account’s vendor, when agreed with, then it is not there', async () => {
  await using given = await givenIngestion()
  const { id: vendorId } = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  const eve = callerOf('eve', '700000000002' as AccountId)

  const { connection } = given
  const attempt = given.ingestion.createAgreement(eve, { vendorId, connection })

  await assert.rejects(attempt, notFound.matches)
})

test('given S3 without a key, when agreed, then this host’s own key is never used', async () => {
  await using given = await givenIngestion()
  const { id: vendorId } = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  const connection = { method: 's3', bucket: 'theirs', region: 'us-east-1' } as const
  const halves = [
    { connection, secret: { password: 'secret' } },
    { connection: { ...connection, accessKeyId: 'AKIATHEIRS' } },
  ]

  for (const half of halves) {
    const attempt = given.ingestion.createAgreement(given.ana, { vendorId, ...half })
    await assert.rejects(attempt, /access key/)
  }
})

test('given a place inside the network, when agreed, then it is refused', async () => {
  await using given = await givenIngestion()
  const { id: vendorId } = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  const place = { port: 22, user: 'vendor' }
  const url = 'https://192.0.2.1/'
  const connections: Connection[] = [
    { ...given.connection, host: 'localhost' } as Connection,
    { method: 'ftp', host: '10.0.0.1', ...place },
    { method: 'https', url: 'https://[::1]/' },
    { method: 'https', url, oauth: { tokenUrl: 'https://10.0.0.1/token', clientId: 'us' } },
    { method: 's3', bucket: 'b', endpoint: 'http://169.254.169.254', ...s3Key },
    { method: 's3', bucket: 'b', role: { ...role, endpoint: 'http://10.0.0.1' }, ...s3Key },
  ]

  for (const connection of connections) {
    const command = { vendorId, connection, secret: { password: 'secret' } }
    const attempt = given.ingestion.createAgreement(given.ana, command)
    await assert.rejects(attempt, /internal address/)
  }
})

const role = { arn: 'arn:aws:iam::123456789012:role/reads', externalId: 'for-us-alone' }
const s3Key = { region: 'us-east-1', accessKeyId: 'AKIATHEIRS' }

test('given OAuth2 by halves, when agreed, then it is refused', async () => {
  await using given = await givenIngestion()
  const { id: vendorId } = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  const oauth = { tokenUrl: 'https://192.0.2.1/token', clientId: 'us' }
  const connection = { method: 'https', url: 'https://192.0.2.1/', oauth } as const
  const secret = { password: 'secret' }
  const plain = { ...oauth, tokenUrl: 'http://192.0.2.1/token' }
  const halves = [
    { connection },
    { connection: { ...connection, user: 'us' }, secret },
    { connection: { ...connection, oauth: plain }, secret },
  ]

  for (const half of halves) {
    const attempt = given.ingestion.createAgreement(given.ana, { vendorId, ...half })
    await assert.rejects(attempt, invalidConnection.matches)
  }
})

test('given a role that is none, or no external id, when agreed, then it is refused', async () => {
  await using given = await givenIngestion()
  const { id: vendorId } = await given.ingestion.createVendor(given.ana, { name: 'counters' })
  const secret = { password: 'secret' }

  for (const odd of [
    { ...role, arn: 'arn:aws:iam::1:user/x' },
    { ...role, externalId: '' },
  ]) {
    const connection: Connection = { method: 's3', bucket: 'b', role: odd, ...s3Key }
    const attempt = given.ingestion.createAgreement(given.ana, { vendorId, connection, secret })
    await assert.rejects(attempt, invalidConnection.matches)
  }
})
