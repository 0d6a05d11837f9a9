/**
 * Commits to two tables at once without end, in a process of its own that a test may kill at any
 * moment. Arguments: a database's URL and the directory of objects. Says each commit that it was
 * told of.
 */
import { systemClock } from '../../../foundation/clock.ts'
import { createLog } from '../../../foundation/log.ts'
import { openDatabase } from '../../../foundation/sql.ts'
import { flights, joinCatalog } from './given-catalog.ts'

const [url = '', objectsDirectory = ''] = process.argv.slice(2)
const log = createLog('silent')
const { sql } = openDatabase({ url, log })
const joined = await joinCatalog({ sql, log, clock: systemClock, objectsDirectory })

for (let value = 0; ; value += 1) {
  const key = `${process.pid}-${value}`
  const updates = [{ action: 'set-properties' as const, updates: { [key]: 'x' } }]
  const changes = ['flights', 'airports'].map((table) => {
    return { ...flights, table, requirements: [], updates }
  })
  await joined.catalog.commitTransaction(joined.ana, { changes })
  process.stdout.write(`${key}\n`)
}
