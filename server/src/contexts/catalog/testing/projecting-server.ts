/**
 * Projects one table over and over, in a process of its own that a test may kill at any moment.
 * Arguments: a database's URL and the directory of objects. Says when it begins.
 */
import { systemClock } from '../../../foundation/clock.ts'
import { createLog } from '../../../foundation/log.ts'
import { openDatabase } from '../../../foundation/sql.ts'
import { createProjections } from '../index.ts'
import { accessWith, flights, joinCatalog } from './given-catalog.ts'

const [url = '', objectsDirectory = ''] = process.argv.slice(2)
const log = createLog('silent')
const { sql } = openDatabase({ url, log })
const joined = await joinCatalog({ sql, log, clock: systemClock, objectsDirectory })
const { table, metadata } = await joined.catalog.loadTable(joined.ana, flights)
const projections = createProjections({
  ...joined.deps,
  projectionKey: Buffer.alloc(32, 7),
  waitSecondsMax: 60,
})

process.stdout.write('begins\n')
await projections.current({ table, metadata }, accessWith({ columns: new Set([3]) }))
process.stdout.write('ends\n')
setInterval(() => {}, 1000)
