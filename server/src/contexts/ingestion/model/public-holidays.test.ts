import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publicHolidays, regionKnown } from './public-holidays.ts'

test('given regions, when asked, then only real ones are known', () => {
  for (const region of ['US', 'US-NY', 'US-LA-NO', 'GB-ENG', 'DE-BY', 'JP', 'SA'])
    assert.equal(regionKnown(region), true, region)
  for (const region of ['XX', 'US-ZZ', 'US-NY-XX', 'us', 'US-', '', 'USA', 'US_NY', '2013-01-01'])
    assert.equal(regionKnown(region), false, region)
})

test('given years that are known, when asked, then their holidays are those days', () => {
  // gov.uk/bank-holidays, England and Wales; bundestag.de; as they were published.
  const england2022 = [
    ...['2022-01-03', '2022-04-15', '2022-04-18', '2022-05-02', '2022-06-02', '2022-06-03'],
    ...['2022-08-29', '2022-09-19', '2022-12-26', '2022-12-27'],
  ]
  const days = publicHolidays('GB-ENG', 2022)
  for (const day of england2022) assert.ok(days.has(day), day)
  assert.ok(!days.has('2022-05-30'))
  const bavaria = publicHolidays('DE-BY', 2013)
  assert.ok(bavaria.has('2013-05-30') && !publicHolidays('DE-BE', 2013).has('2013-05-30'))
  assert.ok(publicHolidays('US', 2021).has('2021-07-05'))
  // Of half a day.
  assert.ok(!publicHolidays('CN', 2013).has('2013-03-08'))
})
