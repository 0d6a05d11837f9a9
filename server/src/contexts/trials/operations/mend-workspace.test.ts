import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trialsJobs } from '../index.ts'
import { givenTrials } from '../testing/given-trials.ts'
import { givenOrdered, worked } from '../testing/given-workspace.ts'

test('given a step that was refused, when tried again, then it goes on there', async () => {
  await using given = await givenTrials()
  const { id } = await givenOrdered(given)
  const { catalog: real } = given.lake
  const createDatabase: typeof real.createDatabase = (_ana, wish) =>
    real.createDatabase(given.eve, wish)
  const catalog = { ...real, createDatabase }
  await trialsJobs({ ...given.deps, catalog })['trials.workspace']?.({ trialId: id })
  const stopped = await given.trials.getTrial(given.ana, { id })

  await given.trials.mendWorkspace(given.ana, { id })
  await worked(given, id)

  const { workspace } = await given.trials.getTrial(given.ana, { id })
  assert.equal(stopped.workspace?.state, 'failed')
  assert.match(
    stopped.workspace?.failure ?? '',
    /its database could not be made: .*CREATE_DATABASE/,
  )
  assert.equal(workspace?.state, 'ready')
  const once = given.trials.mendWorkspace(given.ana, { id })
  await assert.rejects(once, { code: 'trials.no-workspace' })
})
