import assert from 'node:assert/strict'
import test from 'node:test'
import { identityErrors } from '../testing/denied.ts'
import { givenSessions, permissive, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')
const all = { from: 0, size: 9 }
const command = { file: 's3://b/wait.py' }

test('given batches of two people, when one lists them in pages, then their own', async () => {
  await using given = await givenSessions()
  const { sessions } = given
  await sessions.createBatch(ana, command)
  const { id } = await sessions.createBatch(ana, command)
  await sessions.createBatch(userNamed('bo'), command)

  const page = await sessions.listBatches(ana, { from: 1, size: 5 })

  assert.deepEqual([page.total, page.batches.map((batch) => batch.id)], [2, [id]])
})

test('given a role that one may not pass, when batches are listed, then not those', async () => {
  const roleArn = 'arn:aws:iam::444444444444:role/r'
  const passes: { resource: string; allowed: boolean } = { resource: '', allowed: true }
  const allows: (typeof permissive)['allows'] = async (_, { resource }) => {
    passes.resource = resource
    return passes.allowed
  }
  await using given = await givenSessions({ identity: { ...permissive, allows } })
  const { sessions } = given
  const conf = { 'emr-serverless.session.executionRoleArn': roleArn }
  await sessions.createBatch(ana, { ...command, conf })

  assert.equal((await sessions.listBatches(ana, all)).total, 1)
  passes.allowed = false

  assert.equal((await sessions.listBatches(ana, all)).total, 0)
  assert.equal(passes.resource, roleArn)
})

test('given no right to run code, when batches are listed, then it is refused', async () => {
  await using given = await givenSessions({ identity: identityErrors.demanding })

  await assert.rejects(given.sessions.listBatches(ana, all), identityErrors.denied.matches)
})
