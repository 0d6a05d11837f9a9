import assert from 'node:assert/strict'
import test from 'node:test'
import { eventually, givenSessions, userNamed } from '../testing/given-sessions.ts'

const ana = userNamed('ana')

test('given batches, when they are deleted, then their drivers end and they are gone', async () => {
  await using given = await givenSessions()
  const { sessions } = given
  const ended = await sessions.createBatch(ana, { file: 's3://b/ok.py' })
  await eventually(
    () => sessions.getBatch(ana, ended.id),
    ({ state }) => state === 'SUCCESS',
  )
  const { id } = await sessions.createBatch(ana, { file: 's3://b/wait.py' })
  await eventually(
    () => sessions.getBatch(ana, id),
    ({ state }) => state === 'RUNNING',
  )

  for (const one of [ended.id, id]) await sessions.deleteBatch(ana, one)

  assert.deepEqual(
    given.boxes.closed.map(({ reason }) => reason),
    ['its run has ended', 'it was cancelled'],
  )
  await assert.rejects(sessions.deleteBatch(ana, id), /not found/)
  assert.equal((await sessions.listBatches(ana, { from: 0, size: 9 })).total, 0)
  const query = given.database.sql.selectFrom('sessions.runs').select('state').orderBy('createdAt')
  await eventually(
    async () => (await query.execute()).map(({ state }) => state).join(),
    (states) => states === 'SUCCESS,CANCELLED',
  )
})

test('given somebody’s batch, when another deletes it, then it stays', async () => {
  await using given = await givenSessions()
  const { id } = await given.sessions.createBatch(ana, { file: 's3://b/wait.py' })

  await assert.rejects(given.sessions.deleteBatch(userNamed('bo'), id), /not found/)

  await given.sessions.getBatch(ana, id)
})
