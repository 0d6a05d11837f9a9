/**
 * Maintains one table over and over, in a process of its own that a test may kill at any moment.
 * Arguments: a database's URL and the directory of objects. Says when it begins.
 */
import { systemClock } from '../../../foundation/clock.ts'
import { createLog } from '../../../foundation/log.ts'
import { openDatabase } from '../../../foundation/sql.ts'
import { runMaintenance } from '../maintenance/run.ts'
import { workingsOf } from '../workings.ts'
import { flights, joinCatalog } from './given-catalog.ts'

const [url = '', objectsDirectory = ''] = process.argv.slice(2)
const log = createLog('silent')
const { sql } = openDatabase({ url, log })
const { deps, catalog, ana } = await joinCatalog({ sql, log, clock: systemClock, objectsDirectory })
const workings = workingsOf(deps)

process.stdout.write('begins\n')
for (;;) {
  const run = await catalog.runMaintenance(ana, flights)
  await runMaintenance(workings, run?.id ?? '')
}
