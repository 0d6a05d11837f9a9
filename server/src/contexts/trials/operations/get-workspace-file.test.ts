import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { givenTrials } from '../testing/given-trials.ts'
import { givenWorkspace, worked } from '../testing/given-workspace.ts'

test('given a workspace that ended, when a file is asked for, then it was kept', async () => {
  await using given = await givenTrials()
  const { id } = await givenWorkspace(given)
  await given.trials.openWorkspace(given.ben, { id })
  const home = given.boxes.opened[0]?.notebook.directory ?? ''
  await mkdir(`${home}/plots`, { recursive: true })
  await writeFile(`${home}/plots/first.svg`, '<svg/>')
  await given.trials.decideTrial(given.ana, { id, decision: 'no-buy', reasons: ['thin'] })
  await worked(given, id)

  const path = 'plots/first.svg'
  const kept = await given.trials.getWorkspaceFile(given.ana, { id, path })

  assert.equal(kept.toString(), '<svg/>')
  const other = given.trials.getWorkspaceFile(given.ana, { id, path: '../first.svg' })
  await assert.rejects(other, { code: 'trials.no-such-file' })
  const strangers = given.trials.getWorkspaceFile(given.eve, { id, path })
  await assert.rejects(strangers, { code: 'trials.no-such-trial' })
})
