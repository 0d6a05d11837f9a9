import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '../../identity/index.ts'
import type { Charter } from './charter.ts'
import { firstNotebooks } from './first-notebooks.ts'

const accountId = '111122223333' as AccountId
const charter = {
  ...{ title: 'Counts', hypothesis: 'They "lead".' },
  dataset: { accountId: '444455556666', database: 'tried', table: 'counts "by day"' },
  workspace: { cluster: {} },
} as unknown as Charter

test('given a charter, when its notebooks are written, then names are strings of Python', () => {
  const files = firstNotebooks({ charter }, { accountId, name: 'trial_abc' })

  const cells = JSON.parse(files['trial.ipynb'] ?? '').cells.map(({ source }: never) => source)
  assert.match(cells[1], /load_catalog\("lake", warehouse="444455556666"\)/)
  assert.match(cells[1], /load_table\(\("tried", "counts \\"by day\\""\)\)/)
  assert.match(files['trial-spark.ipynb'] ?? '', /lake\.tried\.counts/)
})

test('given a dataset of the own account, when Spark reads it, then by its own catalog', () => {
  const own = { ...charter, dataset: { ...charter.dataset, accountId } }
  const files = firstNotebooks({ charter: own }, { accountId, name: 'trial_abc' })
  const without = firstNotebooks({ charter: { ...own, workspace: {} } }, { accountId, name: 'x' })

  assert.match(files['trial-spark.ipynb'] ?? '', /own\.tried\.counts/)
  assert.deepEqual(Object.keys(without), ['trial.ipynb'])
})
