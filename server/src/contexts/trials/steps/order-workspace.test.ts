import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COUNTS, charterOf, givenTable, givenTrials } from '../testing/given-trials.ts'
import { givenWorkspace, partsOf, worked } from '../testing/given-workspace.ts'

test('given a charter that asks for it, when the trial runs, then it is there', async () => {
  await using given = await givenTrials()
  const { id } = await givenWorkspace(given)

  const { workspace, grants } = await given.trials.getTrial(given.ben, { id })

  assert.ok(workspace)
  assert.deepEqual([workspace.state, workspace.failure], ['ready', null])
  assert.deepEqual(partsOf(workspace), {
    role: 'there',
    database: 'there',
    access: 'there',
    cluster: 'not started',
    notebooks: 'open',
  })
  const role = workspace.parts[0]?.name ?? ''
  assert.deepEqual(
    grants.map(({ given: { principal, permissions } }) => [principal, permissions]),
    [
      [role, ['SELECT', 'DESCRIBE']],
      [role, ['CREATE_TABLE', 'DESCRIBE']],
    ],
  )
})

test('given open questions, when a trial waits, then nothing is made', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const charter = charterOf(given, { workspace: {}, compliance: [] })
  const { id } = await given.trials.openTrial(given.ana, { charter })
  await worked(given, id)
  const waiting = await given.trials.getTrial(given.ana, { id })

  const answers = waiting.charter.compliance.map(({ question }) => ({ question, answer: 'yes' }))
  await given.trials.answerCompliance(given.ana, { id, answers })
  await worked(given, id)

  const running = await given.trials.getTrial(given.ana, { id })
  assert.deepEqual(
    [waiting.workspace?.state, waiting.workspace?.parts[0]?.name, running.workspace?.state],
    ['waiting', undefined, 'ready'],
  )
})

test('given who may not grant the data, when they open, then nothing is there', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const charter = charterOf(given, { workspace: {} })

  const opening = given.trials.openTrial(given.ben, { charter })

  await assert.rejects(opening, { name: 'DomainError' })
  assert.deepEqual((await given.trials.listTrials(given.ana)).trials, [])
})

test('given people of elsewhere, when a charter names them, then it is refused', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const nobody = `arn:aws:iam::${given.ana.accountId}:user/nobody`

  for (const arn of [given.eve.principalArn, nobody, '*']) {
    const charter = charterOf(given, { workspace: { people: [arn] } })
    const opening = given.trials.openTrial(given.ana, { charter })
    await assert.rejects(opening, { code: 'trials.invalid-charter' })
  }
})

test('given a product that is not there, when a charter names it, then it is refused', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const charter = charterOf(given, { workspace: { cluster: { product: 'Castle' } } })

  const opening = given.trials.openTrial(given.ana, { charter })

  await assert.rejects(opening, { code: 'compute.no-such-product' })
})
