import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COUNTS, charterOf, givenTable, givenTrials } from '../testing/given-trials.ts'

test('given a report, when exported, then the page needs and runs nothing else', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const title = '<script>alert(1)</script>'
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given, { title }) })
  const report = await given.trials.refreshReport(given.ana, { id })

  const page = await given.trials.exportReport(given.ana, { id, format: 'html' })
  const json = await given.trials.exportReport(given.ana, { id, format: 'json' })

  assert.equal(page.contentType, 'text/html')
  assert.doesNotMatch(page.text, /<script|src=|href=|NaN|undefined/)
  assert.match(page.text, /<svg/)
  assert.deepEqual(JSON.parse(json.text), report)
})
