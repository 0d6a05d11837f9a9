import assert from 'node:assert/strict'
import { test } from 'node:test'
import ssh2 from 'ssh2'
import { sshKeyOf } from '../adapters/ssh-keys.ts'
import { invalidConnection } from '../errors.ts'
import { callerOf, type GivenIngestion, givenIngestion } from '../testing/given-ingestion.ts'

const from = { box: undefined, address: '192.0.2.1' }
const right = 'told once'

/** Identity knows one secret, whatever the key. */
function given(): Promise<GivenIngestion> {
  return givenIngestion(({ identity }) => ({
    identity: {
      ...identity,
      signInWithKey: async ({ secretAccessKey }) =>
        secretAccessKey === right ? callerOf('vendor') : undefined,
    },
  }))
}

async function agreed({ ingestion, ana }: GivenIngestion, sshKeys?: readonly string[]) {
  const { id: vendorId } = await ingestion.createVendor(ana, { name: 'counters' })
  const connection = { method: 'push' as const, ...(sshKeys && { sshKeys }) }
  return await ingestion.createAgreement(ana, { vendorId, connection })
}

async function told({ database }: GivenIngestion): Promise<string[]> {
  const { rows } = await database.pool.query(
    `SELECT decision, actor FROM foundation.outbox
     WHERE action = 'ingestion.inbox-entered' ORDER BY id`,
  )
  return rows.map(({ decision, actor }) => `${decision} ${actor.split('/').at(-1)}`)
}

test('given a secret, when it is right or wrong, then it is the inbox or none', async () => {
  await using one = await given()
  const { id: user } = await agreed(one)

  const entered = await one.ingestion.enterInbox({ user, password: right }, from)
  const wrong = await one.ingestion.enterInbox({ user, password: 'guessed' }, from)
  const nobody = await one.ingestion.enterInbox({ user: 'root', password: right }, from)

  assert.equal(entered?.agreementId, user)
  assert.deepEqual([wrong, nobody], [undefined, undefined])
  assert.deepEqual(await told(one), ['allowed vendor', 'denied anonymous'])
})

test('given SSH keys, when one of them comes, then it is the inbox', async () => {
  await using one = await given()
  const [own, other] = [1, 2].map(() => ssh2.utils.generateKeyPairSync('ed25519').public)
  const { id: user } = await agreed(one, [own!])
  const enter = (line = '') => {
    const publicKey = sshKeyOf(line) ?? Buffer.alloc(0)
    return one.ingestion.enterInbox({ user, publicKey }, from)
  }

  const entered = await enter(own)

  assert.ok(entered)
  assert.deepEqual([await enter(other), await enter()], [undefined, undefined])
  assert.deepEqual(await told(one), ['allowed vendor'])
})

test('given keys that are none, when agreed, then they are refused', async () => {
  await using one = await given()
  const { ingestion, ana } = one
  const { id: vendorId } = await ingestion.createVendor(ana, { name: 'counters' })

  for (const line of ['ssh-ed25519 AAAA', ssh2.utils.generateKeyPairSync('ed25519').private]) {
    const connection = { method: 'push' as const, sshKeys: [line] }
    const attempt = ingestion.createAgreement(ana, { vendorId, connection })
    await assert.rejects(attempt, invalidConnection.matches)
  }
})

test('given files that are fetched, when their vendor comes, then there is no inbox', async () => {
  await using one = await given()
  const { ingestion, ana, connection, password } = one
  const { id: vendorId } = await ingestion.createVendor(ana, { name: 'counters' })
  const secret = { password }
  const { id: user } = await ingestion.createAgreement(ana, { vendorId, connection, secret })

  assert.equal(await ingestion.enterInbox({ user, password: right }, from), undefined)
  assert.equal(await ingestion.enterInbox({ user, publicKey: Buffer.alloc(0) }, from), undefined)
})
