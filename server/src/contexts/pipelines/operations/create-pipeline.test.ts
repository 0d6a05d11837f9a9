import assert from 'node:assert/strict'
import test from 'node:test'
import { ana, commandOf, givenPipelines, stranger } from '../testing/given-pipelines.ts'

test('given a script, when promoted, then it has its own capped application', async () => {
  await using given = await givenPipelines()

  const created = await given.pipelines.createPipeline(ana, commandOf('hourly'))

  const { script, pipeline } = await given.pipelines.getPipeline(ana, { pipeline: 'hourly' })
  assert.equal(pipeline.id, created.id)
  assert.equal(script.sha256.length, 64)
  const rows = await given.deps.sql
    .selectFrom('foundation.outbox')
    .select('action')
    .where('action', 'in', ['pipelines.pipeline-created', 'compute.application-created'])
    .execute()
  assert.equal(rows.length, 2)
  await assert.rejects(
    given.pipelines.createPipeline(ana, commandOf('hourly')),
    /"hourly" already exists/,
  )
})

test('given no right, when a script is promoted, then nothing is made', async () => {
  await using given = await givenPipelines()
  for (const action of ['pipelines:CreatePipeline', 'iam:PassRole', 'sts:AssumeRole']) {
    given.refused.add(action)
    await assert.rejects(given.pipelines.createPipeline(ana, commandOf('hourly')), /refused/)
    given.refused.delete(action)
  }

  assert.deepEqual(await given.pipelines.listPipelines(ana), [])
})

test('given wrong definitions, when promoted, then each says what is wrong', async () => {
  await using given = await givenPipelines()
  const deadline = { time: '25:00', zone: 'UTC', days: 0, from: 'slice' as const }
  const wrong: [object, RegExp][] = [
    [{ deadline }, /"25:00" is no time/],
    [{ deadline: { ...deadline, time: '07:00', zone: 'Mars/Base' } }, /"Mars\/Base" is not known/],
    [{ owner: ' ' }, /needs an owner/],
    [{ inputs: [] }, /nothing triggers it/],
    [{ targets: [{ kind: 'webhook', url: 'file:///etc/passwd' }] }, /no web address/],
    [{ targets: [{ kind: 'mail', address: 'a@b,c@d' }] }, /no mail address/],
  ]
  for (const [change, message] of wrong)
    await assert.rejects(given.pipelines.createPipeline(ana, commandOf('x', change)), message)
  await assert.rejects(given.pipelines.createPipeline(ana, commandOf('../x')), /name/)
  const path = { ...commandOf('x'), script: { ...commandOf('x').script, path: 'a,b.py' } }
  await assert.rejects(given.pipelines.createPipeline(ana, path), /no path/)
  await assert.rejects(given.pipelines.createPipeline(stranger, commandOf('x')), /not of account/)
})
