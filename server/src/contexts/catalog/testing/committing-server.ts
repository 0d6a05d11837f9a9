/**
 * Appends to one table without end, in a process of its own that a test may kill at any moment.
 * Arguments: a database's URL and the directory of objects. Says each commit that it was told of.
 */
import { systemClock } from '../../../foundation/clock.ts'
import { createLog } from '../../../foundation/log.ts'
import { openDatabase } from '../../../foundation/sql.ts'
import { delays, flights, joinCatalog } from './given-catalog.ts'

const [url = '', objectsDirectory = ''] = process.argv.slice(2)
const log = createLog('silent')
const { sql } = openDatabase({ url, log })
const joined = await joinCatalog({ sql, log, clock: systemClock, objectsDirectory })

for (let value = 0; ; value += 1) {
  const commitKey = `${process.pid}-${value}`
  const files = [await joined.written(delays('2013-01-01', 'UA', [value]))]
  await joined.catalog.append(joined.ana, { ...flights, files, commitKey })
  process.stdout.write(`${commitKey}\n`)
}
