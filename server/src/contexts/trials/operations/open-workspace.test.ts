import assert from 'node:assert/strict'
import { test } from 'node:test'
import { charterOf, givenTrials } from '../testing/given-trials.ts'
import { givenWorkspace } from '../testing/given-workspace.ts'

test('given a workspace, when one of its people opens it, then its role reads', async () => {
  await using given = await givenTrials()
  const { id, as } = await givenWorkspace(given)

  const notebook = await given.trials.openWorkspace(given.ben, { id })

  const order = given.boxes.sent.find(({ box }) => box === `n-${notebook.id}`)?.order
  assert.ok(order?.op === 'serve')
  assert.deepEqual(Object.keys(order.files).sort(), ['trial-spark.ipynb', 'trial.ipynb'])
  const first = JSON.parse(order.files['trial.ipynb'] ?? '')
  assert.match(first.cells[1].source, /load_table\(\("tried", "counts"\)\)/)
  const origin = { box: `n-${notebook.id}` }
  const { caller } = await given.lake.identity.authenticate(order.credentials, origin)
  await (await given.lake.catalog.scan(caller, charterOf(given).dataset))[Symbol.asyncDispose]()
  assert.equal(caller.principalArn, as.principalArn)
})

test('given somebody who is not of it, when they open it, then it is refused', async () => {
  await using given = await givenTrials()
  const { id } = await givenWorkspace(given, { people: [given.ben.principalArn] })

  const opening = given.trials.openWorkspace(given.ana, { id })
  await assert.rejects(opening, { code: 'trials.not-of-workspace' })
  const strangers = given.trials.openWorkspace(given.eve, { id })
  await assert.rejects(strangers, { code: 'trials.no-such-trial' })
})
