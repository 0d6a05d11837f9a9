import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COUNTS, charterOf, givenTable, givenTrials } from '../testing/given-trials.ts'

test('given a report, when exported, then the page needs and runs nothing else', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const title = '<script>alert(1)</script>'
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given, { title }) })
  const report = await given.measured(id)

  const page = await given.trials.exportReport(given.ana, { id, format: 'html' })
  const json = await given.trials.exportReport(given.ana, { id, format: 'json' })

  assert.equal(page.contentType, 'text/html')
  assert.doesNotMatch(page.text ?? '', /<script|src=|href=|NaN|undefined/)
  assert.match(page.text ?? '', /<svg/)
  assert.deepEqual(JSON.parse(json.text ?? ''), report)
})

test('given a report, when it is exported for paper, then it is a whole PDF', async () => {
  await using given = await givenTrials()
  await givenTable(given, COUNTS)
  const { id } = await given.trials.openTrial(given.ana, { charter: charterOf(given) })
  await given.measured(id)

  const { name, base64 = '' } = await given.trials.exportReport(given.ana, { id, format: 'pdf' })

  const bytes = Buffer.from(base64, 'base64')
  assert.equal(name, `${id}-report.pdf`)
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-')
  assert.match(bytes.subarray(-10).toString(), /%%EOF/)
  // Charter, coverage and quality alone fill several pages.
  assert.ok((bytes.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length > 3)
})
